import type { MonitorSettings, MonitorType } from "../../../src/index.ts";

/** Ids of what monitors refer to, made on the server for the tests. */
export interface References {
  readonly proxy: number;
  readonly dockerHost: number;
  /** `undefined` on a server without remote browsers. */
  readonly remoteBrowser: number | undefined;
}

/** For each setting of a type the values that it is set to, one after the other. The compiler asks for all of them. */
export type Samples<Type extends MonitorType> = {
  readonly [Name in keyof MonitorSettings<Type>]: readonly MonitorSettings<Type>[Name][];
};

const basic = { method: "basic", username: "me", password: 'päss "word"' } as const;
const bearer = { method: "bearer", token: "token-0123456789" } as const;
const oauth2 = {
  method: "oauth2",
  tokenUrl: "http://127.0.0.1:9/token",
  clientId: "client",
  clientSecret: "client-secret",
  scopes: "read write",
  clientAuthentication: "client_secret_post",
} as const;
const oauth2ForSomebody = { ...oauth2, audience: "somebody" } as const;
const mtls = { method: "mtls", cert: "CERT\nPEM", key: "KEY\nPEM", ca: "CA\nPEM" } as const;
const ntlm = { method: "ntlm", username: "me", password: "secret-1", domain: "HOUSE", workstation: "DESK" } as const;
const none = { method: "none" } as const;

const domain = { domainExpiryNotification: [true, false] } as const;
const keyword = { keyword: ["välkommen", "100%"], invertKeyword: [true, false] } as const;
const jsonQuery = {
  jsonPath: ["$.a", "b[0]"],
  jsonPathOperator: ["!=", ">", ">=", "<", "<=", "contains", "=="],
  expectedValue: ["", "1"],
} as const;
const sql = {
  databaseConnectionString: ["Server=127.0.0.1;Password='quoted \"secret\"'"],
  databaseQuery: ["SELECT '100%'\nFROM dual"],
} as const;
const result = [
  [
    { type: "expression", variable: "result", operator: "equals", value: "1", andOr: "and" },
    {
      type: "group",
      andOr: "or",
      children: [{ type: "expression", variable: "result", operator: "starts_with", value: "x", andOr: "and" }],
    },
  ],
  [],
] as const;

const httpRequest = ({ proxy }: References) =>
  ({
    url: ["https://127.0.0.1:9/päth?a=1&b=%20", "http://[::1]:9/"],
    method: ["POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "GET"],
    body: ['{ "a": [1, "ü"] }', ""],
    httpBodyEncoding: ["xml", "form", "json"],
    headers: [{ "X-Token": 'a "quoted" token', "X-Other": "1" }, {}],
    auth: [basic, bearer, ntlm, oauth2, oauth2ForSomebody, mtls, none],
    timeout: [7.5, 30],
    maxRedirects: [0, 3],
    acceptedStatusCodes: [["204", "300-399"], []],
    ignoreTls: [true, false],
    expiryNotification: [true, false],
    cacheBust: [true, false],
    ipFamily: ["ipv4", "ipv6", null],
    proxyId: [proxy, null],
    saveResponse: [true, false],
    saveErrorResponse: [false, true],
    responseMaxLength: [0, 4096],
    ...domain,
  }) as const;

/** The values for every setting of every type. */
export function samplesFor(references: References): { readonly [Type in MonitorType]: Samples<Type> } {
  const http = httpRequest(references);
  return {
    http,
    keyword: { ...http, ...keyword },
    "json-query": { ...http, ...jsonQuery, retryOnlyOnStatusCodeFailure: [true, false] },
    port: {
      hostname: ["::1"],
      port: [1, 65_535],
      smtpSecurity: ["secure", "starttls", "nostarttls"],
      expiryNotification: [true, false],
      ignoreTls: [true, false],
      expectedTlsAlert: ["certificate_required", "none"],
      auth: [mtls, none],
      ...domain,
    },
    ping: {
      hostname: ["localhost"],
      packetSize: [1, 65_500],
      pingCount: [5, 100],
      pingNumeric: [false, true],
      pingPerRequestTimeout: [1, 3],
      timeout: [20, 300],
      ...domain,
    },
    dns: {
      hostname: ["_sip._tcp.example.com"],
      dnsResolveServer: ["127.0.0.1,127.0.0.2"],
      port: [5353],
      dnsResolveType: ["AAAA", "CAA", "CNAME", "MX", "NS", "PTR", "SOA", "SRV", "TXT", "A"],
      conditions: [[{ type: "expression", variable: "record", operator: "contains", value: "127.", andOr: "and" }], []],
      ...domain,
    },
    docker: { dockerContainer: ["other"], dockerHost: [references.dockerHost, null] },
    push: { pushToken: ["abcdefgh01", "ABCDEFGH23"] },
    group: {},
    "real-browser": {
      url: ["http://127.0.0.1:9/other"],
      remoteBrowser: [references.remoteBrowser ?? 1, null],
      screenshotDelay: [1500, 0],
      ...domain,
    },
    "grpc-keyword": {
      grpcUrl: ["127.0.0.1:9"],
      grpcProtobuf: ['syntax = "proto3";\nmessage Nothing {}'],
      grpcServiceName: ["Other"],
      grpcMethod: ["ask"],
      grpcBody: ['{ "key": "value" }', ""],
      grpcEnableTls: [true, false],
      ...keyword,
      ...domain,
    },
    steam: { hostname: ["localhost"], port: [27_016], ...domain },
    gamedig: {
      game: ["csgo"],
      hostname: ["localhost"],
      port: [27_016],
      gamedigGivenPortOnly: [false, true],
      gamedigToken: ["game-token", ""],
      ...domain,
    },
    mqtt: {
      hostname: ["ws://127.0.0.1"],
      port: [8083],
      mqttTopic: ["#"],
      mqttUsername: ["me", ""],
      mqttPassword: ["mqtt-secret", ""],
      mqttWebsocketPath: ["/mqtt", ""],
      mqttCheckType: ["json-query", "keyword"],
      mqttSuccessMessage: ["fine", ""],
      jsonPath: ["$.state"],
      expectedValue: ["ok"],
      conditions: [
        [
          { type: "expression", variable: "json_value", operator: "gte", value: "20", andOr: "and" },
          { type: "expression", variable: "topic", operator: "not_ends_with", value: "x", andOr: "or" },
        ],
        [],
      ],
      ...domain,
    },
    "kafka-producer": {
      kafkaProducerBrokers: [["127.0.0.1:9", "127.0.0.1:10"]],
      kafkaProducerTopic: ["other"],
      kafkaProducerMessage: ['{ "x": 1 }'],
      kafkaProducerSsl: [true, false],
      kafkaProducerAllowAutoTopicCreation: [true, false],
      kafkaProducerSaslOptions: [
        { mechanism: "plain", username: "me", password: "kafka-secret" },
        { mechanism: "scram-sha-256", username: "me", password: "kafka-secret" },
        {
          mechanism: "aws",
          authorizationIdentity: "role",
          accessKeyId: "key",
          secretAccessKey: "aws-secret",
          sessionToken: "aws-session",
        },
        { mechanism: "None" },
      ],
      timeout: [5, 1],
    },
    sqlserver: { ...sql, conditions: result },
    postgres: sql,
    mysql: { ...sql, password: ["mysql-secret", ""], conditions: result },
    mongodb: {
      databaseConnectionString: ["mongodb://127.0.0.1:9/other"],
      databaseQuery: ['{ "count": "users" }', ""],
      jsonPath: ["$.n"],
      expectedValue: ["5", ""],
    },
    redis: { databaseConnectionString: ["rediss://127.0.0.1:9"], ignoreTls: [true, false] },
    radius: {
      hostname: ["localhost"],
      port: [1813],
      radiusUsername: ["other"],
      radiusPassword: ["radius-secret"],
      radiusSecret: ["shared-secret"],
      radiusCalledStationId: ["a"],
      radiusCallingStationId: ["b"],
      ...domain,
    },
    "tailscale-ping": { hostname: ["localhost"], ...domain },
    smtp: { hostname: ["localhost"], port: [587], smtpSecurity: ["secure", "starttls", null], ...domain },
    snmp: {
      hostname: ["localhost"],
      port: [1161],
      snmpOid: ["1.3.6.1.2.1.1.1.0"],
      snmpVersion: ["1", "2c"],
      community: ["private"],
      snmpV3Username: ["operator"],
      timeout: [2],
      ...jsonQuery,
      ...domain,
    },
    rabbitmq: {
      rabbitmqNodes: [["http://127.0.0.1:9", "https://127.0.0.1:10/"]],
      rabbitmqUsername: ["other"],
      rabbitmqPassword: ["rabbit-secret"],
      timeout: [5],
    },
    manual: { manualStatus: ["down", "pending", "up", null] },
    "websocket-upgrade": {
      url: ["wss://127.0.0.1:9/other"],
      wsSubprotocol: ["soap,xmpp", ""],
      wsIgnoreSecWebsocketAcceptHeader: [true, false],
      headers: [{ "X-Token": "1" }, {}],
      auth: [basic, bearer, oauth2, oauth2ForSomebody, mtls, none],
      ignoreTls: [true, false],
      acceptedStatusCodes: [["1000", "3000"], ["1000"]],
      timeout: [5],
      ...domain,
    },
    "sip-options": { hostname: ["localhost"], port: [5061] },
    globalping: {
      // The other kinds need other protocols at the same time: another test has them.
      hostname: ["example.net"],
      url: ["http://127.0.0.1:9/"],
      subtype: ["dns"],
      location: ["germany"],
      protocol: ["TCP", "UDP"],
      port: [5353],
      ipFamily: ["ipv4", "ipv6", null],
      pingCount: [4],
      dnsResolveServer: ["127.0.0.1", ""],
      dnsResolveType: ["HTTPS", "A"],
      method: ["HEAD", "OPTIONS", "GET"],
      headers: [{ "X-Token": "1" }, {}],
      auth: [basic, bearer, oauth2, none],
      acceptedStatusCodes: [["204"], ["200-299"]],
      ...keyword,
      ...jsonQuery,
      ignoreTls: [true, false],
      expiryNotification: [true, false],
      cacheBust: [true, false],
    },
    "system-service": { systemServiceName: ["getty@tty1.service"] },
    oracledb: { ...sql, username: ["other"], password: ["oracle-secret"], conditions: result },
    ntp: {
      hostname: ["localhost"],
      port: [1123],
      ntpStratumThreshold: [15],
      ntpTimeOffsetThreshold: [20],
      ntpRootDispersionThreshold: [30],
    },
    pm2: { processName: ["my api worker"] },
  };
}
