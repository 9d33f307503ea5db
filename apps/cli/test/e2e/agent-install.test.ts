import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { monitorNamed, monitorNames, snapshot, startAgentScene, withAgent, type AgentScene } from "./agent-scene.ts";
import { outputSchema } from "../support/built-kuma.ts";

let scene: AgentScene;
let before: string;

beforeAll(async () => {
  scene = await startAgentScene();
  await scene.addService("supervisor.service");
  await scene.addService("nginx.service");
  before = await snapshot(scene.bed);
});

afterAll(async () => {
  await scene[Symbol.asyncDispose]();
});

async function invocation(): Promise<string> {
  const { stdout } = await scene.bed.exec(["systemctl", "show", "-P", "InvocationID", "kuma-agent"]);
  return stdout.trim();
}

describeOnBed("kuma agent install, from the first unit to the last", () => {
  it("suggests supervisor for supervisord, and asks nothing of the server", async () => {
    const { code, stdout, stderr } = await scene.run("agent", "install", "supervisord");
    expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
    expect(stderr).toContain("There is no unit supervisord.service on this host. Did you mean supervisor.service?");
    expect(await monitorNames(scene.client)).toEqual([]);
  });

  it("shows with --dry-run what it would do, without the token, and does nothing", async () => {
    const { code, stdout } = await scene.run("agent", "install", "supervisor", "--dry-run");
    expect(code).toBe(0);
    expect(stdout).toContain(
      `  tk-app3/agent: create the group "tk-app3"
  tk-app3/agent: create the push monitor "tk-app3/agent", interval 60 s, alerting "ops-chat", in the group "tk-app3"
  tk-app3/supervisor: create the push monitor "tk-app3/supervisor", interval 600 s, alerting "ops-chat", in the group "tk-app3"
`,
    );
    expect(stdout).toMatch(
      /file {5}\/etc\/kuma-agent\/tokens\/supervisor\.service {2}0640 root:kuma-agent {2}\(secret\)/,
    );
    expect(await snapshot(scene.bed)).toBe(before);
    expect(await monitorNames(scene.client)).toEqual([]);
  });

  it("ends when Uptime Kuma shows the first UP", async () => {
    const { code, stdout, stderr } = await scene.run("agent", "install", "supervisor", "--json");
    expect((await outputSchema("agent:install")).safeParse(JSON.parse(stdout)).error).toBeUndefined();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const monitor = await monitorNamed(scene.client, "tk-app3/supervisor");
    expect(JSON.parse(stdout)).toMatchObject({
      changed: true,
      server: scene.kuma.url,
      agentMonitor: {
        interval: 60,
        monitor: { name: "tk-app3/agent", outcome: "created", notifications: [{ name: "ops-chat" }] },
        firstBeat: { status: "up", message: expect.stringMatching(/^tk-app3: 1 check/) },
      },
      checks: [
        {
          unit: "supervisor.service",
          interval: 600,
          monitor: { id: monitor.id, outcome: "created", notifications: [{ name: "ops-chat" }] },
          firstBeat: { status: "up", message: "tk-app3: supervisor.service is running (active/running)" },
        },
      ],
    });
    expect(stdout).not.toContain(monitor.pushToken);
    const group = await monitorNamed(scene.client, "tk-app3");
    expect(group).toMatchObject({ type: "group", notificationIds: [] });
    expect(group.description).toMatch(/^The monitors of tk-app3\. \[kumakit v1 host=[0-9a-f]{12} part=group\]$/);
    const own = await monitorNamed(scene.client, "tk-app3/agent");
    expect(own).toMatchObject({
      interval: 60,
      maxRetries: 0,
      parent: group.id,
      notificationIds: monitor.notificationIds,
    });
    expect(own.description).toMatch(/ \[kumakit v1 host=[0-9a-f]{12} part=agent\]$/);
    const always = { maxRetries: 0, upsideDown: false, active: true };
    expect(monitor).toMatchObject({ ...always, interval: 600, parent: group.id });
    expect(monitor.description).toMatch(
      /^Watches the systemd unit supervisor\.service \(A demo\) on tk-app3\..* \[kumakit v1 host=[0-9a-f]{12} check=supervisor\.service\]$/,
    );
    expect((await scene.client.monitors.heartbeats(monitor.id, { hours: 1 })).map(({ status }) => status)).toContain(
      "up",
    );
  });

  it("keeps the token to the agent's user alone", async () => {
    const { stdout } = await scene.bed.exec([
      "bash",
      "-c",
      "stat -c '%a %U:%G %n' /etc/kuma-agent /etc/kuma-agent/agent.json /etc/kuma-agent/tokens/*; cat /proc/$(systemctl show -P MainPID kuma-agent)/environ /etc/systemd/system/kuma-agent.service",
    ]);
    const { pushToken } = await monitorNamed(scene.client, "tk-app3/supervisor");
    expect(stdout).toContain("640 root:kuma-agent /etc/kuma-agent/tokens/~agent");
    expect(stdout).toContain("750 root:kuma-agent /etc/kuma-agent\n640 root:kuma-agent /etc/kuma-agent/agent.json");
    expect(stdout).toContain("640 root:kuma-agent /etc/kuma-agent/tokens/supervisor.service");
    expect(stdout).not.toContain(pushToken);
  });

  it("has nothing to do the second time", async () => {
    const was = await invocation();
    const monitor = await monitorNamed(scene.client, "tk-app3/supervisor");
    const files = await snapshot(scene.bed);
    const { code, stdout, stderr } = await scene.run("agent", "install", "supervisor");
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: "Nothing to do: the agent watches supervisor.service already.\n",
      stderr: "",
    });
    expect(await invocation()).toBe(was);
    expect((await monitorNamed(scene.client, "tk-app3/supervisor")).raw).toEqual(monitor.raw);
    expect(await snapshot(scene.bed)).toBe(files);
  });

  it("shows with --dry-run what a second unit changes in the files that are there", async () => {
    const state = await snapshot(scene.bed);
    const { stdout } = await scene.run("agent", "install", "nginx", "--dry-run");
    expect(stdout).toMatch(
      /\n {2}file {5}\/etc\/kuma-agent\/agent\.json {2}0640 root:kuma-agent .*\n {6}now: 0640 root:kuma-agent, \d+ bytes\n {6}@@ -\d+,\d+ \+\d+,\d+ @@\n(?: {6}[ +-].*\n)* {6}\+ +"unit": "nginx\.service"\n/,
    );
    expect(stdout).toMatch(/\n {2}service {2}kuma-agent\.service {2}enabled and running\n {6}now: active, enabled\n$/);
    expect(stdout).not.toContain((await monitorNamed(scene.client, "tk-app3/supervisor")).pushToken);
    const json = await scene.run("agent", "install", "nginx", "--dry-run", "--json");
    expect((await outputSchema("agent:install")).safeParse(JSON.parse(json.stdout)).error).toBeUndefined();
    expect(JSON.parse(json.stdout)).toMatchObject({
      monitorActions: [{ monitor: "tk-app3/nginx", action: { kind: "create-monitor", interval: 600 } }],
      hostSteps: [
        { kind: "file", part: "manifest", before: { kind: "file", mode: "0644" } },
        { kind: "file", part: "token", before: null, diff: null },
        { kind: "file", part: "config", diff: expect.stringContaining('+      "unit": "nginx.service"') },
        { kind: "service", before: { activeState: "active", isEnabled: true } },
      ],
    });
    expect(await snapshot(scene.bed)).toBe(state);
  });

  it("adds a second unit, and leaves the first monitor alone", async () => {
    const first = await monitorNamed(scene.client, "tk-app3/supervisor");
    const was = await invocation();
    const { code, stdout } = await scene.run("agent", "install", "nginx", "--interval", "30", "--tag", "env=prod");
    expect(code).toBe(0);
    // It was reloaded, so that the first monitor notices nothing.
    expect(await invocation()).toBe(was);
    const beats = await scene.client.monitors.heartbeats(first.id, { hours: 1 });
    expect(new Set(beats.map(({ status }) => status))).toEqual(new Set(["up"]));
    expect(stdout).toContain('nginx.service  UP  monitor "tk-app3/nginx"');
    expect((await monitorNamed(scene.client, "tk-app3/supervisor")).raw).toEqual(first.raw);
    expect(await monitorNamed(scene.client, "tk-app3/nginx")).toMatchObject({
      interval: 30,
      tags: [{ name: "env", value: "prod" }],
    });
  });

  it("reloads for another interval or notification, and forgets nothing", async () => {
    await scene.client.notifications.create({
      name: "on-call",
      type: "webhook",
      webhookURL: scene.sink.url,
      webhookContentType: "json",
    });
    const was = await invocation();
    for (const change of [
      ["--interval", "35"],
      ["--notify", "on-call"],
      ["--interval", "30", "--notify", "ops-chat"],
    ]) {
      const { code, stdout } = await scene.run("agent", "install", "nginx", ...change);
      expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining("nginx.service  UP") });
      expect(await invocation()).toBe(was);
    }
  });

  it("leaves checks of a person in the config alone", async () => {
    const config = JSON.parse(await scene.bed.readFile("/etc/kuma-agent/agent.json"));
    const own = { type: "command", name: "mine", command: ["/bin/true"], interval: 600, tokenFile: "tokens/mine" };
    await scene.bed.writeFile("/etc/kuma-agent/tokens/mine", "NotATokenOfKuma1\n", "0600");
    await scene.bed.writeFile(
      "/etc/kuma-agent/agent.json",
      JSON.stringify({ ...config, checks: [own, ...config.checks] }),
      "0600",
    );
    await scene.bed.exec(["chown", "-R", "kuma-agent:kuma-agent", "/etc/kuma-agent"]);
    expect((await scene.run("agent", "install", "nginx", "--interval", "40")).code).toBe(0);
    const { checks } = JSON.parse(await scene.bed.readFile("/etc/kuma-agent/agent.json"));
    expect(checks).toEqual([own, config.checks[0], { ...config.checks[1], interval: 40 }]);
    expect(await monitorNamed(scene.client, "tk-app3/nginx")).toMatchObject({ interval: 40 });
    const unit = await scene.bed.readFile("/etc/systemd/system/kuma-agent.service");
    expect(unit).toContain("ProtectHome=read-only");
    // What a person has put there, a person takes away.
    await scene.bed.writeFile("/etc/kuma-agent/agent.json", JSON.stringify({ ...config, checks }), "0600");
    const withoutOwn = { ...config, checks: checks.slice(1) };
    await scene.bed.writeFile("/etc/kuma-agent/agent.json", JSON.stringify(withoutOwn), "0600");
    await scene.bed.exec(["rm", "/etc/kuma-agent/tokens/mine"]);
    expect((await scene.run("agent", "install", "nginx")).code).toBe(0);
  });

  it("alerts when the unit is killed, and says why", async () => {
    await scene.bed.exec(["systemctl", "kill", "-s", "KILL", "nginx"]);
    const alert = await scene.sink.waitFor(({ status }) => status === "down");
    expect(alert.text).toContain("tk-app3/nginx");
    expect(alert.text).toMatch(/nginx\.service/);
    const again = await scene.run("agent", "install", "nginx");
    expect(again).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Nothing to do/) });
    expect(again.stderr).toMatch(/^Warning: nginx\.service is DOWN right now: .*signal KILL/);
    await scene.bed.exec(["systemctl", "start", "nginx"]);
    await scene.sink.waitFor(({ status, text }) => status === "up" && text.includes("tk-app3/nginx"));
  });

  it("shows each check with kuma agent status, to anybody", async () => {
    await scene.bed.addUser("alice");
    for (const words of [["uninstall"], ["remove", "nginx"]]) {
      const { code, stderr } = await scene.runAs("alice", "agent", ...words, "--yes");
      const needed =
        "Error: Changing the agent of the whole host needs root, and this is alice.\nHint: the same with sudo\n";
      expect({ words, code, stderr }).toEqual({ words, code: 1, stderr: needed });
    }
    const { code, stdout } = await scene.runAs("alice", "agent", "status", "--json");
    expect((await outputSchema("agent:status")).safeParse(JSON.parse(stdout)).error).toBeUndefined();
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      scope: "system",
      problem: null,
      service: { activeState: "active", isEnabled: true },
      agent: {
        checks: [
          { name: "supervisor.service", status: "up", lastPush: { ok: true } },
          { name: "nginx.service", status: "up", lastPush: { ok: true } },
        ],
        heartbeat: { name: "kuma-agent", status: "up", lastPush: { ok: true } },
      },
    });
    const table = await scene.run("agent", "status");
    expect(table.stdout).toMatch(/CHECK +STATE +SINCE +LAST PUSH +NEXT PUSH +LAST RESULT/);
    expect(table.stdout).toMatch(
      /nginx\.service +✓ UP +\d+s ago +\d+s ago: ok +(?:in \d+s|now) +\d+s ago: nginx\.service is running /,
    );
    await scene.bed.exec(["bash", "-c", "loginctl disable-linger alice; sleep 0.5; userdel -r alice"]);
  });

  it("says with 8 that the server does not hear of a check, and an install mends it", async () => {
    const { id } = await monitorNamed(scene.client, "tk-app3/nginx");
    await scene.client.monitors.pause(id);
    await scene.bed.exec(["systemctl", "restart", "kuma-agent"]);
    await expect.poll(async () => (await scene.run("agent", "status")).code, { timeout: 20_000 }).toBe(8);
    const { stderr, stdout } = await scene.run("agent", "status", "--json");
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: "KUMA_AGENT_NOT_HEARD", exit: 8 } });
    expect(JSON.parse(stdout)).toMatchObject({
      problem: expect.stringMatching(/^The server does not hear of nginx\.service: the server knows no active monitor/),
    });
    expect((await scene.run("agent", "install", "supervisor", "nginx")).code).toBe(0);
    expect((await scene.run("agent", "status")).code).toBe(0);
  });

  it("comes back after a reboot", async () => {
    const was = await monitorNamed(scene.client, "tk-app3/supervisor");
    const last = (await scene.client.monitors.heartbeats(was.id, { hours: 1 })).at(-1)?.time ?? new Date(0);
    await scene.bed.reboot();
    await scene.bed.exec(["systemctl", "start", "supervisor", "nginx"]);
    await expect
      .poll(async () => (await scene.client.monitors.heartbeats(was.id, { hours: 1 })).at(-1)?.time.getTime() ?? 0, {
        timeout: 20_000,
      })
      .toBeGreaterThan(last.getTime());
  });

  it("says with 8 that the agent does not run", async () => {
    await scene.bed.exec(["systemctl", "stop", "kuma-agent"]);
    const { code, stderr } = await scene.run("agent", "status");
    expect(code).toBe(8);
    expect(stderr).toContain("The agent does not run (inactive, dead).");
    await scene.bed.exec(["systemctl", "start", "kuma-agent"]);
  });

  it("takes one unit away, with its monitor", async () => {
    const was = await invocation();
    const { code, stdout } = await scene.run("agent", "uninstall", "nginx", "--delete-monitors", "--yes");
    expect(code).toBe(0);
    expect(await invocation()).toBe(was);
    expect(stdout).toMatch(
      /^The agent does not watch nginx\.service any more\.\nDeleted tk-app3\/nginx \(id \d+\)\.\n$/,
    );
    expect(await monitorNames(scene.client)).toEqual(withAgent("tk-app3/supervisor"));
    expect((await scene.bed.exec(["ls", "/etc/kuma-agent/tokens"])).stdout).toBe("supervisor.service\n~agent\n");
    expect((await scene.run("agent", "status")).stdout).not.toContain("nginx");
  });

  it("does not uninstall without a confirmation", async () => {
    const { code, stderr } = await scene.run("agent", "uninstall");
    expect(code).toBe(2);
    expect(stderr).toContain("--yes");
    expect((await scene.run("agent", "uninstall", "redis", "--yes")).code).toBe(3);
  });

  it("says with --dry-run what an uninstall would do, and does nothing", async () => {
    const state = await snapshot(scene.bed);
    const { code, stdout } = await scene.run("agent", "uninstall", "--dry-run", "--delete-monitors");
    expect(code).toBe(0);
    expect(stdout.replaceAll(/id \d+/g, "id N")).toMatch(
      /^On http\S+:\n {2}delete the monitor tk-app3\/supervisor \(id N\)\n {2}delete the monitor tk-app3\/agent \(id N\)\n {2}delete the group tk-app3 \(id N\), which is empty then\nOn this host:\n/,
    );
    expect(stdout).toContain("  stop     kuma-agent.service  stopped and disabled\n");
    expect(stdout).toContain("  remove   /etc/kuma-agent/agent.json\n");
    const json = await scene.run("agent", "uninstall", "--dry-run", "--json");
    expect(JSON.parse(json.stdout)).toMatchObject({ dryRun: true, server: null, monitorSteps: [], monitorActions: [] });
    expect((await outputSchema("agent:uninstall")).safeParse(JSON.parse(json.stdout)).error).toBeUndefined();
    expect(await snapshot(scene.bed)).toBe(state);
    expect((await scene.run("agent", "status")).code).toBe(0);
    expect(await monitorNames(scene.client)).toEqual(withAgent("tk-app3/supervisor"));
  });

  it("leaves nothing behind when the last unit goes", async () => {
    const { code, stdout } = await scene.run("agent", "uninstall", "--yes");
    expect(code).toBe(0);
    expect(stdout).toContain("The monitors were left");
    expect(await monitorNames(scene.client)).toEqual(withAgent("tk-app3/supervisor"));
    expect(await snapshot(scene.bed)).toBe(before);
    expect((await scene.run("agent", "status")).code).toBe(3);
    expect(await scene.run("agent", "uninstall", "--yes")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^No agent is installed here\. .* kuma agent uninstall --delete-monitors /s),
    });
    // Something reported to them a moment ago: a copy of this host might.
    const left = await scene.run("agent", "uninstall", "--yes", "--delete-monitors", "--json");
    expect(JSON.parse(left.stdout)).toMatchObject({ changed: false, deletedMonitors: [], deletedGroups: [] });
    const { stdout: said } = await scene.run("agent", "uninstall", "--yes", "--delete-monitors");
    expect(said.replaceAll(/\s+/g, " ")).toMatch(/tk-app3\/supervisor .* kuma monitor delete \d+/);
    expect(await monitorNames(scene.client)).toEqual(withAgent("tk-app3/supervisor"));
  });

  it("finds its monitor again by the marker, also under another name", async () => {
    const { id } = await monitorNamed(scene.client, "tk-app3/supervisor");
    await scene.client.monitors.update(id, { name: "the process babysitter" });
    expect((await scene.run("agent", "install", "supervisor")).code).toBe(0);
    expect(await monitorNames(scene.client)).toEqual(withAgent("the process babysitter"));
    const { stdout } = await scene.run("agent", "uninstall", "--yes", "--delete-monitors");
    expect(stdout.replaceAll(/id \d+/g, "id N")).toContain(
      "Deleted the process babysitter (id N), tk-app3/agent (id N), the group tk-app3 (id N).",
    );
    expect(await monitorNames(scene.client)).toEqual([]);
  });
});
