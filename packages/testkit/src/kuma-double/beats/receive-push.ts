import type { Row } from "../database/database.ts";
import { millisecondsNow } from "../database/stored-value.ts";
import type { DoubleKuma } from "../double-kuma.ts";
import { isUnderMaintenance } from "../resources/maintenance/maintenance-status.ts";
import type { StoredBeat } from "./heartbeats.ts";
import type { NewBeat } from "./new-beat.ts";
import { recordBeat } from "./record-beat.ts";
import { down, flipped, maintenance, pending, up } from "./status.ts";

const longestPing = 100_000_000_000;

/**
 * Takes a push, and resolves after all notifications were sent.
 *
 * @throws Error with the text that the real server answers, always with 404
 */
export async function receivePush(kuma: DoubleKuma, token: string, query: URLSearchParams): Promise<void> {
  const ping = pingOf(query.get("ping") ?? "");
  const monitor = kuma.database.find("monitor", { push_token: token, active: 1 })[0];
  if (monitor === undefined) throw new Error("Monitor not found or not active.");
  const pushed = textOf(query, "status", "up") === "up" ? up : down;
  const previous = kuma.heartbeats.last(monitor.id);
  const time = millisecondsNow();
  await recordBeat(kuma, monitor, {
    ...statusOf(kuma, monitor, { pushed, previous }),
    msg: textOf(query, "msg", "OK"),
    ping,
    time,
    previous,
    ...(previous === undefined ? {} : { duration: secondsBetween(previous.time, time) }),
  });
}

function textOf(query: URLSearchParams, name: string, otherwise: string): string {
  const text = query.get(name) ?? "";
  return text === "" ? otherwise : text;
}

function pingOf(text: string): number | null {
  const ping = Number.parseFloat(text);
  if (ping < 0 || ping > longestPing) throw new Error(`Invalid ping value. Must be between 0 and ${longestPing} ms.`);
  return Number.isNaN(ping) || ping === 0 ? null : ping;
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
