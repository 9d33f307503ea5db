import { isAtLeast, parseVersion } from "./version.ts";

type Wire = Record<string, unknown>;

/** The fields that one version brought to the monitor object. */
interface FieldsOfVersion {
  readonly since: string;
  /** What is sent for a new monitor in any case. */
  readonly sent: Readonly<Record<string, unknown>>;
  /** What is sent for a new monitor whose type has settings that are kept in these fields. */
  readonly sentByType?: Readonly<Record<string, unknown>>;
  /** Fields that are sent only when somebody sets them. */
  readonly others: readonly string[];
}

/**
 * The fields of a monitor by the version that brought their database column: a server refuses the whole monitor for one
 * column that it does not have. Values are the ones of the server's own page (src/pages/EditMonitor.vue), with two
 * exceptions. First, nothing makes the server ask the outside world about a domain. Second, a field is not sent when
 * the database of every version fills it with the same value (db/knex_init_db.js, db/knex_migrations), or the type does
 * not use it: each column costs the server time. Fields that alerts depend on are always sent, and lists are never left
 * to be null.
 */
const fieldsByVersion: readonly FieldsOfVersion[] = [
  {
    since: "1.0",
    sent: {
      url: "https://",
      interval: 60,
      retryInterval: 60,
      resendInterval: 0,
      maxretries: 0,
      notificationIDList: {},
      upsideDown: false,
      expiryNotification: false,
      accepted_statuscodes: ["200-299"],
    },
    sentByType: {
      dns_resolve_type: "A",
      dns_resolve_server: "1.1.1.1",
      docker_container: "",
      mqttUsername: "",
      mqttPassword: "",
      mqttTopic: "",
      mqttSuccessMessage: "",
    },
    others: [
      ..."method ignoreTls maxredirects docker_host proxyId authMethod".split(" "),
      ..."type name active weight pushToken hostname port keyword body headers game".split(" "),
      ..."basic_auth_user basic_auth_pass authDomain authWorkstation".split(" "),
      ..."databaseConnectionString databaseQuery".split(" "),
      ..."grpcUrl grpcProtobuf grpcServiceName grpcMethod grpcBody grpcMetadata grpcEnableTls".split(" "),
      ..."radiusUsername radiusPassword radiusSecret radiusCalledStationId radiusCallingStationId".split(" "),
    ],
  },
  { since: "1.21", sent: {}, others: ["description"] },
  { since: "1.22", sent: {}, others: ["parent", "packetSize"] },
  {
    since: "1.23",
    sent: {
      timeout: 48,
      kafkaProducerBrokers: [],
      kafkaProducerSaslOptions: { mechanism: "None" },
    },
    sentByType: { oauth_auth_method: "client_secret_basic", httpBodyEncoding: "json" },
    others: [
      ..."gamedigGivenPortOnly kafkaProducerSsl kafkaProducerAllowAutoTopicCreation".split(" "),
      ..."invertKeyword jsonPath expectedValue kafkaProducerTopic kafkaProducerMessage".split(" "),
      ..."oauth_client_id oauth_client_secret oauth_token_url oauth_scopes tlsCa tlsCert tlsKey".split(" "),
    ],
  },
  {
    since: "2.0",
    sent: { conditions: [], rabbitmqNodes: [] },
    sentByType: { mqttWebsocketPath: "", rabbitmqUsername: "", rabbitmqPassword: "" },
    others: [
      ..."ipFamily mqttCheckType cacheBust remote_browser".split(" "),
      ..."oauth_audience jsonPathOperator ping_count ping_numeric ping_per_request_timeout".split(" "),
      ..."snmpOid snmpVersion smtpSecurity manual_status".split(" "),
    ],
  },
  {
    since: "2.1",
    // The database of some versions says yes.
    sent: { domainExpiryNotification: false },
    sentByType: { location: "world", system_service_name: "" },
    others: [
      ..."wsSubprotocol protocol retryOnlyOnStatusCodeFailure saveResponse saveErrorResponse".split(" "),
      ..."responseMaxLength screenshot_delay".split(" "),
      ..."snmpV3Username expectedTlsAlert wsIgnoreSecWebsocketAcceptHeader subtype".split(" "),
    ],
  },
  { since: "2.4", sent: {}, sentByType: { bearer_token: "", gamedigToken: "" }, others: [] },
  {
    since: "2.5",
    sent: {},
    others: ["ntpStratumThreshold", "ntpTimeOffsetThreshold", "ntpRootDispersionThreshold"],
  },
];

function namesOf({ sent, sentByType, others }: FieldsOfVersion): readonly string[] {
  return [...Object.keys(sent), ...Object.keys(sentByType ?? {}), ...others];
}

const sinceByName: ReadonlyMap<string, string> = new Map(
  fieldsByVersion.flatMap((version) => namesOf(version).map((name) => [name, version.since] as const)),
);

/**
 * Whether a server of a line has what came with a version.
 *
 * @param line - {@link ServerCapabilities.line}.
 * @param since - The version.
 */
export function has(line: string, since: string): boolean {
  const version = parseVersion(line);
  const floor = parseVersion(since);
  return version !== undefined && floor !== undefined && isAtLeast(version, floor);
}

/** The version that brought a field; `undefined` for one that no known version has. */
export function sinceOf(field: string): string | undefined {
  return sinceByName.get(field);
}

interface Columns {
  readonly sent: Readonly<Record<string, unknown>>;
  readonly sentByType: Readonly<Record<string, unknown>>;
  readonly names: ReadonlySet<string>;
}

/** Worked out once for each line: a bulk call asks for every monitor. */
const columnsByLine = new Map<string, Columns>();

function columnsOf(line: string): Columns {
  const known = columnsByLine.get(line);
  if (known !== undefined) return known;
  const versions = fieldsByVersion.filter(({ since }) => has(line, since));
  const columns: Columns = {
    sent: Object.assign({}, ...versions.map(({ sent }) => sent)) as Wire,
    sentByType: Object.assign({}, ...versions.map(({ sentByType }) => sentByType)) as Wire,
    names: new Set(versions.flatMap(namesOf)),
  };
  columnsByLine.set(line, columns);
  return columns;
}

/**
 * Leaves out of a monitor what a server of that line has no column for. An `id` is never kept: `add` with one
 * overwrites that monitor.
 *
 * @param monitor - The monitor as it would be sent.
 * @param line - {@link ServerCapabilities.line}.
 */
export function onlyKnownFields(monitor: object, line: string): Record<string, unknown> {
  const { names } = columnsOf(line);
  const known: Wire = {};
  for (const [name, value] of Object.entries(monitor)) if (names.has(name)) known[name] = value;
  return known;
}

/**
 * A new monitor as it is sent to a server of that line: with what every new one of its type starts from where it says
 * nothing itself, and without what the server has no column for. Its lists are shared with other monitors: they are read only.
 *
 * @param monitor - What it says itself.
 * @param settings - The fields that the settings of its type are kept in.
 * @param line - {@link ServerCapabilities.line}.
 */
export function newMonitorFields(
  monitor: object,
  settings: readonly string[],
  line: string,
): Readonly<Record<string, unknown>> {
  const { sent, sentByType } = columnsOf(line);
  const fields: Wire = { ...sent };
  for (const name of settings) if (name in sentByType) fields[name] = sentByType[name];
  return Object.assign(fields, onlyKnownFields(monitor, line));
}
