import { startSystemdBed, type SystemdBed } from "@kumakit/testkit";
import { setTimeout as sleep } from "node:timers/promises";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";

import { agentLog, installOnBed, serviceFacts, tokenOf, watching } from "../support/agent-on-bed.ts";
import { startPushRecorder, type PushRecorder, type RecordedPush } from "../support/push-recorder.ts";

const configFile = "/etc/kuma-agent/agent.json";

let bed: SystemdBed;
let server: PushRecorder;

beforeAll(async () => {
  bed = await startSystemdBed();
});

afterAll(async () => {
  await bed.stop();
});

async function must(...argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await bed.exec(argv);
  if (code !== 0) throw new Error(`${argv.join(" ")}: ${stderr}`);
  return stdout;
}

beforeEach(async () => {
  server = await startPushRecorder();
  for (const name of ["one", "two", "three"]) {
    await bed.writeFile(
      `/etc/systemd/system/${name}.service`,
      "[Unit]\nStartLimitIntervalSec=0\n[Service]\nExecStart=/bin/sleep infinity\n",
    );
  }
  await must("systemctl", "daemon-reload");
  await must("systemctl", "start", "one", "two", "three");
});

afterEach(async () => {
  await bed.exec(["systemctl", "stop", "kuma-agent", "one", "two", "three"]);
  await bed.exec(["rm", "-rf", "/etc/systemd/system/kuma-agent.service.d", "/etc/kuma-agent"]);
  await bed.exec(["systemctl", "reset-failed"]);
  await server[Symbol.asyncDispose]();
});

function isUp(name: string): (push: { token: string; status: string }) => boolean {
  return ({ token, status }) => token === tokenOf(name) && status === "up";
}

async function setWatchdog(time: string): Promise<void> {
  await bed.writeFile("/etc/systemd/system/kuma-agent.service.d/life.conf", `[Service]\nWatchdogSec=${time}\n`);
  await must("systemctl", "daemon-reload");
  await must("systemctl", "restart", "kuma-agent");
}

describeOnBed("Type=notify", () => {
  it("is started when the checks are, and says how they are", async () => {
    await installOnBed(bed, watching(server.url, "one.service", "two.service"));
    expect(await serviceFacts(bed)).toMatchObject({
      Type: "notify",
      ActiveState: "active",
      WatchdogUSec: "15s",
      CanReload: "yes",
    });
    await server.waitFor(isUp("two.service"));
    await expect.poll(async () => (await serviceFacts(bed))["StatusText"], { timeout: 8000 }).toBe("2 checks: 2 up");
    await must("systemctl", "kill", "--signal=KILL", "one");
    await expect
      .poll(async () => (await serviceFacts(bed))["StatusText"], { timeout: 8000 })
      .toBe("2 checks: 1 up, 1 down (one.service)");
    expect(await agentLog(bed)).not.toContain("systemd was not notified");
  });

  it("a start that fails is said at once, with the agent's own words", async () => {
    const config = watching(server.url, "one.service");
    const before = performance.now();
    await expect(
      installOnBed(bed, { ...config, server: { ...config.server, caFile: "absent.pem" } }),
    ).rejects.toMatchObject({
      code: "INSTALLER_AGENT_DIED",
      message: expect.stringContaining("the certificate file cannot be read, there is no such file"),
    });
    expect(performance.now() - before).toBeLessThan(15_000);
  });

  it("a host without systemd-notify gets a service that needs none", async () => {
    await must("mv", "/usr/bin/systemd-notify", "/usr/bin/systemd-notify.away");
    try {
      await installOnBed(bed, watching(server.url, "one.service"));
      expect(await serviceFacts(bed)).toMatchObject({ Type: "exec", ActiveState: "active", WatchdogUSec: "0" });
      await server.waitFor(isUp("one.service"));
    } finally {
      await must("mv", "/usr/bin/systemd-notify.away", "/usr/bin/systemd-notify");
    }
  });
});

describeOnBed("the watchdog", () => {
  it("leaves an agent alone that works", async () => {
    await installOnBed(bed, watching(server.url, "one.service"));
    await setWatchdog("2s");
    const { MainPID } = await serviceFacts(bed);
    await sleep(7000);
    expect(await serviceFacts(bed)).toMatchObject({ MainPID, NRestarts: "0", ActiveState: "active" });
  });

  it("restarts one that hangs; no false DOWN, and a unit that died meanwhile is reported", async () => {
    await installOnBed(bed, watching(server.url, "one.service", "two.service"));
    await setWatchdog("3s");
    const { MainPID } = await serviceFacts(bed);
    await server.waitFor(isUp("two.service"));
    await must("kill", "-STOP", MainPID ?? "");
    await must("systemctl", "kill", "--signal=KILL", "two");
    await server.waitFor(({ token, status }) => token === tokenOf("two.service") && status === "down", 25_000);
    expect(await serviceFacts(bed)).toMatchObject({ NRestarts: "1", ActiveState: "active" });
    expect((await serviceFacts(bed))["MainPID"]).not.toBe(MainPID);
    expect(await agentLog(bed)).toContain("Watchdog timeout");
    expect(server.changes(tokenOf("one.service"))).toEqual(["up"]);
    expect(server.changes(tokenOf("two.service"))).toEqual(["up", "down"]);
    // A later install counts restarts from then on, and reloads.
    const after = await serviceFacts(bed);
    await installOnBed(bed, watching(server.url, "one.service"));
    expect(await serviceFacts(bed)).toMatchObject({ MainPID: after["MainPID"], NRestarts: "0" });
  });
});

describeOnBed("reload", () => {
  it("changes the checks while one of them dies: nothing is lost, and the others beat on", async () => {
    await installOnBed(bed, watching(server.url, "one.service", "two.service"));
    await server.waitFor(isUp("two.service"));
    const before = await serviceFacts(bed);
    const reloaded = installOnBed(bed, watching(server.url, "one.service", "three.service"));
    await sleep(300);
    await must("systemctl", "kill", "--signal=KILL", "one");
    await reloaded;
    await server.waitFor(({ token, status }) => token === tokenOf("one.service") && status === "down");
    await server.waitFor(isUp("three.service"));
    expect(await serviceFacts(bed)).toMatchObject({ MainPID: before["MainPID"], NRestarts: "0" });
    const reloadedAt = performance.now();
    await must("systemctl", "start", "one");
    await sleep(9000);
    expect(server.changes(tokenOf("one.service"))).toEqual(["up", "down", "up"]);
    expect(server.changes(tokenOf("two.service"))).toEqual(["up"]);
    expect(server.changes(tokenOf("three.service"))).toEqual(["up"]);
    expect(server.pushes.filter(({ token, at }) => token === tokenOf("two.service") && at > reloadedAt)).toEqual([]);
    expect(await agentLog(bed)).toContain("reloaded: 2 checks (1 started, 1 stopped, 1 unchanged)");
  });

  it("loses no death, whenever in a reload it comes", async () => {
    const config = watching(server.url, "one.service", "two.service");
    await installOnBed(bed, config);
    await server.waitFor(isUp("one.service"));
    const { MainPID } = await serviceFacts(bed);
    for (let round = 0; round < 12; round += 1) {
      // Each time the settings of the one that dies change, so that its check is replaced.
      const checks = config.checks.map((check) => ({ ...check, downAfter: round % 2 === 0 ? 3 : 4 }));
      const text = round % 3 === 2 ? "version: 2" : JSON.stringify({ ...config, checks });
      const since = performance.now();
      const script = `cat >${configFile}; kill -HUP ${MainPID}; sleep 0.0${round * 6}; systemctl kill --signal=KILL one`;
      await bed.exec(["sh", "-c", script], { input: text });
      const died = ({ at, token, status }: RecordedPush): boolean =>
        at > since && token === tokenOf("one.service") && status === "down";
      const down = await server.waitFor(died, 3000);
      await must("systemctl", "start", "one");
      await server.waitFor(({ at, token, status }) => at > down.at && isUp("one.service")({ token, status }));
    }
    const expected = Array.from({ length: 12 }, () => ["down", "up"]).flat();
    expect(server.changes(tokenOf("one.service"))).toEqual(["up", ...expected]);
    expect(server.changes(tokenOf("two.service"))).toEqual(["up"]);
    expect(await serviceFacts(bed)).toMatchObject({ MainPID, NRestarts: "0" });
  });

  it.each([
    ["systemctl reload", (): readonly string[] => ["systemctl", "reload", "kuma-agent"], 1],
    ["SIGHUP", (pid: string): readonly string[] => ["kill", "-HUP", pid], 0],
  ] as const)("by %s keeps the old config when the new one is wrong", async (_how, reload, code) => {
    await installOnBed(bed, watching(server.url, "one.service"));
    await server.waitFor(isUp("one.service"));
    const { MainPID } = await serviceFacts(bed);
    const wrong = { ...watching(server.url, "two.service"), cheks: [] };
    await bed.writeFile(configFile, JSON.stringify(wrong, null, 2), "0600");
    await must("chown", "kuma-agent:kuma-agent", configFile);
    expect((await bed.exec(reload(MainPID ?? ""))).code).toBe(code);
    await must("systemctl", "kill", "--signal=KILL", "one");
    const said = /agent\.json:\d+:3: cheks: unknown setting, did you mean "checks"\?/;
    await expect.poll(() => agentLog(bed), { timeout: 8000 }).toMatch(said);
    expect((await bed.exec(["/usr/local/bin/kuma-agent", "check", "--config", configFile])).stderr).toMatch(said);
    await server.waitFor(({ status }) => status === "down");
    await must("systemctl", "start", "one");
    await server.waitFor(({ message }) => message.includes("s down"));
    expect(server.changes(tokenOf("one.service"))).toEqual(["up", "down", "up"]);
    expect(server.changes(tokenOf("two.service"))).toEqual([]);
    expect(await serviceFacts(bed)).toMatchObject({ MainPID, NRestarts: "0", ActiveState: "active" });
  });

  it("takes a new token, and goes on with the rest", async () => {
    const config = watching(server.url, "one.service", "two.service");
    await installOnBed(bed, config);
    await server.waitFor(isUp("one.service"));
    const { MainPID } = await serviceFacts(bed);
    await installOnBed(bed, config, { "tokens/one.service": "TheNewToken" });
    await server.waitFor(({ token, status }) => token === "TheNewToken" && status === "up");
    expect(await serviceFacts(bed)).toMatchObject({ MainPID });
    expect(server.pushes.every(({ status }) => status === "up")).toBe(true);
  });

  it("is not enough for a command, which needs another sandbox", async () => {
    await installOnBed(bed, watching(server.url, "one.service"));
    const { MainPID } = await serviceFacts(bed);
    const config = watching(server.url, "one.service");
    config.checks.push({
      type: "command",
      name: "job",
      command: ["/bin/true"],
      interval: 20,
      tokenFile: "tokens/job",
    });
    await installOnBed(bed, config);
    await server.waitFor(isUp("job"));
    expect((await serviceFacts(bed))["MainPID"]).not.toBe(MainPID);
  });
});

describeOnBed("how the agent is", () => {
  it("goes to its own monitor and, through the sandbox, to node_exporter's folder", async () => {
    await must("install", "--directory", "--owner=nobody", "/var/lib/metrics");
    const config = watching(server.url, "one.service");
    const heartbeat = { interval: 20, tokenFile: "tokens/one.service" };
    const textfile = "/var/lib/metrics/kuma.prom";
    await installOnBed(bed, { ...config, heartbeat, textfile });
    // One fault that lasts is said, and harms nothing else.
    await expect.poll(() => agentLog(bed), { timeout: 8000 }).toContain("the textfile cannot be written: EACCES");
    await must("chown", "kuma-agent", "/var/lib/metrics");
    await server.waitFor(({ message }) => message === "tk-app3: 1 check: 1 up", 25_000);
    await expect
      .poll(() => bed.readFile(textfile).catch(() => ""), { timeout: 25_000 })
      .toContain('kuma_agent_check_up{check="one.service",type="systemd"} 1\n');
    expect((await bed.exec(["stat", "-c", "%a", textfile])).stdout).toBe("644\n");
    await must("systemctl", "stop", "kuma-agent");
    expect((await bed.exec(["ls", "/var/lib/metrics"])).stdout).toBe("");
  });
});
