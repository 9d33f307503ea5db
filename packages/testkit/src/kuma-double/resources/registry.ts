import type { CallHandler } from "../socket/call.ts";
import type { DoubleSession } from "../socket/double-session.ts";
import { apiKeyCalls, sendApiKeys } from "./api-keys.ts";
import { dockerHostCalls, dockerHosts } from "./docker-hosts.ts";
import { heartbeatCalls } from "./heartbeats.ts";
import { incidentCalls } from "./incidents.ts";
import { sendRows } from "./listed-rows.ts";
import { logInCalls } from "./log-in-calls.ts";
import { maintenanceCalls, sendMaintenances } from "./maintenance/maintenance-calls.ts";
import { monitorCalls } from "./monitors/monitor-calls.ts";
import { notificationCalls, sendNotifications } from "./notifications.ts";
import { proxies, proxyCalls } from "./proxies.ts";
import { remoteBrowserCalls, remoteBrowsers } from "./remote-browsers.ts";
import { settingsCalls } from "./settings-calls.ts";
import { statusPageCalls } from "./status-pages.ts";
import { tagCalls } from "./tags.ts";
import { twoFactorCalls } from "./two-factor.ts";

/** What clients can call. A call that is not here is never answered, as real servers do with unknown ones. */
export const callHandlers: Readonly<Record<string, CallHandler>> = {
  ...logInCalls,
  ...twoFactorCalls,
  ...monitorCalls,
  ...heartbeatCalls,
  ...tagCalls,
  ...notificationCalls,
  ...proxyCalls,
  ...dockerHostCalls,
  ...remoteBrowserCalls,
  ...apiKeyCalls,
  ...maintenanceCalls,
  ...statusPageCalls,
  ...incidentCalls,
  ...settingsCalls,
};

/** The lists that follow `monitorList` at log-in, in any order on the real server. */
export const listsAtLogin: readonly ((session: DoubleSession) => void)[] = [
  sendMaintenances,
  sendNotifications,
  (session) => sendRows(session, proxies),
  (session) => sendRows(session, dockerHosts),
  sendApiKeys,
  (session) => sendRows(session, remoteBrowsers),
];
