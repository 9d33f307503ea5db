import { formatAgentConfig } from "@kumakit/agent/config";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

import {
  formatChange,
  planInstall,
  planUninstall,
  stepChanges,
  type FileFact,
  type HostFacts,
  type HostStep,
  type InstallWish,
  type StepChange,
} from "../src/index.ts";
import { sha256Of } from "../src/sha256.ts";
import { exampleFacts } from "./support/example-facts.ts";

const folder = mkdtempSync(join(tmpdir(), "step-changes-"));
const program = join(folder, "agent.mjs");
writeFileSync(program, "the agent\n");
afterAll(() => rmSync(folder, { recursive: true }));

const token = "TokenOfNginx12345678901234567890";
const server = { url: "http://kuma.example:3001" };

function wish(changes: Partial<InstallWish> = {}): InstallWish {
  const nginx = { unit: "nginx.service", scope: "system", interval: 60, token } as const;
  return { settings: { server }, checks: [nginx], program, ...changes };
}

function changesOf(facts: HostFacts, wanted: InstallWish): readonly (readonly [HostStep, StepChange])[] {
  const planned = planInstall(facts, wanted);
  return stepChanges(facts, planned).map((change, index) => [planned.plan.steps[index] as HostStep, change] as const);
}

function changeOf(path: string, all: ReturnType<typeof changesOf>): StepChange | undefined {
  return all.find(([step]) => "path" in step && step.path === path)?.[1];
}

/** The host as it is once a plan was carried out there. */
function carriedOut(facts: HostFacts, wanted: InstallWish): HostFacts {
  const { plan, secrets } = planInstall(facts, wanted);
  const files = plan.steps.flatMap((step): (readonly [string, FileFact])[] => {
    if (step.kind === "folder") return [[step.path, { kind: "folder", mode: step.mode, owner: step.owner, size: 0 }]];
    if (step.kind !== "file") return [];
    const { path, mode, owner, content } = step;
    const text =
      content.from === "text" ? content.text : content.from === "secret" ? (secrets.get(content.ref) ?? "") : "";
    const known = step.part === "token" || step.part === "program" ? {} : { content: text };
    const sha256 = content.from === "local-file" ? content.sha256 : sha256Of(text);
    return [[path, { kind: "file", mode, owner, size: text.length, sha256, ...known }]];
  });
  return exampleFacts({
    ...facts,
    users: { "kuma-agent": { uid: 998, home: "/", shell: "/usr/sbin/nologin" } },
    groups: { "kuma-agent": { gid: 998 } },
    service: { ActiveState: "active", UnitFileState: "enabled", CanReload: "yes", LoadState: "loaded" },
    files: { ...facts.files, ...Object.fromEntries(files) },
  });
}

const config = "/etc/kuma-agent/agent.json";

describe("the changes of a plan", () => {
  it("are whole texts on a new host, and hold no token", () => {
    const all = changesOf(exampleFacts(), wish());
    const change = changeOf(config, all);
    expect(change?.before).toBeNull();
    expect(change?.diff).toMatch(/^@@ -0,0 \+1,\d+ @@\n\+\{\n\+ {2}"version": 1,\n/);
    expect(changeOf("/etc/kuma-agent/tokens/nginx.service", all)).toEqual({ before: null, diff: null });
    expect(changeOf("/usr/local/lib/kuma-agent/kuma-agent.mjs", all)).toEqual({ before: null, diff: null });
    expect(all.at(-1)?.[1]).toEqual({
      before: { kind: "service", activeState: "inactive", isEnabled: false },
      diff: null,
    });
    expect(JSON.stringify(all)).not.toContain(token);
  });

  it("are a unified diff where something is there", () => {
    const facts = carriedOut(exampleFacts(), wish());
    const all = changesOf(facts, wish({ checks: [{ unit: "nginx.service", scope: "system", interval: 120, token }] }));
    expect(all.map(([step]) => step.kind)).toEqual(["file", "service"]);
    expect(changeOf(config, all)).toEqual({
      before: {
        kind: "file",
        mode: "0640",
        owner: { user: "root", group: "kuma-agent" },
        size: facts.files[config]?.size,
      },
      diff: expect.stringMatching(
        /^@@ -\d+,\d+ \+\d+,\d+ @@\n(?: .*\n)*- {6}"interval": 60,\n\+ {6}"interval": 120,\n(?: .*\n?)*$/,
      ),
    });
    expect(formatChange(...(all[1] as [HostStep, StepChange]))).toEqual([
      "service  kuma-agent.service  enabled and running",
      "    now: active, enabled",
    ]);
  });

  it("mask secrets that a config holds, and show the rest", () => {
    const before = carriedOut(exampleFacts(), wish());
    const headers = { Authorization: "Bearer hunter2" };
    const added = changesOf(before, wish({ settings: { server: { ...server, headers } } }));
    expect(changeOf(config, added)?.diff).toContain('+    "headers": {\n+      "Authorization": "***"\n+    }');
    const secret = carriedOut(exampleFacts(), wish({ settings: { server: { ...server, headers } } }));
    const other = changesOf(
      secret,
      wish({ settings: { server: { ...server, headers: { Authorization: "Bearer other" } } } }),
    );
    expect(changeOf(config, other)).toMatchObject({ before: { mode: "0640" }, diff: null });
    expect(formatChange(...(other[0] as [HostStep, StepChange]))).toEqual([
      expect.stringMatching(/^file {5}\/etc\/kuma-agent\/agent\.json {2}0640 root:kuma-agent {2}\(secret\)$/),
      expect.stringMatching(/^ {4}now: 0640 root:kuma-agent, \d+ bytes, another content or access$/),
    ]);
    expect(JSON.stringify([added, other])).not.toMatch(/hunter2|Bearer/);
  });

  it("say what an uninstall takes away, and mask what it leaves", () => {
    const facts = carriedOut(exampleFacts(), wish());
    const content = facts.files[config]?.content ?? "";
    const own = JSON.parse(content) as Parameters<typeof formatAgentConfig>[0];
    const mine = {
      type: "command",
      name: "mine",
      command: ["/bin/true"],
      interval: 600,
      tokenFile: "tokens/mine",
    } as const;
    const text = formatAgentConfig({
      ...own,
      server: { ...own.server, headers: { Authorization: "Bearer hunter2" } },
      checks: [...own.checks, mine as never],
    });
    const known = exampleFacts({
      ...facts,
      files: { ...facts.files, [config]: { ...facts.files[config], content: text } as FileFact },
    });
    const planned = planUninstall(known, { checks: ["nginx.service"], program });
    const changes = stepChanges(known, planned);
    const left = planned.plan.steps.findIndex((step) => step.kind === "file" && step.path === config);
    expect(changes[left]?.diff).toContain('-      "unit": "nginx.service"');
    expect(changes[left]?.diff).not.toContain("hunter2");
    const removed = planned.plan.steps.findIndex(
      (step) => step.kind === "remove-file" && step.path.includes("/tokens/"),
    );
    expect(changes[removed]).toMatchObject({ before: { kind: "file", mode: "0640" }, diff: null });
  });
});
