// A light entry: finding things by name loads neither the client nor the installer.
export { findMonitor, findNotification } from "./names/find-named.ts";
export { provenAt, testedAt } from "./notifications/test-notification.ts";
export { parseMarkers } from "./marker/marker.ts";
