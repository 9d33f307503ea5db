/** The events of any version by which the server only says something. */
export const readingEvents: readonly string[] = [
  "checkApprise",
  "checkDomain",
  // As the releases of 2.1 spell it.
  "checkMointor",
  "getAPIKeyList",
  "getDatabaseSize",
  "getGameList",
  "getIncidentHistory",
  "getMaintenance",
  "getMaintenanceList",
  "getMaintenanceStatusPage",
  "getMonitor",
  "getMonitorBeats",
  "getMonitorChartData",
  "getMonitorList",
  "getMonitorMaintenance",
  "getPM2ProcessList",
  "getPushExample",
  "getSettings",
  "getStatusPage",
  "getTags",
  "getWebpushVapidPublicKey",
  "monitorImportantHeartbeatListCount",
  "monitorImportantHeartbeatListPaged",
  "needSetup",
  "twoFAStatus",
];

/** Whether an event is known to change nothing. */
export function onlyReads(event: string): boolean {
  return readingEvents.includes(event);
}
