import type { CheckConfig } from "@kumakit/agent/config";
import { parseAgentConfig, type AgentConfig } from "@kumakit/agent/config";
import { describe, expect, it } from "vitest";

import { mergeChecks, withoutParts } from "../src/config/merge-checks.ts";
import { checkNameOf, installedCheckOf, tokenFileOf } from "../src/config/check-names.ts";
import { exampleConfig } from "./support/example-config.ts";

const server = { url: "http://kuma.example:3001" };
const wanted = { unit: "redis.service", scope: "system", interval: 30, monitorId: 9 } as const;

function existing(config: AgentConfig): { config: AgentConfig; text: string } {
  return { config, text: `# a remark\n${JSON.stringify(config)}` };
}

describe("mergeChecks", () => {
  it("starts a config", () => {
    const { config, text } = mergeChecks({ ours: [], server, host: "tk-app3", wanted: [wanted] });
    expect(parseAgentConfig(text, { file: "agent.json" })).toEqual(config);
    expect(config.checks).toEqual([
      {
        type: "systemd",
        name: "redis.service",
        unit: "redis.service",
        interval: 30,
        tokenFile: "tokens/redis.service",
        monitorId: 9,
      },
    ]);
  });

  describe("for a timer", () => {
    const nightly = { unit: "nightly.timer", scope: "system", interval: 60 } as const;
    const made = { name: nightly.unit, unit: nightly.unit, interval: 60, tokenFile: "tokens/nightly.timer" };
    const remerged = (check: CheckConfig) =>
      mergeChecks({
        existing: existing({ ...exampleConfig(), checks: [check] }),
        ours: [nightly.unit],
        server,
        host: "x",
        wanted: [nightly],
      }).config.checks;

    it("watches its runs, too", () => {
      const { config } = mergeChecks({ ours: [], server, host: "x", wanted: [nightly] });
      expect(config.checks).toEqual([{ type: "timer", ...made }]);
    });

    it("does so when an earlier install has watched the timer alone, and keeps what somebody has set", () => {
      expect(remerged({ type: "systemd", ...made, downAfter: 20 })).toEqual([
        { type: "timer", ...made, downAfter: 20 },
      ]);
      expect(remerged({ type: "timer", ...made, maxRuntime: 600 })).toEqual([
        { type: "timer", ...made, maxRuntime: 600 },
      ]);
      const restarted = { type: "systemd", ...made, restart: { atMost: 1 } } as const;
      expect(remerged(restarted)).toEqual([restarted]);
    });

    it("refuses one that somebody else watches", () => {
      const other = { type: "timer", ...made, name: "by hand" } as const;
      expect(() => remerged(other)).toThrow('already has a check "by hand" for nightly.timer');
    });
  });

  it("leaves checks of others, and what somebody has set in ours", () => {
    const before = exampleConfig("command");
    const [first, ...others] = before.checks;
    const edited = { ...before, checks: [{ ...first, downAfter: 20 }, ...others] } as AgentConfig;
    const again = { unit: "nginx.service", scope: "system", interval: 90 } as const;
    const merged = mergeChecks({
      existing: existing(edited),
      ours: ["nginx.service"],
      server,
      host: "x",
      wanted: [again],
    });
    expect(merged.config).toEqual({ ...edited, checks: [{ ...first, downAfter: 20, interval: 90 }, ...others] });
  });

  it("leaves what somebody has set for the agent as a whole", () => {
    const settings = {
      onStop: "tell",
      plannedReboot: "tell",
      bootGrace: 300,
      textfile: "/srv/kuma.prom",
      heartbeat: { interval: 60, tokenFile: "tokens/own" },
    } as const;
    const { config } = mergeChecks({
      existing: existing({ ...exampleConfig(), ...settings }),
      ours: [],
      server,
      host: "x",
      wanted: [wanted],
    });
    expect(config).toMatchObject(settings);
  });

  it("leaves the text, with its remarks, when nothing changes", () => {
    const before = existing(exampleConfig());
    const same = { unit: "nginx.service", scope: "system", interval: 60 } as const;
    const { text } = mergeChecks({ existing: before, ours: ["nginx.service"], server, host: "x", wanted: [same] });
    expect(text).toBe(before.text);
  });

  it("refuses another server than the one the host reports to", () => {
    const other = { url: "https://other.example" };
    expect(() =>
      mergeChecks({ existing: existing(exampleConfig()), ours: [], server: other, host: "x", wanted: [wanted] }),
    ).toThrow(
      "The agent on this host reports to http://kuma.example:3001, and one agent reports to one server; this is https://other.example.",
    );
  });

  it("refuses a unit that a check of somebody else watches", () => {
    const same = { unit: "nginx.service", scope: "system", interval: 60 } as const;
    expect(() =>
      mergeChecks({ existing: existing(exampleConfig()), ours: [], server, host: "x", wanted: [same] }),
    ).toThrow(
      `The agent's config already has a check "nginx.service" for nginx.service, which no install has brought.`,
    );
  });

  it("keeps a person's unit apart from the host's", () => {
    const both = [wanted, { ...wanted, scope: "user" as const, monitorId: 10 }];
    const { config, text } = mergeChecks({ ours: [], server, host: "x", wanted: both });
    expect(parseAgentConfig(text, { file: "agent.json" })).toEqual(config);
    expect(config.checks.map(({ name, tokenFile }) => [name, tokenFile])).toEqual([
      ["redis.service", "tokens/redis.service"],
      ["user/redis.service", "tokens/~redis.service"],
    ]);
  });

  it.each(["system", "user"] as const)("has names and files for the longest units of a %s", (scope) => {
    const unit = `${"x".repeat(247)}.service`;
    expect(checkNameOf({ unit, scope }).length).toBeLessThanOrEqual(150);
    expect(tokenFileOf(installedCheckOf({ unit, scope })).slice("tokens/".length).length).toBeLessThanOrEqual(255);
    const { text } = mergeChecks({ ours: [], server, host: "x", wanted: [{ unit, scope, interval: 60 }] });
    expect(() => parseAgentConfig(text, { file: "agent.json" })).not.toThrow();
  });
});

describe("checks in a drop-in", () => {
  const check: CheckConfig = { type: "systemd", name: "web", unit: "nginx.service", interval: 60, tokenFile: "t" };
  const dropIns = [{ file: "/etc/kuma-agent/conf.d/web.yaml", check }];

  it("are not copied into the config, and a unit that one watches is not installed beside it", () => {
    const config = { ...exampleConfig("command"), checks: exampleConfig("command").checks.slice(0, 0) };
    const before = { ...existing(config), dropIns };
    const other = { unit: "ssh.service", scope: "system", interval: 60 } as const;
    const merged = mergeChecks({ existing: before, ours: [], server: config.server, host: "x", wanted: [other] });
    expect(merged.config.checks.map(({ name }) => name)).toEqual(["ssh.service"]);
    const same = { ...other, unit: "nginx.service" };
    expect(() => mergeChecks({ existing: before, ours: [], server: config.server, host: "x", wanted: [same] })).toThrow(
      '/etc/kuma-agent/conf.d/web.yaml already has a check "web" for nginx.service',
    );
  });

  it("keep the rest of the config when the last check of an install goes", () => {
    const merged = withoutParts({ ...existing(exampleConfig()), dropIns }, { names: ["nginx.service"] });
    expect(merged?.config.checks).toEqual([]);
  });
});

describe("withoutParts", () => {
  it("leaves the others, and nothing when there are none", () => {
    expect(
      withoutParts(existing(exampleConfig("command")), { names: ["nginx.service"] })?.config.checks.map(
        ({ name }) => name,
      ),
    ).toEqual(["backup"]);
    expect(withoutParts(existing(exampleConfig()), { names: ["nginx.service"] })).toBeUndefined();
  });
});
