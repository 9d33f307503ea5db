export type { AgentReport } from "./agent/agent-report.ts";
export { findInstalledTarget, type InstalledTarget } from "./agent/find-installed-target.ts";
export type { AgentTarget } from "./agent/agent-target.ts";
export { chooseChecks } from "./agent/choose-checks.ts";
export { deleteMonitors, monitorsOf } from "./agent/delete-monitors.ts";
export { formerMonitors, formerMonitorWarnings } from "./agent/former-monitors.ts";
export { installAgent, type MonitorSource } from "./agent/install-agent.ts";
export type { InstallOutcome, WatchedCheck } from "./agent/install-outcome.ts";
export type { GivenToken, InstallRequest, InstallVoice } from "./agent/install-request.ts";
export { defaultMonitorName } from "./agent/monitor-name.ts";
export { previewInstall, type InstallPreview } from "./agent/preview-install.ts";
export { serverSettings, type ServerSettings, type WatchableUnit } from "@kumakit/installer";
export { previewUninstall, type UninstallPreview } from "./agent/preview-uninstall.ts";
export {
  planUninstall,
  uninstallAgent,
  type UninstallOutcome,
  type UninstallRequest,
} from "./agent/uninstall-agent.ts";
export {
  provisionErrorCatalogue,
  type ProvisionErrorCode,
  type ProvisionErrorDescription,
} from "./errors/error-catalogue.ts";
export {
  isProvisionError,
  ProvisionError,
  type FailureCode,
  type ProvisionErrorDetails,
} from "./errors/provision-error.ts";
export { ensureMonitor, type EnsuredMonitor, type EnsureOptions, type MadeMonitor } from "./monitors/ensure-monitor.ts";
export type { IfExists, MonitorWish, NamedNotification, TagWish } from "./monitors/monitor-wish.ts";
export { describeAction, describeActions } from "./monitors/describe-actions.ts";
export type { MonitorAction, MonitorPlan, MonitorRef, NamedRef, SettingChange } from "./monitors/monitor-action.ts";
export { planMonitor, type PushMonitor } from "./monitors/plan-monitor.ts";
export {
  formatMarker,
  hasMarker,
  isSameMarker,
  marker,
  parseMarkers,
  withMarker,
  type Marker,
  type MarkerKey,
} from "./marker/marker.ts";
export { ensureNotification, type EnsuredNotification } from "./notifications/ensure-notification.ts";
export {
  planNotification,
  type NotificationConfig,
  type NotificationPlan,
  type NotificationWish,
} from "./notifications/plan-notification.ts";
