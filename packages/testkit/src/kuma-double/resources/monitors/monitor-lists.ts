import type { DoubleSession } from "../../socket/double-session.ts";
import { monitorJson } from "./monitor-json.ts";

/** Sends all monitors to all clients of the user; gives their ids. */
export function sendMonitorList(session: DoubleSession): readonly number[] {
  const { kuma, userId } = session;
  const monitors = kuma.database.find("monitor", { user_id: userId ?? null });
  session.sendToUser(
    "monitorList",
    Object.fromEntries(monitors.map((monitor) => [monitor.id, monitorJson(kuma, monitor)])),
  );
  return monitors.map(({ id }) => id);
}

/** Sends one monitor as a list of one, or nothing when it is not there. Without an id the real server sends all. */
export function sendMonitor(session: DoubleSession, id: unknown): void {
  const { kuma, userId } = session;
  const monitor = kuma.database.get("monitor", id);
  if (monitor !== undefined && monitor["user_id"] === userId)
    session.sendToUser("updateMonitorIntoList", { [monitor.id]: monitorJson(kuma, monitor) });
}
