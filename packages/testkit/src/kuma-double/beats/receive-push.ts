import type { Row } from "../database/database.ts";
import { millisecondsNow } from "../database/stored-value.ts";
import type { DoubleKuma } from "../double-kuma.ts";
import { isUnderMaintenance } from "../resources/maintenance/maintenance-status.ts";
import type { StoredBeat } from "./heartbeats.ts";
import { recordBeat, type NewBeat } from "./record-beat.ts";
import { down, flipped, maintenance, pending, up } from "./status.ts";

const longestPing = 100_000_000_000;

/**
 * Takes a push, and resolves when everybody was told of it.
 *
 * @throws Error with the text that the real server answers, always with 404
 */
export async function receivePush(kuma: DoubleKuma, token: string, query: URLSearchParams): Promise<void> {
  const number = Number.parseFloat(query.get("ping") ?? "");
  const ping = Number.isNaN(number) || number === 0 ? null : number;
  if (ping !== null && (ping < 0 || ping > longestPing))
    throw new Error(`Invalid ping value. Must be between 0 and ${longestPing} ms.`);
  const monitor = kuma.database.find("monitor", { push_token: token, active: 1 })[0];
  if (monitor === undefined) throw new Error("Monitor not found or not active.");
  const pushed = (query.get("status") ?? "") === "" || query.get("status") === "up" ? up : down;
  const previous = kuma.heartbeats.last(monitor.id);
  const time = millisecondsNow();
  await recordBeat(kuma, monitor, {
    ...statusOf(kuma, monitor, { pushed, previous }),
    msg: query.get("msg") === null || query.get("msg") === "" ? "OK" : String(query.get("msg")),
    ping,
    time,
    previous,
    ...(previous === undefined ? {} : { duration: secondsBetween(previous.time, time) }),
  });
}

function secondsBetween(earlier: string, later: string): number {
  const read = (time: string): number => Date.parse(`${time.replace(" ", "T")}Z`);
  return Math.trunc((read(later) - read(earlier)) / 1000);
}

interface Pushed {
  readonly pushed: number;
  readonly previous: StoredBeat | undefined;
}

function statusOf(kuma: DoubleKuma, monitor: Row, { pushed, previous }: Pushed): Pick<NewBeat, "status" | "retries"> {
  if (isUnderMaintenance(kuma, monitor)) return { status: maintenance };
  const status = monitor["upside_down"] === 1 ? flipped(pushed) : pushed;
  if (status === up) return { status, retries: 0 };
  const most = Number(monitor["maxretries"]);
  if (previous === undefined) return most > 0 ? { status: pending, retries: 1 } : { status, retries: 0 };
  if ((previous.status === up || previous.status === pending) && previous.retries < most)
    return { status: pending, retries: previous.retries + 1 };
  return { status, retries: previous.status === up ? 0 : previous.retries + 1 };
}
