export { connect } from "./connect.ts";
export type { ConnectionOptions, ConnectOptions, TimeoutOptions, TlsOptions } from "./connect-options.ts";
export { endSession } from "./end-session.ts";
export type { EndSessionOptions } from "./end-session.ts";
export { needsFirstUser, setUpFirstUser } from "./first-user.ts";
export type { FirstUserOptions } from "./first-user.ts";
export type { KumaClient } from "./kuma-client.ts";
export type { Logger } from "./logger.ts";
export type { KumaSession } from "./session.ts";

export { passwordAuth } from "./auth/password-auth.ts";
export type { PasswordAuthOptions } from "./auth/password-auth.ts";
export { storedSessionAuth } from "./auth/stored-session-auth.ts";
export type { SessionStore } from "./auth/stored-session-auth.ts";
export { totpFromSecret } from "./auth/totp-from-secret.ts";
export { sessionTokenAuth } from "./auth/session-token-auth.ts";
export type { AuthAnswer, AuthQuestion } from "./auth/auth-question.ts";
export type { AuthOutcome, AuthSession, AuthStrategy, CookieLogin } from "./auth/auth-strategy.ts";
export type { TotpCallback } from "./auth/totp-codes.ts";

export { errorCatalogue } from "./errors/error-catalogue.ts";
export type { ErrorDescription, KumaErrorCode } from "./errors/error-catalogue.ts";
export { isKumaError } from "./errors/kuma-errors.ts";
export { KumaAbortedError } from "./errors/kuma-errors.ts";
export { KumaAuthError } from "./errors/kuma-errors.ts";
export type { KumaAuthErrorCode } from "./errors/kuma-errors.ts";
export { KumaConnectionError } from "./errors/kuma-errors.ts";
export type { KumaConnectionErrorCode } from "./errors/kuma-errors.ts";
export { KumaError } from "./errors/kuma-errors.ts";
export type { KumaErrorOptions } from "./errors/kuma-errors.ts";
export { KumaNotFoundError } from "./errors/kuma-errors.ts";
export type { KumaResource } from "./errors/kuma-errors.ts";
export { KumaConflictError } from "./errors/kuma-errors.ts";
export { KumaPartialError } from "./errors/kuma-errors.ts";
export type { BulkOutcome } from "./errors/kuma-errors.ts";
export { KumaProtocolError } from "./errors/kuma-errors.ts";
export { KumaRejectedError } from "./errors/kuma-errors.ts";
export { KumaSetupRequiredError } from "./errors/kuma-errors.ts";
export { KumaTimeoutError } from "./errors/kuma-errors.ts";
export { KumaUnsupportedError } from "./errors/kuma-errors.ts";
export { KumaValidationError } from "./errors/kuma-errors.ts";
export { looksLikeApiKey } from "./auth/looks-like-api-key.ts";
export { redact } from "./errors/redact.ts";

export { badgeUrlOf, fetchBadge } from "./http/badge.ts";
export type { Badge, BadgeKind, BadgeQuestion } from "./http/badge.ts";
export { fetchEntryPage } from "./http/entry-page.ts";
export type { EntryPage } from "./http/entry-page.ts";
export type { HttpOptions } from "./http/http-options.ts";
export { fetchMetrics } from "./http/metrics.ts";
export type { Metrics, MetricsAuth, MonitorMetrics } from "./http/metrics.ts";
export { parseMetrics } from "./http/parse-metrics.ts";
export type { MetricSample } from "./http/parse-metrics.ts";
export { fetchPublicHeartbeats, fetchPublicStatusPage } from "./http/public-status-page.ts";
export { examineRoad } from "./http/road.ts";
export type { Road, RoadCertificate, RoadStep } from "./http/road.ts";
export { makePushToken } from "./monitor-types/push-token.ts";
export { push } from "./http/push.ts";
export type { PushBeat, PushTarget } from "./http/push.ts";

export type { ChartPoint } from "./model/chart-point.ts";
export type { Heartbeat, HeartbeatStatus } from "./model/heartbeat.ts";
export type { Incident, IncidentInput, IncidentPatch, IncidentStyle } from "./model/incident.ts";
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
export type {
  ClockRange,
  ClockTime,
  CronPlan,
  DayOfMonthPlan,
  Effective,
  InTimeZone,
  IntervalPlan,
  LocalDateTime,
  Maintenance,
  MaintenanceChange,
  MaintenanceDetails,
  MaintenanceDetailsPatch,
  MaintenanceFacts,
  MaintenanceInput,
  MaintenancePatch,
  MaintenancePlan,
  MaintenanceStatus,
  MaintenanceTime,
  ManualPlan,
  OtherPlan,
  SinglePlan,
  Weekday,
  WeekdayPlan,
} from "./model/maintenance.ts";
export type { Monitor, MonitorTag } from "./model/monitor.ts";
export type { MonitorState } from "./model/monitor-state.ts";
export type { ApiKey, ApiKeyInput, CreatedApiKey } from "./model/api-key.ts";
export type { DockerConnection, DockerHost, DockerHostInput, DockerHostPatch } from "./model/docker-host.ts";
export type {
  Notification,
  NotificationCommonInput,
  NotificationInput,
  NotificationInputOf,
  NotificationPatch,
  OtherNotificationInput,
} from "./model/notification.ts";
export type { Proxy, ProxyInput, ProxyPatch, ProxyProtocol } from "./model/proxy.ts";
export type { RemoteBrowser, RemoteBrowserInput, RemoteBrowserPatch } from "./model/remote-browser.ts";
export type { Tag, TagInput, TagPatch } from "./model/tag.ts";
export type {
  PublicHeartbeat,
  PublicHeartbeats,
  PublicMaintenance,
  PublicStatusPage,
  PublicStatusPageConfig,
  PublicStatusPageMonitor,
} from "./model/public-status-page.ts";
export type { ServerSettings } from "./model/server-settings.ts";
export type {
  PlacedStatusPageGroup,
  StatusPage,
  StatusPageAnalytics,
  StatusPageGroup,
  StatusPageInput,
  StatusPageMonitor,
  StatusPagePatch,
  StatusPageSummary,
  StatusPageTheme,
} from "./model/status-page.ts";

export type { CommonMonitorInput } from "./monitor-types/common-monitor-input.ts";
export type { DnsMonitorInput, DnsRecordType } from "./monitor-types/types/dns.ts";
export type { DockerMonitorInput } from "./monitor-types/types/docker.ts";
export type { GamedigMonitorInput } from "./monitor-types/types/gamedig.ts";
export type { GlobalpingMonitorInput, GlobalpingRecordType } from "./monitor-types/types/globalping.ts";
export type { GroupMonitorInput } from "./monitor-types/types/group.ts";
export type { GrpcKeywordMonitorInput } from "./monitor-types/types/grpc-keyword.ts";
export type { HttpMonitorInput } from "./monitor-types/types/http.ts";
export type { JsonQueryMonitorInput } from "./monitor-types/types/json-query.ts";
export type { KafkaProducerMonitorInput } from "./monitor-types/types/kafka-producer.ts";
export type { KeywordMonitorInput } from "./monitor-types/types/keyword.ts";
export type { ManualMonitorInput, ManualStatus } from "./monitor-types/types/manual.ts";
export type { MongodbMonitorInput } from "./monitor-types/types/mongodb.ts";
export type { MqttMonitorInput } from "./monitor-types/types/mqtt.ts";
export type { MysqlMonitorInput } from "./monitor-types/types/mysql.ts";
export type { NtpMonitorInput } from "./monitor-types/types/ntp.ts";
export type { OracledbMonitorInput } from "./monitor-types/types/oracledb.ts";
export type { PingMonitorInput } from "./monitor-types/types/ping.ts";
export type { Pm2MonitorInput } from "./monitor-types/types/pm2.ts";
export type { PortMonitorInput, TlsAlert } from "./monitor-types/types/port.ts";
export type { PostgresMonitorInput } from "./monitor-types/types/postgres.ts";
export type { PushMonitorInput } from "./monitor-types/types/push.ts";
export type { RabbitmqMonitorInput } from "./monitor-types/types/rabbitmq.ts";
export type { RadiusMonitorInput } from "./monitor-types/types/radius.ts";
export type { RealBrowserMonitorInput } from "./monitor-types/types/real-browser.ts";
export type { RedisMonitorInput } from "./monitor-types/types/redis.ts";
export type {
  Condition,
  ConditionExpression,
  ConditionGroup,
  ConditionOperator,
} from "./monitor-types/types/shared/conditions.ts";
export type { DatabaseInput, SqlInput } from "./monitor-types/types/shared/database.ts";
export type { DomainExpiryInput } from "./monitor-types/types/shared/domain-expiry.ts";
export type {
  BasicAuth,
  BearerAuth,
  HttpAuth,
  MutualTlsAuth,
  NoAuth,
  NtlmAuth,
  OAuth2Auth,
} from "./monitor-types/types/shared/http-auth.ts";
export type { HttpRequestInput } from "./monitor-types/types/shared/http-request.ts";
export type { JsonQueryInput } from "./monitor-types/types/shared/json-answer.ts";
export type {
  KafkaAwsSasl,
  KafkaNoSasl,
  KafkaPasswordSasl,
  KafkaSaslOptions,
} from "./monitor-types/types/shared/kafka-sasl.ts";
export type { KeywordInput } from "./monitor-types/types/shared/keyword-search.ts";
export type { SipOptionsMonitorInput } from "./monitor-types/types/sip-options.ts";
export type { SmtpMonitorInput } from "./monitor-types/types/smtp.ts";
export type { SnmpMonitorInput } from "./monitor-types/types/snmp.ts";
export type { SqlServerMonitorInput } from "./monitor-types/types/sqlserver.ts";
export type { SteamMonitorInput } from "./monitor-types/types/steam.ts";
export type { SystemServiceMonitorInput } from "./monitor-types/types/system-service.ts";
export type { TailscalePingMonitorInput } from "./monitor-types/types/tailscale-ping.ts";
export type { WebsocketUpgradeMonitorInput } from "./monitor-types/types/websocket-upgrade.ts";
export type { FieldOptions, MonitorField, OptionalField, RequiredField } from "./monitor-types/monitor-field.ts";
export { isMonitorOfType } from "./monitor-types/monitor-settings.ts";
export type { MonitorInputOf, MonitorOfType, MonitorPatch, MonitorSettings } from "./monitor-types/monitor-settings.ts";
export type {
  AnyMonitorInput,
  FieldFor,
  MonitorFields,
  MonitorTypeDefinition,
  MonitorTypeDescription,
  OwnKeys,
  Problem,
} from "./monitor-types/monitor-type-definition.ts";
export { findMonitorType, monitorTypes } from "./monitor-types/registry.ts";
export type { MonitorInput, MonitorType } from "./monitor-types/registry.ts";

export { describeNotificationTypes, notificationJsonSchema } from "./notification-types/describe-notification-types.ts";
export type {
  NotificationFieldDescription,
  NotificationTypeDescription,
} from "./notification-types/describe-notification-types.ts";
export type { NotificationFieldKind } from "./notification-types/notification-field.ts";
export type { NotificationFields, NotificationType } from "./notification-types/notification-fields.ts";

export type { ApiKeys } from "./resources/api-keys.ts";
export type { CallOptions } from "./resources/call-options.ts";
export type { RawCallOptions } from "./resources/raw-call.ts";
export type { CreateManyOptions, CreateManyProgress } from "./resources/monitors/create-many-run.ts";
export type { DeleteMonitorOptions } from "./resources/monitors/delete-monitor.ts";
export type { DockerHosts } from "./resources/docker-hosts.ts";
export type { HeartbeatRange } from "./resources/monitors/heartbeat-range.ts";
export type { StatesOptions } from "./resources/monitors/monitor-states.ts";
export type { Monitors } from "./resources/monitors/monitors.ts";
export type { Notifications } from "./resources/notifications.ts";
export type { Proxies } from "./resources/proxies.ts";
export type { RemoteBrowsers } from "./resources/remote-browsers.ts";
export type { Account, PasswordChange, TwoFactor, TwoFactorSecret } from "./resources/account.ts";
export type { Database } from "./resources/database.ts";
export type { Incidents } from "./resources/incidents.ts";
export type { Maintenances } from "./resources/maintenances.ts";
export type { ImportantHeartbeatsOptions, MonitorHistory } from "./resources/monitors/monitor-history.ts";
export type { Settings, UpdateSettingsOptions } from "./resources/settings.ts";
export type { StatusPages } from "./resources/status-pages.ts";
export { pushExampleLanguages } from "./resources/system.ts";
export type { DomainName, Game, PushExampleLanguage, System, SystemInfo } from "./resources/system.ts";
export type { Tags } from "./resources/tags.ts";
export type { WatchedMonitors } from "./resources/monitors/watch-heartbeats.ts";
export type { Watch, WatchOptions } from "./resources/watch-options.ts";

export type { ServerCapabilities } from "./server-version/capabilities.ts";
export type { ServerInfo } from "./server-version/server-info.ts";

export { dashboardUrlOf } from "./urls/dashboard-url-of.ts";
export { parsePushUrl, pushUrlOf, type PushUrl } from "./urls/push-url.ts";
