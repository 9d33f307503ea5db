import { KumaProtocolError } from "../errors/kuma-protocol-error.ts";
import { isAtLeast, parseVersion } from "./version.ts";
import type { Version } from "./version.ts";

/** A field of the monitor object that `add` must or may carry. */
interface MonitorField {
  readonly name: string;
  /** What the web page of a server sends for a new monitor. */
  readonly value: unknown;
}

/**
 * The fields of a new monitor by the version that brought their database column: a server refuses the whole monitor for
 * one column that it does not have. Values are the ones of the server's own page (src/pages/EditMonitor.vue), with two
 * exceptions: what makes the server ask the outside world about a domain is off, and nothing is sent that only some
 * types use and that the database fills in rightly.
 */
const fieldsBySince: readonly (readonly [since: Version, fields: readonly MonitorField[]])[] = [
  [
    [1, 0, 0],
    [
      { name: "url", value: "https://" },
      { name: "method", value: "GET" },
      { name: "interval", value: 60 },
      { name: "retryInterval", value: 60 },
      { name: "resendInterval", value: 0 },
      { name: "maxretries", value: 0 },
      { name: "notificationIDList", value: {} },
      { name: "ignoreTls", value: false },
      { name: "upsideDown", value: false },
      { name: "expiryNotification", value: false },
      { name: "maxredirects", value: 10 },
      { name: "accepted_statuscodes", value: ["200-299"] },
      { name: "dns_resolve_type", value: "A" },
      { name: "dns_resolve_server", value: "1.1.1.1" },
      { name: "docker_container", value: "" },
      { name: "docker_host", value: null },
      { name: "proxyId", value: null },
      { name: "mqttUsername", value: "" },
      { name: "mqttPassword", value: "" },
      { name: "mqttTopic", value: "" },
      { name: "mqttSuccessMessage", value: "" },
      { name: "authMethod", value: null },
    ],
  ],
  [[1, 21, 0], [{ name: "description", value: null }]],
  [
    [1, 22, 0],
    [
      { name: "parent", value: null },
      { name: "packetSize", value: 56 },
    ],
  ],
  [
    [1, 23, 0],
    [
      { name: "timeout", value: 48 },
      { name: "oauth_auth_method", value: "client_secret_basic" },
      { name: "httpBodyEncoding", value: "json" },
      { name: "gamedigGivenPortOnly", value: true },
      { name: "kafkaProducerBrokers", value: [] },
      { name: "kafkaProducerSaslOptions", value: { mechanism: "None" } },
      { name: "kafkaProducerSsl", value: false },
      { name: "kafkaProducerAllowAutoTopicCreation", value: false },
    ],
  ],
  [
    [2, 0, 0],
    [
      { name: "conditions", value: [] },
      { name: "ipFamily", value: null },
      { name: "mqttWebsocketPath", value: "" },
      { name: "mqttCheckType", value: "keyword" },
      { name: "cacheBust", value: false },
      { name: "remote_browser", value: null },
      { name: "rabbitmqNodes", value: [] },
      { name: "rabbitmqUsername", value: "" },
      { name: "rabbitmqPassword", value: "" },
    ],
  ],
  [
    [2, 1, 0],
    [
      { name: "wsSubprotocol", value: "" },
      { name: "protocol", value: null },
      { name: "location", value: "world" },
      { name: "retryOnlyOnStatusCodeFailure", value: false },
      { name: "domainExpiryNotification", value: false },
      { name: "saveResponse", value: false },
      { name: "saveErrorResponse", value: true },
      { name: "responseMaxLength", value: 1024 },
      { name: "screenshot_delay", value: 0 },
      { name: "system_service_name", value: "" },
    ],
  ],
  [
    [2, 4, 0],
    [
      { name: "bearer_token", value: "" },
      { name: "gamedigToken", value: "" },
    ],
  ],
  [
    [2, 5, 0],
    [
      { name: "ntpStratumThreshold", value: 5 },
      { name: "ntpTimeOffsetThreshold", value: 1000 },
      { name: "ntpRootDispersionThreshold", value: 500 },
    ],
  ],
];

const alwaysKnown = ["type", "name", "active", "pushToken"];

function fieldsOf(line: string): readonly MonitorField[] {
  const version = parseVersion(line);
  if (version === undefined) throw new KumaProtocolError("The server's version cannot be read.");
  return fieldsBySince.filter(([since]) => isAtLeast(version, since)).flatMap(([, fields]) => fields);
}

/**
 * What a new monitor starts from on a server of that line.
 *
 * @param line - {@link ServerCapabilities.line}.
 */
export function defaultFieldsOf(line: string): Record<string, unknown> {
  return Object.fromEntries(fieldsOf(line).map(({ name, value }) => [name, structuredClone(value)]));
}

/**
 * Leaves out of a monitor what a server of that line has no column for. An `id` is never kept: `add` with one
 * overwrites that monitor.
 *
 * @param monitor - The monitor as it would be sent.
 * @param line - {@link ServerCapabilities.line}.
 */
export function onlyKnownFields(monitor: Readonly<Record<string, unknown>>, line: string): Record<string, unknown> {
  const known = new Set([...alwaysKnown, ...fieldsOf(line).map(({ name }) => name)]);
  return Object.fromEntries(Object.entries(monitor).filter(([name]) => known.has(name)));
}
