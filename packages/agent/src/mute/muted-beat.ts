import type { Beat } from "../push/push-client.ts";
import { isoTime } from "../service/iso-time.ts";
import type { Mute } from "./mute.ts";

/** A time such as `2026-01-31 07:05 UTC`. */
function shownTime(ms: number): string {
  return `${isoTime(ms).slice(0, 16).replace("T", " ")} UTC`;
}

/** The part of a beat that says how a check is. */
type Heard = Pick<Beat, "status" | "message">;

/** The beat that the server hears instead of another while the check is muted: always UP, with the truth beside it. */
export function mutedBeat({ until, reason }: Mute, { status, message }: Heard): Heard {
  const why = reason === "" ? "" : ` (${reason})`;
  const truth = status === "down" ? "is DOWN: " : "";
  return { status: "up", message: `muted until ${shownTime(until)}${why}: ${truth}${message}` };
}
