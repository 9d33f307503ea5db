import { describe, expect, test } from "vitest";
import { checkTypeNames as names } from "../../src/checks/about-checks.ts";
import { checkTypes, type CheckTypeName } from "../../src/checks/registry.ts";
import { checkCommandLine, type CheckArgument } from "../../src/config/check-command-line.ts";
import { checkFromCommandLine, type CheckWords } from "../../src/config/check-from-command-line.ts";
import { wordsOfCheck } from "../../src/config/words-of-check.ts";

const common = { name: "n", interval: 60, tokenFile: "t" };

function read(type: CheckTypeName, flags: CheckWords["flags"], positional: readonly string[] = []) {
  return checkFromCommandLine(type, { positional, flags, common });
}

/** A line for people: `<UNIT> --down-after DURATION=5 s`. */
function shown(type: CheckTypeName): string {
  const value = ({ kind, choices, isList, ...rest }: CheckArgument): string =>
    `${choices?.join("|") ?? kind.toUpperCase()}${isList ? "…" : ""}${rest.default === undefined ? "" : ` (${JSON.stringify(rest.default)})`}`;
  const { positional, flags, runtimes } = checkCommandLine(type);
  return [
    `${type} ${positional === undefined ? "" : `<${positional.path.join(".")} ${value(positional)}> `}on ${runtimes.join(", ")}`,
    ...flags.map((flag) => {
      const map = flag.map === undefined ? "" : `KEY=${flag.map.isJson === true ? "JSON " : ""}`;
      return `  --${flag.name} ${map}${value(flag)}${flag.isRequired ? " needed" : ""}`;
    }),
  ].join("\n");
}

test("every check type has a command line", async () => {
  await expect(`${names.map(shown).join("\n")}\n`).toMatchFileSnapshot("check-command-lines.txt");
});

test.each(names)("the flags of %s have names that can be typed, each once, and say what they are for", (type) => {
  const { flags, positional } = checkCommandLine(type);
  const flagNames = flags.map(({ name }) => name);
  expect(new Set(flagNames).size).toBe(flagNames.length);
  for (const { name, description, path } of flags) {
    expect(name).toMatch(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/);
    // `--no-x` is the other form of a boolean `--x`.
    expect(name).not.toMatch(/^no-/);
    expect(description).not.toBe("");
    expect(path).not.toEqual(positional?.path);
  }
});

const settings: { readonly [Type in CheckTypeName]?: Readonly<Record<string, unknown>> } = {
  certificate: { host: "shop.example", port: 8443, trust: false, downBefore: "3 weeks" },
  command: { command: ["/bin/check", "-w", "10%"], environment: { A: "1=2", B: "" }, user: "nobody", timeout: "20s" },
  disk: { paths: ["/", "/srv/*"], minFree: ["10%", "2 GiB"], minFreeInodes: "5%", mustBeMount: true },
  docker: { containers: ["a-*", "b"], exitCodes: [0, 143], mustRun: false, label: "a=b" },
  http: {
    url: "https://shop.example/health?a=b",
    method: "POST",
    body: "x",
    headers: { Accept: "text/plain", "X-Key": { file: "secrets/key" } },
    login: { username: "me", passwordFile: "secrets/me" },
    expectStatus: ["200-299", "401"],
    json: { "/a": 1, "/b": true, "/c": null, "/d": "text" },
    redirects: 0,
  },
  load: { max1: 2.5, per: "host", pressure: { some: "20%", average: "300s" } },
  supervisord: { programs: ["web", "workers:*"], login: { username: "me", passwordFile: "secrets/me" } },
  systemd: { unit: "a@*.service", logLines: false, atLeast: 2 },
  tcp: { host: "db.example", port: 5432, tls: true, send: "PING\r\n" },
};

describe("the words of a check give that check", () => {
  const examples = names.map((type) => [type, checkTypes[type].example] as const);
  const others = names.flatMap((type) => (settings[type] === undefined ? [] : [[type, settings[type]] as const]));
  test.each<readonly [CheckTypeName, object]>([...examples, ...others])("%s %j", (type, written) => {
    const check = { ...written, type, ...common };
    const { config } = checkTypes[type];
    expect(checkFromCommandLine(type, { ...wordsOfCheck(check), common })).toEqual({
      ok: true,
      check: config.parse(check),
    });
  });
});

test.each<[CheckTypeName, CheckWords["flags"], readonly string[], string]>([
  ["disk", { paht: "/" }, [], '--paht is not a flag of disk. Did you mean "path"?'],
  ["disk", { path: ["/srv", "srv"] }, [], "--path must be an absolute path"],
  ["disk", { "min-free": "a lot" }, [], "--min-free is neither a percentage nor a size: write it like 10% or 5 GiB"],
  ["disk", { "must-be-mount": "yes" }, [], "--must-be-mount takes no value"],
  ["disk", {}, ["/"], "/ is too much: disk takes flags only"],
  ["file", {}, [], "--path is missing: a text"],
  ["file", { path: ["/a", "/b"] }, [], "--path can be given once only"],
  ["file", { path: true }, [], "--path needs a value"],
  ["file", { path: "/a", "min-count": "many" }, [], "--min-count must be a number"],
  ["systemd", {}, [], "UNIT is missing: a text"],
  ["systemd", {}, ["a.service", "b.service"], "b.service is too much: systemd takes one UNIT"],
  [
    "systemd",
    { "restart-after": "1 s" },
    ["a@*.service"],
    "--restart-after needs one unit, and a pattern stands for many",
  ],
  ["http", { url: "http://h", header: ["Accept"] }, [], "--header must be KEY=VALUE"],
  ["http", { url: "http://h", "header-file": ["X Y=f"] }, [], "--header-file is not a header name"],
  ["http", { url: "http://h", "login-username": "me" }, [], "--login-password-file is missing: a text"],
  ["docker", { "exit-code": ["0", "x"] }, [], "--exit-code must be a number"],
  ["tcp", { port: "70000" }, ["h"], "--port must be at most 65535"],
  ["tcp", {}, [], "HOST is missing: name a host and a port, or a socket"],
])("%s %j %j: %s", (type, flags, ...[positional, expected]) => {
  const outcome = read(type, flags, positional);
  const said = outcome.ok ? "nothing" : outcome.problems.map(({ at, message }) => `${at} ${message}`).join("\n");
  expect(said).toBe(expected);
});

test("a setting that all types share is named as the config names it", () => {
  const words = { positional: ["a.service"], flags: {}, common: { ...common, interval: 1 } };
  expect(checkFromCommandLine("systemd", words)).toEqual({
    ok: false,
    problems: [{ at: "interval", message: "must be at least 6 s" }],
  });
});
