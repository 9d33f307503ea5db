import { formatAgentConfig } from "@kumakit/agent/config";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

import {
  formatPlan,
  hostFactsSchema,
  planInstall,
  planUninstall,
  type HostFacts,
  type HostStep,
  type Manifest,
} from "../src/index.ts";
import { completeUnitName } from "../src/facts/unit-name.ts";
import { agentSteps, type AgentInput } from "../src/plan/agent-steps.ts";
import { nodeRuntime } from "../src/runtime/node-runtime.ts";
import { sha256Of } from "../src/sha256.ts";
import { exampleConfig } from "./support/example-config.ts";
import { exampleFacts, factsOfPerson, fileFact } from "./support/example-facts.ts";

/** Any file will do for the agent's program. */
const program = fileURLToPath(import.meta.url);

function steps(changes: Partial<AgentInput> = {}): ReturnType<typeof agentSteps> {
  const { config = exampleConfig() } = changes;
  return agentSteps({
    facts: exampleFacts(),
    manifest: undefined,
    runtime: { runtime: nodeRuntime, reason: "the host has Node.js" },
    config,
    configText: formatAgentConfig(config),
    dropIns: [],
    tokens: [["tokens/nginx.service", "SecretPushToken"]],
    removedTokens: [],
    named: [],
    checks: [{ name: "nginx.service", unit: "nginx.service", monitorId: 7 }],
    program,
    lookAtOnce: false,
    ...changes,
  });
}

/** The plan as people read it, with a name for the program that every machine has. */
function told(changes: Partial<AgentInput> = {}): string {
  return formatPlan(steps(changes).plan).replace(program, "/opt/kuma/kuma-agent.mjs");
}

const withNotify = { ...exampleFacts().has, systemdNotify: true };
const ownNode = { ...exampleFacts().node, realPath: "/root/.nvm/node" } as NonNullable<HostFacts["node"]>;

describe("the plan of an agent", () => {
  it("plans an agent for the whole host", () => {
    expect(told()).toMatchInlineSnapshot(`
      "folder   /usr  0755 root:root
      folder   /usr/local  0755 root:root
      folder   /usr/local/lib  0755 root:root
      folder   /etc  0755 root:root
      folder   /etc/systemd  0755 root:root
      folder   /etc/systemd/system  0755 root:root
      folder   /usr/local/bin  0755 root:root
      folder   /usr/local/lib/kuma-agent  0755 root:root
      file     /usr/local/lib/kuma-agent/manifest.json  0644 root:root  what was installed
      user     kuma-agent  system user without a home or a shell
      folder   /etc/kuma-agent  0750 root:kuma-agent
      folder   /etc/kuma-agent/tokens  0750 root:kuma-agent
      file     /usr/local/lib/kuma-agent/kuma-agent.mjs  0644 root:root  copy of /opt/kuma/kuma-agent.mjs
      file     /usr/local/bin/kuma-agent  0755 root:root  262 bytes
      file     /etc/kuma-agent/tokens/nginx.service  0640 root:kuma-agent  (secret)
      file     /etc/kuma-agent/agent.json  0640 root:kuma-agent  279 bytes
      file     /etc/systemd/system/kuma-agent.service  0644 root:root  2173 bytes
      service  kuma-agent.service  enabled and running"
    `);
  });

  it("plans an agent for one person", () => {
    expect(told({ facts: factsOfPerson() })).toMatchInlineSnapshot(`
      "folder   /home  0700 alice:staff
      folder   /home/alice  0700 alice:staff
      folder   /home/alice/.local  0700 alice:staff
      folder   /home/alice/.local/share  0700 alice:staff
      folder   /home/alice/.config  0700 alice:staff
      folder   /home/alice/.config/systemd  0700 alice:staff
      folder   /home/alice/.config/systemd/user  0700 alice:staff
      folder   /home/alice/.local/bin  0700 alice:staff
      folder   /home/alice/.local/share/kuma-agent  0755 alice:staff
      file     /home/alice/.local/share/kuma-agent/manifest.json  0644 alice:staff  what was installed
      linger   alice  services run without a session
      folder   /home/alice/.config/kuma-agent  0700 alice:staff
      folder   /home/alice/.config/kuma-agent/tokens  0700 alice:staff
      file     /home/alice/.local/share/kuma-agent/kuma-agent.mjs  0644 alice:staff  copy of /opt/kuma/kuma-agent.mjs
      file     /home/alice/.local/bin/kuma-agent  0755 alice:staff  272 bytes
      file     /home/alice/.config/kuma-agent/tokens/nginx.service  0600 alice:staff  (secret)
      file     /home/alice/.config/kuma-agent/agent.json  0600 alice:staff  279 bytes
      file     /home/alice/.config/systemd/user/kuma-agent.service  0644 alice:staff  1432 bytes
      service  kuma-agent.service  enabled and running"
    `);
  });

  it("writes a unit for the whole host", () => {
    expect(unitText({ facts: exampleFacts({ has: withNotify }) })).toMatchInlineSnapshot(`
      "# Written by kuma agent install. Changes are lost with the next install: use systemctl edit kuma-agent.

      [Unit]
      Description=Uptime Kuma push agent
      Wants=network-online.target
      After=network-online.target dbus.service
      StartLimitIntervalSec=0

      [Service]
      Type=notify
      NotifyAccess=all
      TimeoutStartSec=60s
      WatchdogSec=120s
      WatchdogSignal=SIGKILL
      ExecStart="/bin/sh" "-c" "case $$(\\"$$0\\" --version) in v18.* | v19.* | v2[0-2].*) set -- --no-expose-wasm \\"$$@\\" ;; esac; exec \\"$$0\\" \\"$$@\\"" "/usr/bin/node" "--jitless" "--max-old-space-size=64" "--max-semi-space-size=1" "--optimize-for-size" "--single-threaded-gc" "/usr/local/lib/kuma-agent/kuma-agent.mjs" "run" "--config" "/etc/kuma-agent/agent.json" "--status-file" "/run/kuma-agent/status.json"
      ExecReload="/bin/sh" "-c" "case $$(\\"$$0\\" --version) in v18.* | v19.* | v2[0-2].*) set -- --no-expose-wasm \\"$$@\\" ;; esac; exec \\"$$0\\" \\"$$@\\"" "/usr/bin/node" "--jitless" "--max-old-space-size=64" "--max-semi-space-size=1" "--optimize-for-size" "--single-threaded-gc" "/usr/local/lib/kuma-agent/kuma-agent.mjs" "check" "--config" "/etc/kuma-agent/agent.json"
      ExecReload=/bin/kill -HUP $MAINPID
      Restart=always
      RestartSec=2s
      TimeoutStopSec=10s
      Environment="NODE_ENV=production"
      Environment="MALLOC_ARENA_MAX=1"
      User=kuma-agent
      Group=kuma-agent
      RuntimeDirectory=kuma-agent
      RuntimeDirectoryMode=0755
      RuntimeDirectoryPreserve=no
      StateDirectory=kuma-agent-memory
      StateDirectoryMode=0700
      UMask=0077
      Nice=5
      CPUWeight=20
      OOMScoreAdjust=-100
      NoNewPrivileges=yes
      ProtectSystem=strict
      ProtectHome=yes
      PrivateTmp=yes
      PrivateDevices=yes
      PrivateUsers=yes
      PrivateIPC=yes
      PrivateMounts=yes
      ProtectHostname=yes
      ProtectClock=yes
      ProtectKernelTunables=yes
      ProtectKernelModules=yes
      ProtectKernelLogs=yes
      ProtectControlGroups=yes
      ProtectProc=invisible
      ProcSubset=pid
      RestrictNamespaces=yes
      RestrictRealtime=yes
      RestrictSUIDSGID=yes
      LockPersonality=yes
      RemoveIPC=yes
      KeyringMode=private
      CapabilityBoundingSet=
      AmbientCapabilities=
      RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
      SystemCallArchitectures=native
      SystemCallFilter=@system-service
      SystemCallFilter=~@privileged @resources
      SystemCallErrorNumber=EPERM
      MemoryDenyWriteExecute=yes
      DevicePolicy=closed
      MemoryMax=192M
      TasksMax=32

      [Install]
      WantedBy=multi-user.target
      "
    `);
  });

  it("writes a reduced unit for one person", () => {
    const node = { ...ownNode, realPath: "/home/al ice/.nvm/node" };
    expect(unitText({ facts: { ...factsOfPerson("/home/al ice"), node } })).toMatchInlineSnapshot(`
      "# Written by kuma agent install. Changes are lost with the next install: use systemctl edit kuma-agent.

      [Unit]
      Description=Uptime Kuma push agent
      StartLimitIntervalSec=0

      [Service]
      Type=exec
      ExecStart="/bin/sh" "-c" "case $$(\\"$$0\\" --version) in v18.* | v19.* | v2[0-2].*) set -- --no-expose-wasm \\"$$@\\" ;; esac; exec \\"$$0\\" \\"$$@\\"" "/home/al ice/.nvm/node" "--jitless" "--max-old-space-size=64" "--max-semi-space-size=1" "--optimize-for-size" "--single-threaded-gc" "/home/al ice/.local/share/kuma-agent/kuma-agent.mjs" "run" "--config" "/home/al ice/.config/kuma-agent/agent.json" "--status-file" "/run/user/1000/kuma-agent/status.json"
      ExecReload="/bin/sh" "-c" "case $$(\\"$$0\\" --version) in v18.* | v19.* | v2[0-2].*) set -- --no-expose-wasm \\"$$@\\" ;; esac; exec \\"$$0\\" \\"$$@\\"" "/home/al ice/.nvm/node" "--jitless" "--max-old-space-size=64" "--max-semi-space-size=1" "--optimize-for-size" "--single-threaded-gc" "/home/al ice/.local/share/kuma-agent/kuma-agent.mjs" "check" "--config" "/home/al ice/.config/kuma-agent/agent.json"
      ExecReload=/bin/kill -HUP $MAINPID
      Restart=always
      RestartSec=2s
      TimeoutStopSec=10s
      Environment="NODE_ENV=production"
      Environment="MALLOC_ARENA_MAX=1"
      RuntimeDirectory=kuma-agent
      RuntimeDirectoryMode=0755
      RuntimeDirectoryPreserve=no
      UMask=0077
      Nice=5
      CPUWeight=20
      NoNewPrivileges=yes
      RestrictSUIDSGID=yes
      RestrictRealtime=yes
      LockPersonality=yes
      SystemCallArchitectures=native

      [Install]
      WantedBy=default.target
      "
    `);
  });

  it("copies a Node that the service could not run", () => {
    const facts = exampleFacts({ node: ownNode });
    expect(told({ facts })).toContain(
      "file     /usr/local/lib/kuma-agent/node  0755 root:root  copy of /root/.nvm/node",
    );
    expect(unitText({ facts })).toContain('"/usr/local/lib/kuma-agent/node" "--jitless" ');
    const isCopied = { "/usr/local/lib/kuma-agent/node": { ...fileFact("", "root"), mode: "0755" } };
    expect(told({ facts: exampleFacts({ node: { ...ownNode, isCopied: true }, files: isCopied }) })).not.toContain(
      "kuma-agent/node",
    );
  });

  it("is data without a secret, which says everything", () => {
    const { plan, secrets } = steps();
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect(JSON.stringify(plan)).not.toContain("SecretPushToken");
    expect(JSON.stringify(plan)).not.toContain(sha256Of("SecretPushToken\n"));
    expect(secrets.get("tokens/nginx.service")).toBe("SecretPushToken\n");
    expect(hostFactsSchema.parse(JSON.parse(JSON.stringify(exampleFacts())))).toEqual(exampleFacts());
  });

  it("treats a config with headers as a secret, because they are credentials", () => {
    const config = exampleConfig();
    const withHeaders = { ...config, server: { ...config.server, headers: { Authorization: "Basic c2VjcmV0" } } };
    expect(JSON.stringify(steps({ config: withHeaders }).plan)).not.toContain("c2VjcmV0");
    expect(told({ config: withHeaders })).toMatch(/agent\.json .*\(secret\)/);
  });

  it("has the manifest say what is about to be brought, before anything of it is there", () => {
    const { plan } = steps();
    const kinds = plan.steps.map((step) => (step.kind === "file" ? step.part : step.kind));
    expect(kinds.indexOf("manifest")).toBeLessThan(kinds.indexOf("system-user"));
    const manifest = manifestOf(plan.steps);
    expect(manifest.brought.user).toBe("kuma-agent");
    expect(manifest.brought.folders).toContain("/etc/kuma-agent/tokens");
    expect(manifest.brought.files).toContain("/etc/kuma-agent/tokens/nginx.service");
  });

  it("sweeps what a run that was killed has left beside our files", () => {
    const path = "/etc/kuma-agent/tokens/.kuma-0123456789abcdef";
    const facts = exampleFacts({ files: { [path]: fileFact("SecretPushToken", "kuma-agent") } });
    expect(told({ facts }).split("\n")).toContain(`remove   ${path}  left by a run that was killed`);
  });

  it("has only what is not true yet, and nothing when all of it is", () => {
    const first = steps();
    const files = Object.fromEntries(first.plan.steps.flatMap((step) => factOf(step, first.secrets)));
    const service = { ActiveState: "active", UnitFileState: "enabled", NeedDaemonReload: "no", CanReload: "yes" };
    const users = { "kuma-agent": { uid: 990, home: "/", shell: "/usr/sbin/nologin" } };
    const facts = exampleFacts({ files, service, users });
    const manifest = manifestOf(first.plan.steps);
    expect(told({ facts, manifest })).toBe("");
    const other = { facts, manifest, tokens: [["tokens/nginx.service", "AnotherToken"]] } as const;
    expect(told(other)).toBe(
      "file     /etc/kuma-agent/tokens/nginx.service  0640 root:kuma-agent  (secret)\nservice  kuma-agent.service  enabled and running",
    );
    expect(steps(other).plan.steps.at(-1)).toMatchObject({ kind: "service", how: "reload" });
    expect(steps({ facts, manifest, lookAtOnce: true }).plan.steps).toMatchObject([{ kind: "service", how: "reload" }]);
  });
});

describe("planInstall", () => {
  const settings = { server: { url: "http://kuma.example:3001" } };
  const check = { unit: "nginx.service", scope: "system", interval: 60 } as const;

  it("plans without a token that is not known yet", () => {
    const { plan, secrets } = planInstall(exampleFacts(), { settings, checks: [check], program });
    expect(formatPlan(plan)).toContain("/etc/kuma-agent/tokens/nginx.service");
    expect([...secrets]).toEqual([]);
  });

  it.each<[string, Partial<HostFacts>]>([
    ["INSTALLER_NO_SYSTEMD", { has: { ...exampleFacts().has, systemd: false } }],
    ["INSTALLER_NOT_PERMITTED", { account: { uid: 1000, user: "alice", group: "staff" } }],
    ["INSTALLER_NO_BUS", { has: { ...exampleFacts().has, dbus: false } }],
    ["INSTALLER_FOREIGN_ACCOUNT", { users: { "kuma-agent": { uid: 1001, home: "/home/k", shell: "/bin/bash" } } }],
    ["INSTALLER_FOREIGN_SERVICE", { files: { "/etc/systemd/system/kuma-agent.service": fileFact("[Unit]", "root") } }],
    ["INSTALLER_CONFIG_BROKEN", { files: { "/etc/kuma-agent/agent.json": fileFact("{", "kuma-agent") } }],
    [
      "INSTALLER_NEWER_AGENT",
      { files: { "/usr/local/lib/kuma-agent/manifest.json": fileFact('{ "version": 2 }', "root") } },
    ],
    ["INSTALLER_NEWER_AGENT", { files: { "/etc/kuma-agent/agent.json": fileFact('{ "version": 2 }', "root") } }],
    ["INSTALLER_MANIFEST_BROKEN", { files: { "/usr/local/lib/kuma-agent/manifest.json": fileFact("{", "root") } }],
  ])("refuses with %s", (code, changes) => {
    const plan = (): unknown => planInstall(exampleFacts(changes), { settings, checks: [check], program });
    expect(plan).toThrow(expect.objectContaining({ code }));
  });

  it("uses a system account that is there already, and takes it away with nothing", () => {
    const users = { "kuma-agent": { uid: 998, home: "/", shell: "/usr/sbin/nologin" } };
    const { plan } = planInstall(exampleFacts({ users }), { settings, checks: [check], program });
    expect(plan.steps.some(({ kind }) => kind === "system-user")).toBe(false);
    expect(manifestOf(plan.steps).brought.user).toBeUndefined();
  });

  it("names the unit of a path that was given in its place", () => {
    const wrong = (): unknown => completeUnitName("/etc/systemd/system/nginx.service");
    expect(wrong).toThrow(
      expect.objectContaining({ code: "INSTALLER_UNIT_NAME", hint: "name the unit: nginx.service" }),
    );
  });

  it("says what nobody can allow", () => {
    const config = formatAgentConfig({
      ...exampleConfig(),
      checks: [{ ...exampleConfig().checks[0], restart: {} } as AgentInput["config"]["checks"][number]],
    });
    const files = { "/etc/kuma-agent/agent.json": fileFact(config, "kuma-agent") };
    const other = { ...check, unit: "redis.service" };
    const { plan } = planInstall(exampleFacts({ files }), { settings, checks: [other], program });
    expect(plan.warnings).toEqual([
      expect.stringContaining("The agent cannot restart nginx.service: this host has no polkit"),
    ]);
  });
});

describe("planUninstall", () => {
  it("says that there is nothing to take away", () => {
    expect(() => planUninstall(exampleFacts(), { checks: [], program })).toThrow(
      expect.objectContaining({ code: "INSTALLER_NOT_INSTALLED" }),
    );
  });
});

describe("a textfile", () => {
  it("may be written where it is, however the folder is called, and nowhere else", () => {
    const unit = unitText({ config: { ...exampleConfig(), textfile: '/srv/my "%i" $x/kuma.prom' } });
    expect(unit).toContain(String.raw`ReadWritePaths="-/srv/my \"%%i\" $x"`);
    expect(unitText()).not.toContain("ReadWritePaths");
  });
});

function unitText(changes: Partial<AgentInput> = {}): string | undefined {
  const step = steps(changes).plan.steps.find((one) => one.kind === "file" && one.part === "unit");
  return step?.kind === "file" && step.content.from === "text" ? step.content.text : undefined;
}

function manifestOf(all: readonly HostStep[]): Manifest {
  const step = all.find((one) => one.kind === "file" && one.part === "manifest");
  if (step?.kind !== "file" || step.content.from !== "text") throw new Error("there is no manifest");
  return JSON.parse(step.content.text) as Manifest;
}

/** The fact that a survey finds once a step is done. */
function factOf(
  step: HostStep,
  secrets: ReadonlyMap<string, string>,
): (readonly [string, HostFacts["files"][string]])[] {
  if (step.kind === "folder") return [[step.path, { kind: "folder", mode: step.mode, owner: step.owner, size: 0 }]];
  if (step.kind !== "file" || step.content.from === "host-file") return [];
  const { content, mode, owner } = step;
  const sha256 = content.from === "secret" ? sha256Of(secrets.get(content.ref) ?? "") : content.sha256;
  return [[step.path, { kind: "file", mode, owner, size: 1, sha256 }]];
}
