import { formatAgentConfig, parseAgentConfig, type AgentConfig } from "@kumakit/agent/config";
import { describe, expect, it } from "vitest";

import {
  feedingBoth,
  feedingOther,
  secondFilesOf,
  withoutSecond,
  type ConfigMove,
} from "../src/config/moved-config.ts";
import { exampleConfig } from "./support/example-config.ts";

const proxy = { url: "http://proxy.example:3128" };

const before: AgentConfig = {
  ...exampleConfig("command"),
  server: { url: "http://kuma.example:3001", caFile: "ca.pem", headers: { Authorization: "old" }, proxy },
  heartbeat: { interval: 60, tokenFile: "tokens/~agent", monitorId: 3 },
};

const move: ConfigMove = {
  settings: { server: { url: "https://new.example", caFile: "ca.pem" } },
  checks: [{ name: "nginx.service", tokenFile: "tokens/nginx.service", monitorId: 41, token: "SecretPushToken" }],
  heartbeat: { monitorId: 42 },
};

/** As the agent reads it. */
function read(config: AgentConfig): AgentConfig {
  return parseAgentConfig(formatAgentConfig(config), { file: "agent.json" });
}

describe("the config of an agent that moves", () => {
  it("feeds both servers, with other files for the second one, and the former way out of the network", () => {
    const both = read(feedingBoth(before, move));
    expect(both.server).toEqual(before.server);
    expect(both.secondServer).toEqual({ url: "https://new.example", caFile: "second-ca.pem", proxy });
    expect(both.checks.map(({ tokenFile, secondTokenFile }) => [tokenFile, secondTokenFile])).toEqual([
      ["tokens/nginx.service", "tokens/=nginx.service"],
      ["tokens/backup", undefined],
    ]);
    expect(both.heartbeat).toMatchObject({
      tokenFile: "tokens/~agent",
      secondTokenFile: "tokens/=~agent",
      monitorId: 3,
    });
    expect(secondFilesOf(both)).toEqual(["tokens/=nginx.service", "tokens/=~agent", "second-ca.pem"]);
  });

  it("is the one before when the agent stays", () => {
    expect(formatAgentConfig(withoutSecond(feedingBoth(before, move)))).toBe(formatAgentConfig(before));
  });

  it("feeds the other server alone in the end, whether it fed both or not", () => {
    const moved = read(feedingOther(before, move));
    expect(moved.server).toEqual({ url: "https://new.example", caFile: "ca.pem", proxy });
    expect(moved.checks.map(({ monitorId }) => monitorId)).toEqual([41, undefined]);
    expect(moved.heartbeat).toEqual({ interval: 60, tokenFile: "tokens/~agent", monitorId: 42 });
    expect(formatAgentConfig(feedingOther(feedingBoth(before, move), move))).toBe(formatAgentConfig(moved));
  });

  it("goes on feeding a third server", () => {
    const third = { url: "https://third.example" };
    const [check, ...others] = before.checks;
    const fed = { ...before, secondServer: third, checks: [{ ...check, secondTokenFile: "tokens/third" }, ...others] };
    const moved = read(feedingOther(fed as AgentConfig, move));
    expect(moved.secondServer).toEqual(third);
    expect(moved.checks[0]).toMatchObject({ secondTokenFile: "tokens/third", monitorId: 41 });
    expect(secondFilesOf(moved)).toEqual([]);
  });
});
