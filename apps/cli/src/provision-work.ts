// Imported when it is needed: with it comes the client, which a usage error should not wait for.
export {
  describeActions,
  ensureMonitor,
  ensureNotification,
  planMonitor,
  planNotification,
  testNotification,
} from "@kumakit/provision";
