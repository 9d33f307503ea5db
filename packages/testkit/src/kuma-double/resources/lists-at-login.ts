import type { DoubleSession } from "../socket/double-session.ts";
import { sendApiKeys } from "./api-keys.ts";
import { dockerHosts } from "./docker-hosts.ts";
import { sendRows } from "./listed-rows.ts";
import { sendMaintenances } from "./maintenance/maintenance-calls.ts";
import { sendNotifications } from "./notifications.ts";
import { proxies } from "./proxies.ts";
import { remoteBrowsers } from "./remote-browsers.ts";

/** The lists that follow `monitorList` at log-in, in any order on the real server. */
export const listsAtLogin: readonly ((session: DoubleSession) => void)[] = [
  sendMaintenances,
  sendNotifications,
  (session) => sendRows(session, proxies),
  (session) => sendRows(session, dockerHosts),
  sendApiKeys,
  (session) => sendRows(session, remoteBrowsers),
];
