import { describe, expect, it } from "vitest";

import { formatPlan, installPaths, planAgentInstall, withoutSecrets, type AgentInstallInput } from "../src/index.ts";
import { exampleConfig } from "./support/example-config.ts";

const agent = { user: "kuma-agent", group: "kuma-agent" };

function input(changes: Partial<AgentInstallInput> = {}): AgentInstallInput {
  return {
    paths: installPaths("system"),
    owner: agent,
    config: exampleConfig(),
    tokens: { "tokens/nginx.service": "SecretPushToken" },
    checks: [{ name: "nginx.service", unit: "nginx.service", monitorId: 7 }],
    program: "/opt/kuma/kuma-agent.mjs",
    node: { path: "/usr/bin/node", copy: false },
    ...changes,
  };
}

describe("planAgentInstall", () => {
  it("plans an agent for the whole host", () => {
    expect(formatPlan(planAgentInstall(input()))).toMatchInlineSnapshot(`
      "user     kuma-agent  system user without a home or a shell
      folder   /usr  0755 root:root
      folder   /usr/local  0755 root:root
      folder   /usr/local/lib  0755 root:root
      folder   /etc  0755 root:root
      folder   /etc/systemd  0755 root:root
      folder   /etc/systemd/system  0755 root:root
      folder   /usr/local/lib/kuma-agent  0755 root:root
      folder   /etc/kuma-agent  0700 kuma-agent:kuma-agent
      folder   /etc/kuma-agent/tokens  0700 kuma-agent:kuma-agent
      file     /usr/local/lib/kuma-agent/manifest.json  0644 root:root  what was installed
      file     /usr/local/lib/kuma-agent/kuma-agent.mjs  0644 root:root  copy of /opt/kuma/kuma-agent.mjs
      file     /etc/kuma-agent/tokens/nginx.service  0600 kuma-agent:kuma-agent  (secret)
      file     /etc/kuma-agent/agent.json  0600 kuma-agent:kuma-agent  279 bytes
      file     /etc/systemd/system/kuma-agent.service  0644 root:root  1844 bytes
      service  kuma-agent.service  enabled and running"
    `);
  });

  it("plans an agent for one person", () => {
    const paths = installPaths("user", { home: "/home/alice", runtime: "/run/user/1000" });
    expect(formatPlan(planAgentInstall(input({ paths, owner: { user: "alice", group: "staff" } }))))
      .toMatchInlineSnapshot(`
        "linger   alice  services run without a session
        folder   /home  0700 alice:staff
        folder   /home/alice  0700 alice:staff
        folder   /home/alice/.local  0700 alice:staff
        folder   /home/alice/.local/share  0700 alice:staff
        folder   /home/alice/.config  0700 alice:staff
        folder   /home/alice/.config/systemd  0700 alice:staff
        folder   /home/alice/.config/systemd/user  0700 alice:staff
        folder   /home/alice/.local/share/kuma-agent  0755 alice:staff
        folder   /home/alice/.config/kuma-agent  0700 alice:staff
        folder   /home/alice/.config/kuma-agent/tokens  0700 alice:staff
        file     /home/alice/.local/share/kuma-agent/manifest.json  0644 alice:staff  what was installed
        file     /home/alice/.local/share/kuma-agent/kuma-agent.mjs  0644 alice:staff  copy of /opt/kuma/kuma-agent.mjs
        file     /home/alice/.config/kuma-agent/tokens/nginx.service  0600 alice:staff  (secret)
        file     /home/alice/.config/kuma-agent/agent.json  0600 alice:staff  279 bytes
        file     /home/alice/.config/systemd/user/kuma-agent.service  0644 alice:staff  1160 bytes
        service  kuma-agent.service  enabled and running"
      `);
  });

  it("writes a unit for the whole host", () => {
    expect(unitText(input({ canNotify: true }))).toMatchInlineSnapshot(`
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
      ExecStart="/usr/bin/node" "--jitless" "--max-old-space-size=64" "--max-semi-space-size=1" "--optimize-for-size" "--single-threaded-gc" "/usr/local/lib/kuma-agent/kuma-agent.mjs" "run" "--config" "/etc/kuma-agent/agent.json" "--status-file" "/run/kuma-agent/status.json"
      ExecReload="/usr/bin/node" "--jitless" "--max-old-space-size=64" "--max-semi-space-size=1" "--optimize-for-size" "--single-threaded-gc" "/usr/local/lib/kuma-agent/kuma-agent.mjs" "check" "--config" "/etc/kuma-agent/agent.json"
      ExecReload=/bin/kill -HUP $MAINPID
      Restart=always
      RestartSec=5s
      TimeoutStopSec=10s
      Environment="NODE_ENV=production"
      Environment="MALLOC_ARENA_MAX=1"
      User=kuma-agent
      Group=kuma-agent
      RuntimeDirectory=kuma-agent
      RuntimeDirectoryMode=0755
      RuntimeDirectoryPreserve=no
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
    const paths = installPaths("user", { home: "/home/al ice", runtime: "/run/user/1000" });
    expect(unitText(input({ paths, node: { path: "/home/al ice/.nvm/node", copy: false } }))).toMatchInlineSnapshot(`
      "# Written by kuma agent install. Changes are lost with the next install: use systemctl edit kuma-agent.

      [Unit]
      Description=Uptime Kuma push agent
      StartLimitIntervalSec=0

      [Service]
      Type=exec
      ExecStart="/home/al ice/.nvm/node" "--jitless" "--max-old-space-size=64" "--max-semi-space-size=1" "--optimize-for-size" "--single-threaded-gc" "/home/al ice/.local/share/kuma-agent/kuma-agent.mjs" "run" "--config" "/home/al ice/.config/kuma-agent/agent.json" "--status-file" "/run/user/1000/kuma-agent/status.json"
      ExecReload="/home/al ice/.nvm/node" "--jitless" "--max-old-space-size=64" "--max-semi-space-size=1" "--optimize-for-size" "--single-threaded-gc" "/home/al ice/.local/share/kuma-agent/kuma-agent.mjs" "check" "--config" "/home/al ice/.config/kuma-agent/agent.json"
      ExecReload=/bin/kill -HUP $MAINPID
      Restart=always
      RestartSec=5s
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
    const plan = planAgentInstall(input({ node: { path: "/root/.nvm/node", copy: true } }));
    expect(formatPlan(plan)).toContain(
      "file     /usr/local/lib/kuma-agent/node  0755 root:root  copy of /root/.nvm/node",
    );
    expect(unitText(input({ node: { path: "/root/.nvm/node", copy: true } }))).toContain(
      'ExecStart="/usr/local/lib/kuma-agent/node" ',
    );
  });

  it("is data that says everything, and hides the secrets on demand", () => {
    const plan = planAgentInstall(input());
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect(JSON.stringify(plan)).toContain("SecretPushToken");
    expect(JSON.stringify(withoutSecrets(plan))).not.toContain("SecretPushToken");
    expect(plan.steps.every(({ wayBack }) => wayBack.length > 0)).toBe(true);
  });

  it("treats a config with headers as a secret, because they are credentials", () => {
    const config = exampleConfig();
    const withHeaders = { ...config, server: { ...config.server, headers: { Authorization: "Basic c2VjcmV0" } } };
    const plan = planAgentInstall(input({ config: withHeaders }));
    expect(JSON.stringify(withoutSecrets(plan))).not.toContain("c2VjcmV0");
    expect(formatPlan(plan)).toMatch(/agent\.json .*\(secret\)/);
  });
});

describe("a textfile", () => {
  it("may be written where it is, however the folder is called, and nowhere else", () => {
    const unit = unitText(input({ config: { ...exampleConfig(), textfile: '/srv/my "%i" $x/kuma.prom' } }));
    expect(unit).toContain(String.raw`ReadWritePaths="-/srv/my \"%%i\" $x"`);
    expect(unitText(input())).not.toContain("ReadWritePaths");
  });
});

function unitText(given: AgentInstallInput): string | undefined {
  const step = planAgentInstall(given).steps.find((one) => one.kind === "file" && one.part === "unit");
  return step?.kind === "file" && step.content.from === "text" ? step.content.text : undefined;
}
