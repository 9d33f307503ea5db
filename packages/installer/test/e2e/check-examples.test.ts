import { agentConfigSchema, agentSettingsSchema, type AgentConfig } from "@kumakit/agent/config";
import { startSystemdBed, type SystemdBed } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";

import { installOnBed, tokenOf } from "../support/agent-on-bed.ts";

/** The example of every check type, as its page in the docs shows it. */
const examples = agentSettingsSchema.shape.checks.element.options.map((schema) => schema.meta()?.["examples"]) as [
  AgentConfig["checks"][number],
][];

/** Answers like Uptime Kuma's push endpoint, and prints the requests; it runs in the bed, which has its own network. */
const recorder = `
require("node:http").createServer((request, response) => {
  console.log(decodeURIComponent(request.url));
  response.setHeader("content-type", "application/json").end('{"ok":true}');
}).listen(3001, "127.0.0.1");
`;

describeOnBed("the examples in the docs of the check types", () => {
  let bed: SystemdBed;

  beforeAll(async () => {
    // Examples name hosts of the world; nothing may reach it.
    bed = await startSystemdBed({ isolateNetwork: true });
  });
  afterAll(async () => bed?.stop());

  test("run together in an installed agent, and each reports to its monitor", async () => {
    const server = bed.start([process.execPath, "--eval", recorder], { timeout: 180_000 });
    const checks = examples.map(([example]) => ({ ...example, interval: 6, tokenFile: `tokens/${example.type}` }));
    const config = agentConfigSchema.parse({
      version: 1,
      server: { url: "http://127.0.0.1:3001" },
      host: "tk-app3",
      checks,
    });
    const tokens = Object.fromEntries(checks.map(({ tokenFile, type }) => [tokenFile, tokenOf(type)]));
    await installOnBed(bed, config, tokens);

    const silent = (): string[] =>
      checks.map(({ type }) => type).filter((type) => !server.output().includes(`/${tokenOf(type)}?`));
    for (let waitedMs = 0; silent().length > 0 && waitedMs < 60_000; waitedMs += 250) await sleep(250);
    expect(silent()).toEqual([]);
    expect(server.output()).not.toMatch(/the check failed/);
    expect((await bed.exec(["systemctl", "is-active", "kuma-agent.service"])).stdout).toBe("active\n");
    server.kill("SIGTERM");
    await server.finished;
  });
});
