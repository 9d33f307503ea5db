import { parseAgentConfig, type AgentConfig } from "@kumakit/agent/config";
import { describe, expect, it } from "vitest";

import { installPaths } from "../src/index.ts";
import { withoutParts } from "../src/config/merge-checks.ts";
import { secondTokensOf } from "../src/config/second-tokens.ts";
import { removalSteps } from "../src/plan/removal-steps.ts";
import { exampleConfig } from "./support/example-config.ts";
import { exampleFacts, fileFact } from "./support/example-facts.ts";

const secondServer = { url: "https://status.elsewhere.example" };

/** The unit's check, and one of somebody else, with second tokens. */
function twoServers(unit: string | undefined, command: string | undefined): AgentConfig {
  const config = exampleConfig("command");
  const seconds = [unit, command];
  return {
    ...config,
    secondServer,
    checks: config.checks.map((check, index) => {
      const secondTokenFile = seconds[index];
      return secondTokenFile === undefined ? check : { ...check, secondTokenFile };
    }),
  };
}

function existing(config: AgentConfig): { config: AgentConfig; text: string } {
  return { config, text: JSON.stringify(config) };
}

describe("the second token of a check that goes", () => {
  it.each<[string, readonly [string, string?], readonly string[]]>([
    ["goes with it", ["tokens/nginx-second", "tokens/backup-second"], ["tokens/nginx-second"]],
    ["goes with it, however it is written", ["./tokens//nginx-second"], ["tokens/nginx-second"]],
    ["stays while another check needs it", ["tokens/shared", "./tokens/shared"], []],
    ["stays while another check has it as its first", ["tokens/backup"], []],
    ["stays when it lies elsewhere", ["/srv/secrets/nginx"], []],
    ["stays when it leads out of the folder", ["tokens/../../shadow"], []],
    ["has none when it is a credential", ["credential:nginx"], []],
  ])("%s", (_, [unit, command], gone) => {
    expect(secondTokensOf(existing(twoServers(unit, command)), { names: ["nginx.service"] })).toEqual(gone);
  });

  it("stays while a drop-in or the agent's own monitor needs it", () => {
    const config = twoServers("tokens/shared", undefined);
    const [, command] = exampleConfig("command").checks;
    const check = { ...command, secondTokenFile: "tokens/shared" } as AgentConfig["checks"][number];
    const dropIns = [{ file: "/etc/kuma-agent/conf.d/a.json", check }];
    expect(secondTokensOf({ ...existing(config), dropIns }, { names: ["nginx.service"] })).toEqual([]);
    const heartbeat = { interval: 60, tokenFile: "tokens/own", secondTokenFile: "tokens/shared" };
    expect(secondTokensOf(existing({ ...config, heartbeat }), { names: ["nginx.service"] })).toEqual([]);
  });
});

it("a second server that no check is left for goes, because the agent would refuse it", () => {
  const left = withoutParts(existing(twoServers("tokens/a", undefined)), { names: ["nginx.service"] });
  expect(parseAgentConfig(left?.text ?? "", { file: "agent.json" })).toEqual(left?.config);
  expect(left?.config.secondServer).toBeUndefined();
  const heard = withoutParts(existing(twoServers("tokens/a", "tokens/b")), { names: ["nginx.service"] });
  expect(heard?.config.secondServer).toEqual(secondServer);
});

it("an uninstall removes such tokens before the folder that they lie in", () => {
  const paths = installPaths("system");
  const folder = { ...fileFact("", "kuma-agent"), kind: "folder" } as const;
  const token = `${paths.tokensFolder}/nginx-second`;
  const { plan } = removalSteps({
    facts: exampleFacts({ files: { [token]: fileFact("x", "kuma-agent"), [paths.tokensFolder]: folder } }),
    manifest: {
      version: 1,
      scope: "system",
      checks: [],
      brought: { files: [paths.config], folders: [paths.configFolder, paths.tokensFolder] },
    },
    removedTokens: ["tokens/nginx-second"],
  });
  const touched = plan.steps.flatMap((step) => ("path" in step ? [`${step.kind} ${step.path}`] : []));
  expect(touched.indexOf("remove-file /etc/kuma-agent/tokens/nginx-second")).toBeGreaterThan(-1);
  expect(touched.indexOf("remove-file /etc/kuma-agent/tokens/nginx-second")).toBeLessThan(
    touched.indexOf("remove-folder /etc/kuma-agent/tokens"),
  );
});
