// Imported when it is needed: with it comes the client, which a usage error should not wait for.
export {
  acknowledgeAlert,
  describeActions,
  ensureNotification,
  lookUpMonitor,
  planClone,
  planEdit,
  planNotification,
  proveAlerts,
  realiseMonitor,
  testNotification,
} from "@kumakit/provision";
