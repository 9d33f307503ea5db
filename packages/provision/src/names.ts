// A light entry: finding things by name loads neither the client nor the installer.
export { findMonitor } from "./monitors/find-monitor.ts";
export { findNotification } from "./notifications/find-notification.ts";
export { parseMarkers } from "./marker/marker.ts";
