import type { CallHandler } from "../socket/call.ts";
import { apiKeyCalls } from "./api-keys.ts";
import { dockerHostCalls } from "./docker-hosts.ts";
import { heartbeatCalls } from "./heartbeats.ts";
import { incidentCalls } from "./incidents.ts";
import { logInCalls } from "./log-in-calls.ts";
import { maintenanceCalls } from "./maintenance/maintenance-calls.ts";
import { monitorCalls } from "./monitors/monitor-calls.ts";
import { notificationCalls } from "./notifications.ts";
import { proxyCalls } from "./proxies.ts";
import { questionCalls } from "./questions.ts";
import { remoteBrowserCalls } from "./remote-browsers.ts";
import { settingsCalls } from "./settings-calls.ts";
import { statusPageCalls } from "./status-pages.ts";
import { tagCalls } from "./tags.ts";
import { twoFactorCalls } from "./two-factor.ts";

/** The calls of the server. Real servers never answer an unknown one; neither does the double. */
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
  ...questionCalls,
};
