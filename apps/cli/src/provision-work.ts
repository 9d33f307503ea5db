// Imported when it is needed: with it comes the client, which a usage error should not wait for.
export {
  acknowledgeAlert,
  compareHost,
  describeActions,
  ensureNotification,
  examineServer,
  isMendable,
  lookUpMonitor,
  mendFinding,
  planClone,
  planEdit,
  planNotification,
  proveAlerts,
  realiseMonitor,
  roadFindings,
  testNotification,
} from "@kumakit/provision";
