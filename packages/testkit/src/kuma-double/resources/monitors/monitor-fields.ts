/** How a column becomes what clients see. */
export type Shape = "plain" | "boolean" | "json";

/** A property of a monitor: the column behind it, and whether `editMonitor` takes it over. */
export interface MonitorField {
  readonly column: string;
  readonly shape: Shape;
  readonly isEdited: boolean;
}

/** The column behind a name: `ignoreTls` is `ignore_tls`. */
export function columnOf(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

const shown = "id weight dns_last_result";

const plain = `name description parent type subtype url wsSubprotocol method ipFamily hostname game maxretries port location
  protocol timeout interval retryInterval resendInterval keyword packetSize maxredirects dns_resolve_type
  dns_resolve_server docker_container docker_host proxyId mqttTopic mqttSuccessMessage mqttCheckType databaseQuery
  authMethod grpcUrl grpcProtobuf grpcMethod grpcServiceName radiusCalledStationId radiusCallingStationId
  httpBodyEncoding jsonPath expectedValue system_service_name kafkaProducerTopic kafkaProducerMessage remote_browser
  screenshot_delay snmpOid jsonPathOperator snmpVersion smtpSecurity ntpStratumThreshold ntpTimeOffsetThreshold
  ntpRootDispersionThreshold expectedTlsAlert ping_count ping_per_request_timeout responseMaxLength`;

const boolean = `wsIgnoreSecWebsocketAcceptHeader retryOnlyOnStatusCodeFailure invertKeyword expiryNotification
  domainExpiryNotification ignoreTls upsideDown grpcEnableTls gamedigGivenPortOnly kafkaProducerSsl
  kafkaProducerAllowAutoTopicCreation cacheBust ping_numeric saveResponse saveErrorResponse`;

const json = "kafkaProducerBrokers rabbitmqNodes conditions kafkaProducerSaslOptions";

const secret = `headers body grpcBody grpcMetadata basic_auth_user basic_auth_pass oauth_client_id oauth_client_secret
  oauth_token_url oauth_scopes oauth_audience oauth_auth_method bearer_token gamedigToken pushToken
  databaseConnectionString radiusUsername radiusPassword radiusSecret mqttUsername mqttPassword mqttWebsocketPath
  authWorkstation authDomain tlsCa tlsCert tlsKey rabbitmqUsername rabbitmqPassword`;

/** Fields that notification providers do not get. */
export const secretFields: readonly string[] = [...secret.split(/\s+/), "kafkaProducerSaslOptions"];

/** All properties of a monitor that are columns, by the name that clients see. */
export const monitorFields: ReadonlyMap<string, MonitorField> = new Map([
  ...fields(shown, "plain", false),
  ...fields(plain, "plain"),
  ...fields(secret, "plain"),
  ...fields(boolean, "boolean"),
  ...fields(json, "json"),
  ["accepted_statuscodes", { column: "accepted_statuscodes_json", shape: "json", isEdited: true }],
]);

function fields(names: string, shape: Shape, isEdited = true): readonly [string, MonitorField][] {
  return names.split(/\s+/).map((name) => [name, { column: columnOf(name), shape, isEdited }]);
}
