import { describe, expect, test } from "vitest";
import { checkTypes } from "../../src/checks/registry.ts";
import {
  AgentConfigError,
  agentConfigSchema,
  formatAgentConfig,
  parseAgentConfig,
  pushPeriodSeconds,
  type AgentConfig,
} from "../../src/config/index.ts";

const complete: AgentConfig = {
  version: 1,
  server: { url: "https://kuma.example/base/", caFile: "ca.pem", insecure: false, headers: { "X-Key": "s3cret" } },
  host: "tk-app3 – Büro 🏢",
  checks: [
    {
      type: "systemd",
      name: "a \"quoted\" 'name' $(reboot) %i 🐕",
      interval: 60,
      tokenFile: "tokens/a",
      monitorId: 12,
      unit: "app@1.service",
      scope: "user",
      downAfter: 0,
    },
    { type: "command", name: "backup", interval: 6, tokenFile: "/t/b", command: ["/bin/x", "", "a b"], timeout: 2.5 },
    {
      type: "supervisord",
      name: "programs",
      interval: 60,
      tokenFile: "t",
      serverUrl: "http://[::1]:9001",
      login: { username: "kuma", passwordFile: "p" },
      programs: ["web", "workers:*", "a b:ü 🐕"],
      mustRun: false,
      pollEvery: 0.5,
      backoffTooLong: 0,
    },
  ],
};

function errorOf(text: string): AgentConfigError {
  try {
    parseAgentConfig(text, { file: "agent.json" });
  } catch (error) {
    if (error instanceof AgentConfigError) return error;
    throw error;
  }
  throw new Error("the config was accepted");
}

/** A config with one check, in which one line is replaced. */
function withCheck(lines: string): string {
  return `version: 1\nserver: { url: "http://k" }\nhost: h\nchecks:\n  - ${lines.split("\n").join("\n    ")}\n`;
}

const check = "type: systemd\nname: n\nunit: n.service\ninterval: 60\ntokenFile: t";

test("what was formatted is parsed to the same, and formats to the same text", () => {
  const text = formatAgentConfig(complete);
  expect(parseAgentConfig(text, { file: "agent.json" })).toEqual(complete);
  const shuffled = JSON.parse(text, (_key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toReversed())
      : value,
  ) as AgentConfig;
  expect(formatAgentConfig(shuffled)).toBe(text);
  expect(text).toMatch(/^\{\n {2}"version": 1,\n {2}"server": \{\n[^]*\}\n$/);
});

test("YAML is read as JSON is", () => {
  expect(parseAgentConfig(withCheck(check), { file: "agent.yaml" }).checks[0]).toEqual({
    type: "systemd",
    name: "n",
    unit: "n.service",
    interval: 60,
    tokenFile: "t",
  });
});

test("every mistake is named with file, line, column and setting", () => {
  const text = `{
  "version": 2, "hots": "x",
  "server": {"url":"kuma","insecur":true, "headers":{"a b":"c"}},
  "host": "",
  "checks": [
    {"type":"systemdd"},
    {"type":"systemd","unti":"a.service","name":"x","interval":"soon","tokenFile":"t"},
    {"type":"command","name":"y","interval":3,"tokenFile":"t","command":[]},
    {"type":"systemd","unit":"a@.service","name":"z","interval":60.5,"tokenFile":"t","downAfter":-1},
    {}
  ]
}`;
  const types = Object.keys(checkTypes).join(", ");
  expect(errorOf(text).message.replaceAll(types, "TYPES")).toMatchInlineSnapshot(`
    "agent.json:2:3: version: must be one of 1
    agent.json:2:17: hots: unknown setting, did you mean "host"?
    agent.json:3:14: server.url: is not a URL, as in https://status.example.org
    agent.json:3:27: server.insecur: unknown setting, did you mean "insecure"?
    agent.json:3:54: server.headers.a b: is not a header name
    agent.json:4:3: host: must not be empty
    agent.json:6:6: checks[0].type: must be one of TYPES, did you mean "systemd"?
    agent.json:7:5: checks[1].unit: is missing: a text
    agent.json:7:23: checks[1].unti: unknown setting, did you mean "unit"?
    agent.json:7:53: checks[1].interval: is not a duration: write it like 30, 90s or 5 min
    agent.json:8:34: checks[2].interval: must be at least 6 s
    agent.json:8:63: checks[2].command[0]: is missing: a text
    agent.json:9:23: checks[3].unit: is a template: name an instance, as in app@1.service, or all of them: app@*.service
    agent.json:9:54: checks[3].interval: must be a whole number of seconds
    agent.json:9:86: checks[3].downAfter: must be at least 0 s
    agent.json:10:5: checks[4].type: is missing: one of TYPES"
  `);
  expect(errorOf(text)).toMatchObject({ file: "agent.json", line: 2, column: 3, field: "version" });
});

test.each(["-.mount", "-.slice", "x@-.service", "a\\x2db@*.service"])("takes the unit %s", (unit) => {
  const { checks } = parseAgentConfig(withCheck(check.replace("n.service", unit)), { file: "agent.json" });
  expect(checks[0]).toMatchObject({ unit });
});

test.each<[string, string | RegExp]>([
  ["", "agent.json:1:1: must be a map of settings"],
  ["[1", /^agent\.json:1:3: /],
  ['{"version": 1,,}', /^agent\.json:1:15: /],
  ["a: 1\na: 2", /^agent\.json:2:1: .*unique/],
  ["x: *nobody", "agent.json:1:1: an alias cannot be resolved"],
  ["checks:\n  - a: b\n  ] c: d\n    e: f\n    g: h\n", /agent\.json:3:3: [^]*agent\.json:[45]:\d: /],
  ["--- 1\n--- 2", "agent.json:2:1: a second document begins here, and a config is one"],
  [
    withCheck(check.replace("type", "typ")),
    /checks\[0\]\.type: is missing: one of certificate[^]*\n.*checks\[0\]\.typ: unknown setting, did you mean "type"\?$/,
  ],
  [withCheck(check.replace("n.service", "n")), /^agent\.json:7:5: checks\[0\]\.unit: needs the unit's suffix/],
  [
    withCheck(check.replace("n.service", "'n;reboot.service'")),
    /^agent\.json:7:5: checks\[0\]\.unit: is not a unit name/,
  ],
  [
    withCheck(check.replace("n.service", "-x.service").replace("name: n", 'name: "a\\nb"')),
    /checks\[0\]\.name: must not contain control/,
  ],
  [
    `${withCheck(check)}  - { type: command, name: n, command: [x], interval: 60, tokenFile: t }`,
    'agent.json:10:22: checks[1].name: is used twice: "n"',
  ],
  [`${withCheck(check)}onStop: tel`, /onStop: must be one of silent, tell, did you mean "tell"\?$/],
  [`${withCheck(check)}plannedReboot: loud`, /plannedReboot: must be one of quiet, tell/],
  [`${withCheck(check)}bootGrace: -1`, /bootGrace: must be at least 0/],
  [`${withCheck(check)}textfile: kuma.prom`, /textfile: must be an absolute path that ends in \.prom/],
  [`${withCheck(check)}heartbeat: { interval: 3, tokenFile: t }`, /heartbeat\.interval: must be at least 6/],
  [`${withCheck(check)}heartbeat: { interval: 60, tokenfile: t }`, /heartbeat\.tokenFile: is missing: a text/],
  [`${withCheck(check)}heartbeat: { interval: 60, tokenFile: t, intervall: 5 }`, /did you mean "interval"/],
  [withCheck(check).replace("http://k", "ftp://k"), /server\.url: must start with http/],
  [withCheck(check).replace("http://k", "http://u:hunter2@k"), /server\.url: must not hold a user or password/],
  [withCheck(check).replace("http://k", "http://k/?a"), /server\.url: must end with the path/],
  [withCheck(`${check}\n"__proto__": 1`), /__proto__: unknown setting/],
])("%j is refused", (text, message) => {
  const error = errorOf(text);
  expect(error.message).toMatch(message);
  expect(error.message).not.toContain("hunter2");
});

test("a secret header never stands in an error, wherever the mistake is", () => {
  for (const broken of [
    '{"server":{"headers":{"X":"hunter2"',
    'server: { headers: { X: "hunter2\n',
    "server: { headers: { X: [hunter2] } }",
  ]) {
    expect(errorOf(broken).message).not.toContain("hunter2");
  }
});

describe("pushPeriodSeconds", () => {
  test.each([
    [6, 1],
    [20, 8],
    [30, 13],
    [60, 28],
    [120, 58],
    [300, 148],
  ])("an interval of %d s is pushed every %d s", (interval, period) => {
    expect(pushPeriodSeconds(interval)).toBe(period);
    // Two periods and 4 s of delay fit into what the server waits.
    expect(2 * period + 4).toBeLessThanOrEqual(interval + 1);
  });

  test.each([5.9, 0, -1, Number.NaN])("%d is not an interval", (interval) => {
    expect(() => pushPeriodSeconds(interval)).toThrow(RangeError);
  });
});

test("the schema accepts exactly what it names", () => {
  expect(Object.keys(agentConfigSchema.shape)).toEqual([
    "$schema",
    "version",
    "server",
    "secondServer",
    "host",
    "onStop",
    "plannedReboot",
    "bootGrace",
    "textfile",
    "heartbeat",
    "checks",
  ]);
});
