import { checkTypeNames, needsOf } from "@kumakit/agent/checks";
import { agentConfigSchema, agentSettingsSchema, parseAgentConfig, type CheckConfig } from "@kumakit/agent/config";
import { fileURLToPath } from "node:url";
import { describe, expect, it, test } from "vitest";

import {
  planInstall,
  planUninstall,
  type CheckDefinition,
  type FileStep,
  type HostFacts,
  type PlannedSteps,
  type WishedCheck,
} from "../src/index.ts";
import { sha256Of } from "../src/sha256.ts";
import { exampleFacts, fileFact } from "./support/example-facts.ts";

const settings = { server: { url: "http://kuma.example:3001" } };
/** Any file will do for the agent's program. */
const program = fileURLToPath(import.meta.url);
const nginx: WishedCheck = { unit: "nginx.service", scope: "system", interval: 60, monitorId: 7, token: "NginxToken" };

/** The examples of all check types in the form that an install takes. */
const examples = agentSettingsSchema.shape.checks.element.options.map((schema) => {
  const [example] = (schema.meta()?.["examples"] ?? []) as readonly object[];
  const [check] = agentConfigSchema.parse({ version: 1, ...settings, host: "x", checks: [example] }).checks;
  return defined(check as CheckConfig);
});

function defined({ interval: _interval, tokenFile: _tokenFile, ...definition }: CheckConfig): CheckDefinition {
  return definition;
}

function files(planned: PlannedSteps): Readonly<Record<string, FileStep>> {
  const steps = planned.plan.steps.filter((step): step is FileStep => step.kind === "file");
  return Object.fromEntries(steps.map((step) => [step.path, step]));
}

function textOf(planned: PlannedSteps, path: string): string {
  const content = files(planned)[path]?.content;
  return content?.from === "text" ? content.text : "";
}

const config = "/etc/kuma-agent/agent.json";
const unit = "/etc/systemd/system/kuma-agent.service";
const manifest = "/usr/local/lib/kuma-agent/manifest.json";

function plan(facts: HostFacts, ...checks: readonly WishedCheck[]): PlannedSteps {
  return planInstall(facts, { settings, program, checks });
}

function checksOf(planned: PlannedSteps): readonly CheckConfig[] {
  return parseAgentConfig(textOf(planned, config), { file: config }).checks;
}

/** The host once a plan was carried out there, as far as the next plan looks at it. */
function after(planned: PlannedSteps): HostFacts {
  const written = [config, unit, manifest].map((path) => {
    const content = textOf(planned, path);
    const { mode = "0644", owner = { user: "root", group: "root" } } = files(planned)[path] ?? {};
    return [path, { kind: "file", mode, owner, size: content.length, sha256: sha256Of(content), content }];
  });
  return exampleFacts({ files: Object.fromEntries(written) });
}

/** The lines of the unit that are other ones with a check than without it. */
function widened(definition: CheckDefinition): readonly string[] {
  const without = new Set(textOf(plan(exampleFacts(), nginx), unit).split("\n"));
  const lines = textOf(plan(exampleFacts(), nginx, { definition, interval: 60 }), unit).split("\n");
  return lines.filter((line) => !without.has(line));
}

test("there is an example of every type", () => {
  expect(examples.map(({ type }) => type)).toEqual(checkTypeNames);
});

describe.each(examples)("a check of the type $type", (definition) => {
  const wished = { definition, interval: 30, monitorId: 9, token: "SecretPushToken" };
  const planned = plan(exampleFacts(), nginx, wished);

  it("is written into the config with its token beside it, and nothing else of the config is touched", () => {
    const [first, added] = checksOf(planned);
    expect(first).toEqual(checksOf(plan(exampleFacts(), nginx))[0]);
    const tokenFile = `tokens/+${definition.name.replaceAll(" ", "+20").replaceAll("'", "+27")}`;
    expect(added).toEqual({ ...definition, interval: 30, monitorId: 9, tokenFile });
    expect(files(planned)[`/etc/kuma-agent/${tokenFile}`]).toMatchObject({
      mode: "0640",
      owner: { user: "root", group: "kuma-agent" },
      content: { from: "secret", ref: tokenFile },
    });
    expect(JSON.stringify(planned.plan)).not.toContain("SecretPushToken");
  });

  it("is not written again, and its settings can be changed", () => {
    expect(files(plan(after(planned), nginx, wished))[config]).toBeUndefined();
    const changed = { ...wished, interval: 90 };
    expect(checksOf(plan(after(planned), changed))[1]).toMatchObject({ ...definition, interval: 90 });
  });

  it("is taken away with its token, and the other check stays", () => {
    const gone = planUninstall(after(planned), { checks: [definition.name], program });
    expect(gone.isGone).toBe(false);
    expect(checksOf(gone).map(({ name }) => name)).toEqual(["nginx.service"]);
    expect(JSON.parse(textOf(gone, manifest)).checks).toEqual([
      { name: "nginx.service", unit: "nginx.service", monitorId: 7 },
    ]);
  });

  it("opens nothing of the sandbox that it does not need", () => {
    const check = agentSettingsSchema.shape.checks.element.parse({ ...definition, interval: 60, tokenFile: "t" });
    const needs = needsOf(check);
    expect(widened(definition).length === 0).toBe(needs.every((need) => need === "journal"));
  });
});

test("the sandbox is opened by what each type needs, and by no more", () => {
  const lines = examples.map((definition) => [definition.type, ...widened(definition)].join("\n  "));
  expect(lines.join("\n")).toMatchInlineSnapshot(`
    "certificate
    command
      ProtectHome=read-only
      PrivateDevices=no
      ProtectProc=default
      ProcSubset=all
      RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
      MemoryDenyWriteExecute=no
      DevicePolicy=auto
      MemoryMax=512M
      TasksMax=256
    disk
    docker
    failed-units
    file
    http
    journal
    load
    memory
      ProcSubset=all
    process
      PrivateUsers=no
      ProtectProc=default
    supervisord
    systemd
    tcp
    timer"
  `);
});

test("an added check of a unit is that of an install", () => {
  const definition: CheckDefinition = { type: "systemd", name: "nginx.service", unit: "nginx.service", downAfter: 20 };
  const first = plan(exampleFacts(), nginx);
  expect(checksOf(plan(after(first), { ...nginx, definition }))).toEqual([{ ...checksOf(first)[0], downAfter: 20 }]);
});

test("settings that are not named stay, and those that do not go together with them are refused", () => {
  const shop = { type: "tcp", name: "shop", host: "shop.example", port: 443, tls: true, serverName: "shop" } as const;
  const facts = after(plan(exampleFacts(), { definition: shop, interval: 60 }));
  const other = (changes: object): WishedCheck => {
    return { definition: { type: "tcp", name: "shop", ...changes } as CheckDefinition, interval: 60 };
  };
  expect(checksOf(plan(facts, other({ port: 8443 })))).toMatchObject([{ ...shop, port: 8443 }]);
  expect(() => plan(facts, other({ tls: false }))).toThrow(
    'The settings of a check do not go together with those that it has already: "shop": serverName needs tls',
  );
});

test("a name belongs to one check, whatever its type", () => {
  const disk = { definition: { type: "disk", name: "data" }, interval: 60 } as const;
  const load = { definition: { type: "load", name: "data" }, interval: 60 } as const;
  expect(() => plan(after(plan(exampleFacts(), disk)), load)).toThrow(
    'The agent has a check "data" of the type disk already.',
  );
  const others = exampleFacts({
    files: { ...after(plan(exampleFacts(), disk)).files, [manifest]: fileFact(manifestWithout(), "root") },
  });
  expect(() => plan(others, disk)).toThrow('already has a check "data" of the type disk, which no install has brought');
});

function manifestWithout(): string {
  return JSON.stringify({ version: 1, scope: "system", checks: [], brought: { folders: [], files: [] } });
}

test("a file of the config's folder that a check names is made readable for the agent", () => {
  const definition = {
    type: "http",
    name: "shop",
    url: "https://shop.example",
    bearerTokenFile: "secrets/shop",
  } as const;
  const folder = { kind: "folder", mode: "0700", owner: { user: "root", group: "root" }, size: 0 } as const;
  const facts = exampleFacts({
    files: {
      "/etc/kuma-agent": folder,
      "/etc/kuma-agent/secrets": folder,
      "/etc/kuma-agent/secrets/shop": fileFact("x", "root"),
    },
  });
  const steps = plan(facts, { definition, interval: 60 }).plan.steps.filter(({ kind }) => kind === "take");
  expect(steps).toMatchObject([
    { path: "/etc/kuma-agent/secrets", mode: "0750" },
    { path: "/etc/kuma-agent/secrets/shop", mode: "0640" },
  ]);
});
