export { connect } from "./connect.ts";
export type { ConnectionOptions, ConnectOptions, TimeoutOptions, TlsOptions } from "./connect-options.ts";
export { needsFirstUser, setUpFirstUser } from "./first-user.ts";
export type { FirstUserOptions } from "./first-user.ts";
export type { KumaClient, KumaSession } from "./kuma-client.ts";
export type { Logger } from "./logger.ts";

export { passwordAuth } from "./auth/password-auth.ts";
export type { PasswordAuthOptions } from "./auth/password-auth.ts";
export { storedSessionAuth } from "./auth/stored-session-auth.ts";
export type { SessionStore } from "./auth/stored-session-auth.ts";
export { totpFromSecret } from "./auth/totp-from-secret.ts";
export { sessionTokenAuth } from "./auth/session-token-auth.ts";
export type { AuthOutcome, AuthSession, AuthStrategy } from "./auth/auth-strategy.ts";
export type { TotpCallback } from "./auth/totp-codes.ts";

export { errorCatalogue } from "./errors/error-catalogue.ts";
export type { ErrorDescription, KumaErrorCode } from "./errors/error-catalogue.ts";
export { isKumaError } from "./errors/is-kuma-error.ts";
export { KumaAbortedError } from "./errors/kuma-aborted-error.ts";
export { KumaAuthError } from "./errors/kuma-auth-error.ts";
export type { KumaAuthErrorCode } from "./errors/kuma-auth-error.ts";
export { KumaConnectionError } from "./errors/kuma-connection-error.ts";
export type { KumaConnectionErrorCode } from "./errors/kuma-connection-error.ts";
export { KumaError } from "./errors/kuma-error.ts";
export type { KumaErrorOptions } from "./errors/kuma-error.ts";
export { KumaNotFoundError } from "./errors/kuma-not-found-error.ts";
export type { KumaResource } from "./errors/kuma-not-found-error.ts";
export { KumaPartialError } from "./errors/kuma-partial-error.ts";
export type { BulkOutcome } from "./errors/kuma-partial-error.ts";
export { KumaProtocolError } from "./errors/kuma-protocol-error.ts";
export { KumaRejectedError } from "./errors/kuma-rejected-error.ts";
export { KumaSetupRequiredError } from "./errors/kuma-setup-required-error.ts";
export { KumaTimeoutError } from "./errors/kuma-timeout-error.ts";
export { KumaUnsupportedError } from "./errors/kuma-unsupported-error.ts";
export { KumaValidationError } from "./errors/kuma-validation-error.ts";
export { looksLikeApiKey } from "./errors/looks-like-api-key.ts";
export { redact } from "./errors/redact.ts";

export type { Heartbeat, HeartbeatStatus } from "./model/heartbeat.ts";
export type {
  AveragePingEvent,
  CertificateEvent,
  ConnectionLostEvent,
  ConnectionRestoredEvent,
  HeartbeatEvent,
  HeartbeatGapEvent,
  KumaEvent,
  ListChangedEvent,
  MonitorChangedEvent,
  MonitorRemovedEvent,
  OverflowEvent,
  UptimeEvent,
  WatchedList,
} from "./model/kuma-event.ts";
export type { Monitor, MonitorTag } from "./model/monitor.ts";
export type { Notification, NotificationInput, NotificationPatch } from "./model/notification.ts";
export type { Tag, TagInput } from "./model/tag.ts";

export type { GroupMonitorInput } from "./monitor-types/group.ts";
export type { MonitorPatch } from "./monitor-types/monitor-patch.ts";
export type { PushMonitorInput } from "./monitor-types/push.ts";
export type { MonitorInput, MonitorType } from "./monitor-types/registry.ts";

export type { CallOptions } from "./resources/call-options.ts";
export type { CreateManyOptions, CreateManyProgress } from "./resources/create-many.ts";
export type { HeartbeatRange, Monitors } from "./resources/monitors.ts";
export type { Notifications } from "./resources/notifications.ts";
export type { Tags } from "./resources/tags.ts";
export type { WatchedMonitors } from "./resources/watch-heartbeats.ts";
export type { Watch, WatchOptions } from "./resources/watch-options.ts";

export type { ServerCapabilities } from "./server-version/capabilities.ts";
export type { ServerInfo } from "./server-version/server-info.ts";

export { dashboardUrlOf } from "./urls/dashboard-url-of.ts";
export { pushUrlOf } from "./urls/push-url-of.ts";
