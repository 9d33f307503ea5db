// Imported when it is needed: with it comes the client, which a usage error should not wait for.
export {
  describeActions,
  ensureNotification,
  lookUpMonitor,
  planClone,
  planEdit,
  planNotification,
  realiseMonitor,
  testNotification,
} from "@kumakit/provision";
