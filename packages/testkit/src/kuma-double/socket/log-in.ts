import { sendBeatsAtLogIn } from "../beats/beat-lists.ts";
import { sendInfo } from "../resources/info.ts";
import { listsAtLogin } from "../resources/lists-at-login.ts";
import { sendStatusPages } from "../resources/status-pages.ts";
import { sendMonitorList } from "../resources/monitors/monitor-lists.ts";
import type { DoubleSession } from "./double-session.ts";

/** Logs a client in, and sends everything that follows, in the order of a 2.5.3 server: all of it before the answer. */
export function logIn(session: DoubleSession, userId: number): void {
  session.logIn(userId);
  const ids = sendMonitorList(session);
  session.sendToUser("monitorTypeList", session.kuma.monitorTypes);
  sendInfo(session);
  for (const sendList of listsAtLogin) sendList(session);
  sendStatusPages(session);
  for (const id of ids) sendBeatsAtLogIn(session, id);
  if (session.kuma.settings.get("initServerTimezone") === undefined) session.send("initServerTimezone");
}
