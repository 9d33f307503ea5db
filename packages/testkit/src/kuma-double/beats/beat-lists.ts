import type { DoubleKuma } from "../double-kuma.ts";
import type { DoubleSession } from "../socket/double-session.ts";
import type { StoredBeat } from "./heartbeats.ts";
import { averagePing, uptimeOf } from "./uptime.ts";

const longestList = 100;

/** The last 100 beats of a monitor to this client alone, and its figures to all. Ids are texts at log-in. */
export function sendBeatsAtLogIn(session: DoubleSession, monitorId: number): void {
  session.send("heartbeatList", String(monitorId), lastBeats(session.kuma, monitorId), false);
  if (session.userId !== undefined) sendStats(session.kuma, session.userId, String(monitorId));
}

/** The figures of a monitor. */
export function sendStats(kuma: DoubleKuma, userId: number, monitorId: number | string): void {
  const beats = kuma.heartbeats.of(Number(monitorId));
  const uptime = uptimeOf(beats);
  kuma.sendToUser(userId, "avgPing", monitorId, averagePing(beats));
  for (const period of [24, 720, "1y"]) kuma.sendToUser(userId, "uptime", monitorId, period, uptime);
}

/** A beat as it is sent live. */
export function liveBeat(beat: { readonly [Name in keyof StoredBeat]?: StoredBeat[Name] | undefined }): Readonly<
  Record<string, unknown>
> {
  const { monitor_id, status, time, msg, ping, important, duration, retries, response } = beat;
  return { monitorID: monitor_id, status, time, msg, ping, important, duration, retries, response };
}

/** A beat as the paged events have it. */
export function eventBeat(beat: StoredBeat): Readonly<Record<string, unknown>> {
  return liveBeat(beat);
}

export function lastBeats(kuma: DoubleKuma, monitorId: number): readonly StoredBeat[] {
  return kuma.heartbeats.of(monitorId).slice(-longestList);
}
