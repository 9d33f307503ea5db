import {
  makeTempHome,
  runCommand,
  startCommand,
  startSshd,
  type CommandResult,
  type RunningCommand,
} from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { dirname } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

import { KUMA, outputSchema } from "../support/built-kuma.ts";
import { monitorNamed, startAgentScene, type AgentScene } from "./agent-scene.ts";
import { ToldStory } from "./told-story.ts";

let scene: AgentScene;
let story: ToldStory;

beforeAll(async () => {
  scene = await startAgentScene(process.env["KUMA_TEST_CHECKOUT"]);
  story = new ToldStory(scene);
  const service = (more: string): string =>
    `[Unit]\n${more}\n[Service]\nExecStart=/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n`;
  await scene.bed.writeUnit("shop.service", service("Description=A shop"));
  await scene.bed.writeUnit("till.service", service("Requires=shop.service\nAfter=shop.service"));
  await scene.bed.writeUnit("way.service", service("Before=ssh.service"));
  await scene.bed.writeUnit("ssh-door.service", service("BindsTo=way.service"));
  await scene.bed.exec(["systemctl", "start", "shop", "till", "way", "ssh-door"]);
  const { code, stderr } = await scene.run("agent", "install", "shop", "--interval", "60");
  if (code !== 0) throw new Error(stderr);
});

afterAll(async () => {
  await scene[Symbol.asyncDispose]();
});

async function isActive(...units: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await scene.bed.exec(["systemctl", "is-active", "--", ...units]);
  return stdout.trim().split("\n");
}

/** All that a drill puts on a host. */
async function traces(): Promise<string> {
  const find = "find /etc/systemd /run/systemd -name '*kuma-drill*' -o -name timers.target.wants";
  return (await scene.bed.exec(["sh", "-c", `${find}; systemctl list-units --all | grep kuma-drill`])).stdout;
}

async function untilOver(): Promise<void> {
  await expect.poll(() => isActive("shop", "till"), { timeout: 90_000, interval: 200 }).toEqual(["active", "active"]);
  await expect.poll(traces, { timeout: 20_000, interval: 200 }).toBe("");
}

/** Starts a drill that no agent notices, and waits until its service has stopped. */
async function beginUnnoticed(start: () => RunningCommand): Promise<RunningCommand> {
  const { id } = await monitorNamed(scene.client, "tk-app3/shop");
  const newest = async () => (await scene.client.monitors.heartbeats(id, { hours: 1 })).at(-1)?.status;
  await expect.poll(newest, { timeout: 60_000, interval: 200 }).toBe("up");
  await scene.bed.exec(["systemctl", "stop", "kuma-agent"]);
  const run = start();
  let ended: CommandResult | undefined;
  void run.finished.then((result) => (ended = result));
  const state = async (): Promise<unknown> => ended ?? (await isActive("shop"));
  await expect.poll(state, { timeout: 30_000, interval: 20 }).toEqual(["inactive"]);
  return run;
}

async function startAgent(): Promise<void> {
  await scene.bed.exec(["systemctl", "start", "kuma-agent"]);
}

describeOnBed("kuma verify --drill", () => {
  it("refuses what would cut off the host, what does not run, and what is not a service", async () => {
    const cases: readonly (readonly [unit: string, code: number, said: string])[] = [
      ["ssh", 6, "ssh.service"],
      ["systemd-journald", 6, "it holds the host, its network or the way to it"],
      ["dbus", 6, "it holds the host"],
      ["kuma-agent", 6, "it holds the host"],
      ["way", 6, "ssh-door.service would stop together with it, and holds the host"],
      ["multi-user.target", 6, "only services can be stopped"],
      ["nosuch", 3, "There is no unit nosuch.service"],
      ["a b", 2, "can be no unit"],
    ];
    for (const [unit, code, said] of cases) {
      const refused = await scene.run("verify", "--drill", unit, "--yes");
      expect({ unit, code: refused.code, stderr: refused.stderr }).toMatchObject({ unit, code });
      expect(refused.stderr).toContain(said);
    }
    expect((await scene.run("verify", "--drill", "shop")).code).toBe(2);
    const unwatched = await scene.run("verify", "--drill", "till", "--yes");
    expect(unwatched).toMatchObject({ code: 3, stderr: expect.stringContaining("kuma verify MONITOR --drill till") });
    // What carries the command itself, whatever it is called.
    const carried = await scene.runBelow(
      ["systemd-run", "--quiet", "--unit=odd-door", "--wait", "--pipe", "--setenv=HOME=/root"],
      ..."verify --drill odd-door --yes".split(" "),
    );
    expect(carried).toMatchObject({ code: 6, stderr: expect.stringContaining("it carries this very command") });
    expect(await traces()).toBe("");
  });

  it("shows what it would do, and stops nothing", async () => {
    const { code, stdout } = await scene.run("verify", "--drill", "shop", "--dry-run");
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        "Would put a timer on tk-app3 that starts shop.service, till.service again after 30 s.",
        'Would stop shop.service there, until tk-app3/shop is DOWN, which alerts "ops-chat".',
        "Would start shop.service, till.service again, and take the timer away.\n",
      ].join("\n"),
    );
    expect(await isActive("shop", "till")).toEqual(["active", "active"]);
  });

  it("stops a service until Uptime Kuma has alerted, and starts it again with those that stopped with it", async () => {
    story.beginAnew();
    const { code, stdout, stderr } = await scene.run("verify", "--drill", "shop", "--yes", "--json");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const data = JSON.parse(stdout) as { readonly stop: { readonly down: { readonly ms: number } } };
    expect((await outputSchema("verify")).safeParse(data).error).toBeUndefined();
    expect(data).toMatchObject({
      drill: "shop.service",
      host: "tk-app3",
      proven: true,
      findings: [],
      channels: [{ name: "ops-chat", acknowledged: null }],
      stop: {
        down: { message: expect.stringContaining("shop.service") },
        up: { message: expect.stringContaining("shop.service") },
        runs: true,
      },
    });
    await story.untilAlerts("down shop", "up shop");
    await untilOver();
  });

  it("says before it stops anything that nobody would be alerted", async () => {
    const { id } = await monitorNamed(scene.client, "tk-app3/shop");
    await scene.client.monitors.pause(id);
    const paused = await scene.run("verify", "--drill", "shop", "--yes");
    expect(paused).toMatchObject({ code: 8, stdout: expect.stringContaining(`kuma monitor resume id:${id}`) });
    await scene.client.monitors.resume(id);
    await scene.run("agent", "mute", "shop", "--for", "5m");
    const muted = await scene.run("verify", "--drill", "shop", "--yes", "--json");
    expect(JSON.parse(muted.stdout)).toMatchObject({ proven: false, stop: null, findings: [{ code: "muted" }] });
    await scene.run("agent", "unmute", "shop");
    await untilOver();
  });

  it("starts it again when no DOWN comes in time, and says so with 8", async () => {
    await scene.bed.exec(["systemctl", "stop", "kuma-agent"]);
    const { code, stdout } = await scene.run("verify", "--drill", "shop", "--yes", "--for", "2s");
    await startAgent();
    expect({ code, stdout }).toMatchObject({ code: 8, stdout: expect.stringContaining("no DOWN within 2 s") });
    await untilOver();
  });

  it("starts it at once after Ctrl-C", async () => {
    const run = await beginUnnoticed(() => scene.start("verify", "--drill", "shop", "--yes", "--for", "10m"));
    run.kill("SIGINT");
    const { code } = await run.finished;
    expect(code).toBe(130);
    await untilOver();
    await startAgent();
  });

  it("is ended by the host when kuma is killed, and lets no second drill begin meanwhile", async () => {
    const run = await beginUnnoticed(() => scene.start("verify", "--drill", "shop", "--yes", "--for", "6s"));
    run.kill("SIGKILL");
    await run.finished;
    expect((await scene.run("verify", "--drill", "way", "--yes")).code).toBe(6);
    await untilOver();
    await startAgent();
  });

  it("works over SSH, and is ended by the host when the laptop is gone", async () => {
    using home = makeTempHome();
    using sshd = await startSshd(scene.bed, { name: "tk-app3" });
    const env = { ...home.env, PATH: `${sshd.searchPath}:${dirname(process.execPath)}` };
    const { username = "", password = "" } = scene.kuma.admin ?? {};
    const kuma = (...args: readonly string[]): readonly [string, ...string[]] => [process.execPath, KUMA, ...args];
    const login = kuma("login", scene.kuma.url, "--username", username, "--password-stdin");
    expect((await runCommand(login, { env, input: password })).code).toBe(0);
    const drill = ["--yes", "--host", "root@tk-app3", "--for", "8s"];
    const refused = await runCommand(kuma("verify", "--drill", "bed-sshd", ...drill), { env });
    expect(refused).toMatchObject({ code: 6, stderr: expect.stringContaining("it carries this very command") });
    const whole = await runCommand(kuma("verify", "--drill", "shop", ...drill), { env, timeout: 60_000 });
    expect({ code: whole.code, stderr: whole.stderr }).toEqual({ code: 0, stderr: "" });
    expect(whole.stdout).toMatch(
      /^✓ shop\.service on tk-app3 was stopped, Uptime Kuma noticed it, and it runs again\n\n +\d\.\d s {2}stopped\n +\d\.\d s {2}DOWN /,
    );
    const run = await beginUnnoticed(() =>
      startCommand(kuma("verify", "--drill", "shop", ...drill), { env, input: "" }),
    );
    run.kill("SIGKILL");
    await run.finished;
    await untilOver();
    await startAgent();
  });

  it("is ended by the host after a reboot in the middle, of a service that no boot starts", async () => {
    const run = await beginUnnoticed(() => scene.start("verify", "--drill", "shop", "--yes", "--for", "5s"));
    run.kill("SIGKILL");
    await scene.bed.reboot();
    await untilOver();
    expect(await isActive("shop", "till")).toEqual(["active", "active"]);
  });
});
