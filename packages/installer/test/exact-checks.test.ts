import { parseAgentConfig, type CheckConfig } from "@kumakit/agent/config";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

import {
  planInstall,
  type CheckDefinition,
  type FileStep,
  type HostFacts,
  type PlannedSteps,
  type WishedCheck,
} from "../src/index.ts";
import { sha256Of } from "../src/sha256.ts";
import { exampleFacts } from "./support/example-facts.ts";

const settings = { server: { url: "http://kuma.example:3001" } };
/** Any file will do for the agent's program. */
const program = fileURLToPath(import.meta.url);
const config = "/etc/kuma-agent/agent.json";
const manifest = "/usr/local/lib/kuma-agent/manifest.json";

const nginx: WishedCheck = { unit: "nginx.service", scope: "system", interval: 60, monitorId: 7, token: "NginxToken" };
const redis: WishedCheck = { unit: "redis.service", scope: "system", interval: 60, monitorId: 8, token: "RedisToken" };

function disk(more: object): WishedCheck {
  const definition: CheckDefinition = { type: "disk", name: "disk /", paths: ["/"], ...more };
  return { definition, interval: 60, monitorId: 9, token: "DiskToken" };
}

function plan(facts: HostFacts, checks: readonly WishedCheck[], without?: readonly string[]): PlannedSteps {
  return planInstall(facts, { settings, program, checks, without });
}

function textOf({ plan: { steps } }: PlannedSteps, path: string): string {
  const content = steps.find((step): step is FileStep => step.kind === "file" && step.path === path)?.content;
  return content?.from === "text" ? content.text : "";
}

function checksIn(planned: PlannedSteps): readonly CheckConfig[] {
  return parseAgentConfig(textOf(planned, config), { file: config }).checks;
}

/** The host once a plan was carried out there. */
function after(planned: PlannedSteps): HostFacts {
  const written = [config, manifest].map((path) => {
    const content = textOf(planned, path);
    const fact = { kind: "file", mode: "0644", owner: { user: "root", group: "root" }, size: content.length } as const;
    return [path, { ...fact, sha256: sha256Of(content), content }] as const;
  });
  const tokens = planned.plan.steps.flatMap((step) =>
    step.kind === "file" && step.part === "token"
      ? [[step.path, { kind: "file", mode: "0640", owner: step.owner, size: 11 }] as const]
      : [],
  );
  return exampleFacts({ files: Object.fromEntries([...written, ...tokens]) });
}

describe("an install whose wish is all that the agent does", () => {
  it("takes a check away, with its token, and adds another one in the same plan", () => {
    const facts = after(plan(exampleFacts(), [nginx]));
    const planned = plan(facts, [redis], ["nginx.service"]);
    expect(checksIn(planned).map(({ name }) => name)).toEqual(["redis.service"]);
    expect(planned.plan.steps).toContainEqual({ kind: "remove-file", path: "/etc/kuma-agent/tokens/nginx.service" });
    expect(JSON.parse(textOf(planned, manifest))).toMatchObject({ checks: [{ name: "redis.service" }] });
  });

  it("gives a check back its default where a setting is named no more, which another install does not", () => {
    const facts = after(plan(exampleFacts(), [disk({ minFree: "20%" })]));
    const [exact] = checksIn(plan(facts, [disk({})], []));
    const [other] = checksIn(plan(facts, [disk({})]));
    expect(exact).not.toHaveProperty("minFree");
    expect(other).toMatchObject({ minFree: ["20%"] });
  });

  it("lets checks of a person be", () => {
    const facts = after(plan(exampleFacts(), [nginx]));
    const text = facts.files[config]?.content ?? "";
    const own = { type: "command", name: "own", command: ["/bin/true"], interval: 60, tokenFile: "own" };
    const value = JSON.parse(text) as { checks: object[] };
    value.checks.push(own);
    const content = JSON.stringify(value);
    const files = { ...facts.files, [config]: { ...facts.files[config], content } } as HostFacts["files"];
    const planned = plan({ ...facts, files }, [redis], ["nginx.service"]);
    expect(checksIn(planned).map(({ name }) => name)).toEqual(["own", "redis.service"]);
  });
});
