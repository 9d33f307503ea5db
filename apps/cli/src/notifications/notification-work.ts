// Imported when it is needed: with it comes the client, which a usage error should not wait for.
export { ensureNotification, planNotification, testNotification } from "@kumakit/provision";
