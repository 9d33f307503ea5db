import { isAtLeast, parseVersion } from "./version.ts";

type Wire = Record<string, unknown>;

/** The fields that one version brought to the monitor object. */
interface FieldsOfVersion {
  readonly since: string;
  /** What the web page of a server sends for a new monitor. */
  readonly sent: Readonly<Record<string, unknown>>;
  /** Fields that are sent only when somebody sets them. */
  readonly others: readonly string[];
}

/**
 * The fields of a monitor by the version that brought their database column: a server refuses the whole monitor for
 * one column that it does not have. Values are the ones of the server's own page (src/pages/EditMonitor.vue), with two
 * exceptions: what makes the server ask the outside world about a domain is off, and nothing is sent that only some
 * types use and that the database fills in rightly.
 */
const fieldsByVersion: readonly FieldsOfVersion[] = [
  {
    since: "1.0",
    sent: {
      url: "https://",
      method: "GET",
      interval: 60,
      retryInterval: 60,
      resendInterval: 0,
      maxretries: 0,
      notificationIDList: {},
      ignoreTls: false,
      upsideDown: false,
      expiryNotification: false,
      maxredirects: 10,
      accepted_statuscodes: ["200-299"],
      dns_resolve_type: "A",
      dns_resolve_server: "1.1.1.1",
      docker_container: "",
      docker_host: null,
      proxyId: null,
      mqttUsername: "",
      mqttPassword: "",
      mqttTopic: "",
      mqttSuccessMessage: "",
      authMethod: null,
    },
    others: [
      ..."type name active weight pushToken hostname port keyword body headers game".split(" "),
      ..."basic_auth_user basic_auth_pass authDomain authWorkstation".split(" "),
      ..."databaseConnectionString databaseQuery".split(" "),
      ..."grpcUrl grpcProtobuf grpcServiceName grpcMethod grpcBody grpcMetadata grpcEnableTls".split(" "),
      ..."radiusUsername radiusPassword radiusSecret radiusCalledStationId radiusCallingStationId".split(" "),
    ],
  },
  { since: "1.21", sent: { description: null }, others: [] },
  { since: "1.22", sent: { parent: null, packetSize: 56 }, others: [] },
  {
    since: "1.23",
    sent: {
      timeout: 48,
      oauth_auth_method: "client_secret_basic",
      httpBodyEncoding: "json",
      gamedigGivenPortOnly: true,
      kafkaProducerBrokers: [],
      kafkaProducerSaslOptions: { mechanism: "None" },
      kafkaProducerSsl: false,
      kafkaProducerAllowAutoTopicCreation: false,
    },
    others: [
      ..."invertKeyword jsonPath expectedValue kafkaProducerTopic kafkaProducerMessage".split(" "),
      ..."oauth_client_id oauth_client_secret oauth_token_url oauth_scopes tlsCa tlsCert tlsKey".split(" "),
    ],
  },
  {
    since: "2.0",
    sent: {
      conditions: [],
      ipFamily: null,
      mqttWebsocketPath: "",
      mqttCheckType: "keyword",
      cacheBust: false,
      remote_browser: null,
      rabbitmqNodes: [],
      rabbitmqUsername: "",
      rabbitmqPassword: "",
    },
    others: [
      ..."oauth_audience jsonPathOperator ping_count ping_numeric ping_per_request_timeout".split(" "),
      ..."snmpOid snmpVersion smtpSecurity manual_status".split(" "),
    ],
  },
  {
    since: "2.1",
    sent: {
      wsSubprotocol: "",
      protocol: null,
      location: "world",
      retryOnlyOnStatusCodeFailure: false,
      domainExpiryNotification: false,
      saveResponse: false,
      saveErrorResponse: true,
      responseMaxLength: 1024,
      screenshot_delay: 0,
      system_service_name: "",
    },
    others: ["snmpV3Username", "expectedTlsAlert", "wsIgnoreSecWebsocketAcceptHeader", "subtype"],
  },
  { since: "2.4", sent: { bearer_token: "", gamedigToken: "" }, others: [] },
  {
    since: "2.5",
    sent: { ntpStratumThreshold: 5, ntpTimeOffsetThreshold: 1000, ntpRootDispersionThreshold: 500 },
    others: [],
  },
];

const sinceByName: ReadonlyMap<string, string> = new Map(
  fieldsByVersion.flatMap(({ since, sent, others }) =>
    [...Object.keys(sent), ...others].map((name) => [name, since] as const),
  ),
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
  readonly names: ReadonlySet<string>;
}

/** Worked out once for each line: a bulk call asks for every monitor. */
const columnsByLine = new Map<string, Columns>();

function columnsOf(line: string): Columns {
  const known = columnsByLine.get(line);
  if (known !== undefined) return known;
  const versions = fieldsByVersion.filter(({ since }) => has(line, since));
  const sent: Readonly<Record<string, unknown>> = Object.assign({}, ...versions.map((version) => version.sent)) as Wire;
  const names = new Set(versions.flatMap((version) => [...Object.keys(version.sent), ...version.others]));
  const columns = { sent, names };
  columnsByLine.set(line, columns);
  return columns;
}

/**
 * What a new monitor starts from on a server of that line.
 *
 * @param line - {@link ServerCapabilities.line}.
 */
export function defaultFieldsOf(line: string): Record<string, unknown> {
  return structuredClone(columnsOf(line).sent);
}

/**
 * Leaves out of a new monitor what a server of that line has no column for. An `id` is never kept: `add` with one
 * overwrites that monitor.
 *
 * @param monitor - The monitor as it would be sent.
 * @param line - {@link ServerCapabilities.line}.
 */
export function onlyKnownFields(monitor: object, line: string): Record<string, unknown> {
  const { names } = columnsOf(line);
  return Object.fromEntries(Object.entries(monitor).filter(([name]) => names.has(name)));
}
