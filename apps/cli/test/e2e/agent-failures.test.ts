import type { FaultProxy } from "@kumakit/testkit";
import { startFaultProxy } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";

import { monitorNamed, monitorNames, snapshot, startAgentScene, withAgent, type AgentScene } from "./agent-scene.ts";

let scene: AgentScene;
let proxy: FaultProxy;
let before: string;

beforeAll(async () => {
  scene = await startAgentScene();
  proxy = await startFaultProxy({ target: scene.kuma.url });
  await scene.login({ url: proxy.url });
  await scene.addService("demo.service");
});

afterAll(async () => {
  await proxy.close();
  await scene[Symbol.asyncDispose]();
});

beforeEach(async () => {
  before = await snapshot(scene.bed);
});

afterEach(async () => {
  await proxy.set({ kind: "none" });
  await scene.bed.exec(["rm", "-rf", "/etc/systemd/system/kuma-agent.service.d"]);
});

/** Holds heartbeats back, so that an install has to wait for its first one. */
async function holdPushes(): Promise<void> {
  await proxy.set({ kind: "delay", request: 60_000 }, { path: "/api/push" });
}

/** Waits until the install has made its monitor. */
async function untilMonitorExists(): Promise<void> {
  await expect.poll(() => monitorNames(scene.client), { timeout: 20_000, interval: 20 }).toContain("tk-app3/demo");
}

/** How many pushes came as far as the proxy. */
const pushes = (): number => proxy.requests.filter(({ path }) => path.startsWith("/api/push")).length;

describeOnBed("kuma agent install that fails leaves nothing behind", () => {
  it("when the pushes do not reach Uptime Kuma, and says what they meet", async () => {
    await proxy.set({ kind: "html200" }, { path: "/api/push" });
    const { code, stderr, stdout } = await scene.run("agent", "install", "demo");
    expect({ code, stdout }).toEqual({ code: 5, stdout: "" });
    expect(stderr).toContain(`No heartbeat of "tk-app3/demo" reached ${proxy.url} from this host: `);
    expect(stderr).toContain("HTTP 200 with a web page");
    expect(stderr).toContain("Everything that was done was undone.");
    expect(await monitorNames(scene.client)).toEqual([]);
    expect(await snapshot(scene.bed)).toBe(before);
  });

  it("when the agent may not use the network", async () => {
    const dropIn = "/etc/systemd/system/kuma-agent.service.d/no-network.conf";
    await scene.bed.writeFile(dropIn, "[Service]\nRestrictAddressFamilies=\nRestrictAddressFamilies=AF_UNIX\n");
    before = await snapshot(scene.bed);
    const { code, stderr } = await scene.run("agent", "install", "demo");
    expect(code).toBe(5);
    expect(stderr).toMatch(/No heartbeat of "tk-app3\/demo" reached .* from this host: /);
    expect(await monitorNames(scene.client)).toEqual([]);
    expect(await snapshot(scene.bed)).toBe(before);
  });

  it("when the agent does not start, and shows what it said", async () => {
    const dropIn = "/etc/systemd/system/kuma-agent.service.d/broken.conf";
    await scene.bed.writeFile(
      dropIn,
      "[Service]\nExecStart=\nExecStart=/bin/sh -c 'echo the flux is broken; exit 3'\n",
    );
    before = await snapshot(scene.bed);
    const { code, stderr } = await scene.run("agent", "install", "demo");
    expect(code).toBe(1);
    expect(stderr).toContain("the flux is broken");
    expect(stderr).toContain("Everything that was done was undone.");
    expect(await monitorNames(scene.client)).toEqual([]);
    expect(await snapshot(scene.bed)).toBe(before);
  });

  it("when nothing can be written, and does not speak of what was never there", async () => {
    const readOnly = 'mount -t tmpfs -o ro tmpfs /usr/local/lib && exec "$@"';
    const { code, stderr } = await scene.runBelow(
      ["unshare", "-m", "sh", "-c", readOnly, "sh"],
      "agent",
      "install",
      "demo",
    );
    expect(code).toBe(1);
    expect(stderr).toContain("Could not make /usr/local/lib/kuma-agent: the file system is read-only.");
    expect(stderr).toContain("Everything that was done was undone.");
    expect(await monitorNames(scene.client)).toEqual([]);
    expect(await snapshot(scene.bed)).toBe(before);
  });

  it("when a token is wrong", async () => {
    await scene.bed.writeFile("/root/token", "WrongToken12\n", "0600");
    before = await snapshot(scene.bed);
    const { code, stderr } = await scene.run(
      "agent",
      "install",
      "demo",
      "--token-file",
      "/root/token",
      "--server",
      proxy.url,
    );
    expect(code).toBe(5);
    expect(stderr).toContain("the server knows no active monitor with this token");
    expect(stderr).not.toContain("WrongToken12");
    expect(await snapshot(scene.bed)).toBe(before);
  });

  it("when Uptime Kuma dies between the monitor and the first heartbeat; then it names the monitor", async () => {
    await holdPushes();
    const earlier = pushes();
    const install = scene.start("agent", "install", "demo");
    await untilMonitorExists();
    const { id } = await monitorNamed(scene.client, "tk-app3/demo");
    // All that comes before the first heartbeat is done.
    await expect.poll(pushes, { timeout: 20_000, interval: 20 }).toBeGreaterThan(earlier);
    await scene.kuma.kill();
    const killed = Date.now();
    const { code, stderr } = await install.finished;
    const took = Date.now() - killed;
    const left = await snapshot(scene.bed);
    // First of all: the tests that follow need it.
    await scene.kuma.start();
    expect(code).toBe(5);
    expect(took).toBeLessThan(25_000);
    expect(stderr).toContain("Not everything could be undone:");
    expect(stderr).toContain(`could not delete the monitor "tk-app3/demo" (id ${id})`);
    expect(left).toBe(before);
    await proxy.set({ kind: "none" });
    await expect.poll(() => monitorNames(scene.client), { timeout: 30_000 }).toEqual(withAgent("tk-app3/demo"));
    const { code: again, stdout } = await scene.run("agent", "install", "demo");
    expect(again).toBe(0);
    expect(stdout).toContain(`(id ${id}, kept)`);
    expect((await scene.run("agent", "uninstall", "--delete-monitors", "--yes")).code).toBe(0);
    expect(await snapshot(scene.bed)).toBe(before);
  }, 240_000);
});

describeOnBed("kuma agent install that is interrupted", () => {
  it.each([100, 400, 700, 1000, 1300, 1600, 2000, 3000])(
    "leaves nothing behind with Ctrl-C after %i ms",
    async (after) => {
      await holdPushes();
      const install = scene.start("agent", "install", "demo");
      await new Promise((resolve) => setTimeout(resolve, after));
      install.kill("SIGINT");
      const { code, stdout } = await install.finished;
      expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
      expect(await monitorNames(scene.client)).toEqual([]);
      expect(await snapshot(scene.bed)).toBe(before);
    },
  );

  it.each([600, 1000, 1400])("goes on where SIGKILL after %i ms has stopped it", async (after) => {
    await holdPushes();
    const install = scene.start("agent", "install", "demo");
    await new Promise((resolve) => setTimeout(resolve, after));
    install.kill("SIGKILL");
    await install.finished;
    await proxy.set({ kind: "none" });
    const { code, stderr } = await scene.run("agent", "install", "demo");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(await monitorNames(scene.client)).toEqual(withAgent("tk-app3/demo"));
    expect((await scene.run("agent", "uninstall", "--delete-monitors", "--yes")).code).toBe(0);
    expect(await monitorNames(scene.client)).toEqual([]);
    expect(await snapshot(scene.bed)).toBe(before);
  });

  it("puts a running agent back as it was", async () => {
    await scene.addService("second.service");
    before = await snapshot(scene.bed);
    expect((await scene.run("agent", "install", "demo")).code).toBe(0);
    const installed = await snapshot(scene.bed);
    const config = await scene.bed.readFile("/etc/kuma-agent/agent.json");
    await holdPushes();
    const install = scene.start("agent", "install", "second");
    await expect.poll(() => monitorNames(scene.client), { timeout: 20_000 }).toContain("tk-app3/second");
    await new Promise((resolve) => setTimeout(resolve, 800));
    install.kill("SIGTERM");
    expect((await install.finished).code).toBe(143);
    expect(await monitorNames(scene.client)).toEqual(withAgent("tk-app3/demo"));
    expect(await snapshot(scene.bed)).toBe(installed);
    expect(await scene.bed.readFile("/etc/kuma-agent/agent.json")).toBe(config);
    expect(await scene.run("agent", "status")).toMatchObject({ code: 0, stderr: "" });
    await proxy.set({ kind: "none" });
    expect((await scene.run("agent", "uninstall", "--delete-monitors", "--yes")).code).toBe(0);
    expect(await snapshot(scene.bed)).toBe(before);
  });
});

describeOnBed("kuma agent install that is refused", () => {
  it("lets only one run at a time", async () => {
    await holdPushes();
    const first = scene.start("agent", "install", "demo");
    await untilMonitorExists();
    const { code, stderr } = await scene.run("agent", "install", "demo");
    expect(code).toBe(6);
    expect(stderr).toMatch(/Another install or uninstall \(process \d+\) is at work on this host\./);
    first.kill("SIGINT");
    await first.finished;
  });

  it("takes a monitor that somebody else has made only when asked to", async () => {
    const [notification] = await scene.client.notifications.list();
    const { id } = await scene.client.monitors.create({
      type: "push",
      name: "tk-app3/demo",
      interval: 90,
      description: "made by hand",
      notificationIds: [notification?.id ?? 0],
    });
    const refused = await scene.run("agent", "install", "demo");
    expect(refused.code).toBe(6);
    expect(refused.stderr).toContain(
      `The monitor "tk-app3/demo" (id ${id}) exists already, and no install of kuma has made it`,
    );
    expect(refused.stderr).toContain("--adopt");
    await scene.client.monitors.pause(id);
    await scene.client.monitors.update(id, { upsideDown: true });
    const adopted = await scene.run("agent", "install", "demo", "--adopt");
    expect(adopted).toMatchObject({ code: 0 });
    expect(await scene.client.monitors.get(id)).toMatchObject({
      interval: 90,
      upsideDown: false,
      active: true,
      maxRetries: 0,
    });
    expect((await scene.client.monitors.get(id)).description).toMatch(/^made by hand \[kumakit v1 host=/);
    expect((await scene.run("agent", "uninstall", "--delete-monitors", "--yes")).code).toBe(0);
  });

  it("changes nothing when the config on the host is broken", async () => {
    expect((await scene.run("agent", "install", "demo")).code).toBe(0);
    await scene.bed.exec(["bash", "-c", 'echo \'{ "version": 1, "serverr": {} }\' > /etc/kuma-agent/agent.json']);
    const files = await snapshot(scene.bed);
    const { code, stderr } = await scene.run("agent", "install", "demo");
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /The agent's config on this host is wrong, and nothing was changed:\n\/etc\/kuma-agent\/agent\.json:1:/,
    );
    expect(await snapshot(scene.bed)).toBe(files);
    const gone = await scene.run("agent", "uninstall", "--delete-monitors", "--yes");
    expect(gone.stdout).toContain("/etc/kuma-agent/agent.json was left: it holds what kuma has not brought.");
    await scene.bed.exec(["rm", "-r", "/etc/kuma-agent"]);
    expect(await snapshot(scene.bed)).toBe(before);
  });

  it("does not touch a service of that name which it has not brought", async () => {
    await scene.bed.writeUnit("kuma-agent.service", "[Service]\nExecStart=/bin/sleep infinity\n");
    const { code, stderr } = await scene.run("agent", "install", "demo");
    expect(code).toBe(6);
    expect(stderr).toContain("/etc/systemd/system/kuma-agent.service is on this host already");
    await scene.bed.exec(["bash", "-c", "rm /etc/systemd/system/kuma-agent.service; systemctl daemon-reload"]);
  });

  it("says that there is no systemd", async () => {
    const hidden = 'mount -t tmpfs tmpfs /run/systemd && exec "$@"';
    const { code, stderr } = await scene.runBelow(
      ["unshare", "-m", "sh", "-c", hidden, "sh"],
      "agent",
      "install",
      "demo",
    );
    expect(code).toBe(1);
    expect(stderr).toContain("This host does not run systemd");
  });

  it("reports a unit that is down right now, and stays", async () => {
    await scene.bed.exec(["systemctl", "stop", "demo"]);
    const { code, stdout, stderr } = await scene.run("agent", "install", "demo");
    expect(code).toBe(0);
    expect(stderr).toMatch(/Warning: demo\.service is DOWN right now: .*The agent stays installed and reports it\./);
    expect(stdout).toContain("demo.service  DOWN");
    expect((await scene.run("agent", "uninstall", "--delete-monitors", "--yes")).code).toBe(0);
  });
});
