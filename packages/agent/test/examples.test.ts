import { expect, test } from "vitest";
import { loadCheck, needsOf } from "../src/checks/about-checks.ts";
import { checkTypes, type CheckConfig, type CheckSettings } from "../src/checks/registry.ts";
import { agentConfigSchema, agentSettingsSchema } from "../src/config/agent-config.ts";
import { formatAgentConfig } from "../src/config/format-agent-config.ts";
import { contextFor } from "./support/context-for.ts";

const ofTheHost = ["command", "disk", "memory", "load", "file", "process"];
const examples = Object.values(checkTypes).map(({ type, example }) => [type, example] as const);

function parsed(example: unknown): { readonly check: CheckConfig; readonly text: string } {
  const config = { version: 1, server: { url: "http://kuma:3001" }, host: "h", checks: [example] };
  const { checks, ...rest } = agentConfigSchema.parse(config);
  const [check] = checks;
  if (check === undefined) throw new Error("no check");
  return { check, text: formatAgentConfig({ ...rest, checks }) };
}

function completed(example: unknown): CheckSettings {
  const [settings] = agentSettingsSchema.shape.checks.parse([parsed(example).check]);
  if (settings === undefined) throw new Error("no check");
  return settings;
}

test.each(examples)(
  "the example of %s is a config, and stays the same when it is written and read again",
  (_type, example) => {
    const { check, text } = parsed(example);
    expect(agentConfigSchema.parse(JSON.parse(text)).checks).toEqual([check]);
  },
);

test.each(examples.filter(([type]) => ofTheHost.includes(type)))(
  "the example of %s runs here, and says something",
  async (_type, example) => {
    const stop = new AbortController();
    const start = await loadCheck(completed(example));
    const result = await start(contextFor(stop.signal)).look();
    stop.abort();
    expect(["up", "down", "noData"]).toContain(result.status);
    expect(result.message).not.toMatch(/undefined|NaN|\[object|^$/);
  },
);

test.each([
  ["disk", ["homes"], {}],
  ["disk", [], { paths: ["/", "/srv/*"] }],
  ["memory", ["kernelFigures"], {}],
  ["load", [], {}],
  ["load", ["kernelFigures"], { pressure: { some: "50%" } }],
  ["file", [], { path: "/var/backups/x" }],
  ["file", ["sharedTmp"], { path: "/tmp/x" }],
  ["tcp", ["sharedTmp"], { socket: "/tmp/app.sock" }],
  ["http", ["homes"], { url: "http://app/", socket: "/home/app/web.sock" }],
  ["docker", ["homes"], { socket: "/run/user/1000/podman/podman.sock" }],
  ["certificate", ["sharedTmp"], { file: "/var/tmp/tls.pem" }],
  ["supervisord", ["sharedTmp"], { serverUrl: "unix:///tmp/supervisor.sock" }],
  ["supervisord", [], { serverUrl: "http://127.0.0.1:9001" }],
  ["process", ["processes"], { program: "x" }],
  ["process", ["processes", "users"], { user: "www-data" }],
  ["command", ["programs"], { command: ["/bin/true"] }],
])("%s needs %j with %j", (type, needs, settings) => {
  expect(needsOf(completed({ type, name: "n", interval: 60, tokenFile: "t", ...settings }))).toEqual(needs);
});
