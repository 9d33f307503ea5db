import { expect, test } from "vitest";
import { completeConfig } from "../../src/config/agent-config.ts";
import { formatAgentConfig } from "../../src/config/format-agent-config.ts";
import { parseAgentConfig } from "../../src/config/parse-agent-config.ts";

const common = { interval: 60, tokenFile: "t" };

const written = {
  version: 1,
  server: { url: "http://kuma:3001" },
  host: "h",
  checks: [
    { type: "systemd", name: "a", ...common, unit: "a.service", restart: { atMost: 1 } },
    { type: "memory", name: "b", ...common, pressure: { some: 10 } },
    { type: "certificate", name: "c", ...common, file: "c.pem" },
  ],
};

const parsed = parseAgentConfig(JSON.stringify(written), { file: "agent.json" });

test("a default never becomes somebody's setting: a config is written as it was read, however deep", () => {
  expect(JSON.parse(formatAgentConfig(parsed))).toEqual(written);
});

test("the agent gets each setting that was left out, however deep", () => {
  expect(completeConfig(parsed)).toMatchObject({
    server: { insecure: false, headers: {} },
    onStop: "silent",
    plannedReboot: "quiet",
    bootGrace: 120,
    checks: [
      {
        scope: "system",
        downAfter: 5,
        atLeast: 1,
        logLines: true,
        restart: { after: 0, cooldown: 60, atMost: 1, within: 3600 },
      },
      { minAvailable: ["10%"], minFreeSwap: [], pressure: { some: 10, average: "60s" }, for: 60 },
      { downBefore: 14 * 86_400, timeout: 10, attempts: 2 },
    ],
  });
});

test("a conflict looks at what is written: a default of one setting does not contradict another", () => {
  const refused = (settings: object): string => {
    const checks = [{ type: "certificate", name: "c", ...common, file: "c.pem", ...settings }];
    try {
      parseAgentConfig(JSON.stringify({ ...written, checks }), { file: "agent.json" });
      return "nothing";
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(refused({})).toBe("nothing");
  expect(refused({ port: 443 })).toContain("checks[0].port: needs a host");
});
