import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { monitorNamed, monitorNames, startAgentScene, withAgent, type AgentScene } from "./agent-scene.ts";

/** Scripts as a person writes them for OpenRC: under its own supervisor, and under Debian's start-stop-daemon. */
const services: Readonly<Record<string, string>> = {
  cron: "command=/usr/sbin/cron\ncommand_args=-f\ncommand_background=yes\npidfile=/run/crond-by-openrc.pid\n",
  web: "supervisor=supervise-daemon\ncommand=/bin/sleep\ncommand_args=infinity\npidfile=/run/web.pid\nrespawn_max=2\n",
  plain: "command=/bin/tail\ncommand_args='-f /dev/null'\ncommand_background=yes\npidfile=/run/plain.pid\n",
};

let scene: AgentScene;
let before: string;

async function must(...argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await scene.bed.exec(argv);
  if (code !== 0) throw new Error(`${argv.join(" ")}: ${stderr}${stdout}`);
  return stdout;
}

async function kuma(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await scene.run(...args);
  if (code !== 0) throw new Error(`${args.join(" ")}: ${stderr}${stdout}`);
  return stdout;
}

/** All of a host that an install could leave something in. */
async function state(): Promise<string> {
  const find =
    "cd / && find etc usr/local var/lib var/spool run tmp -xdev -maxdepth 5 -name '*-' -o -name .pwd.lock -o -printf '%M %u:%g %p %l\\n' | sort";
  return await must("bash", "-c", `${find}; sha256sum /etc/passwd /etc/group; pgrep -u kuma-agent; true`);
}

/** One round, as cron starts it. */
async function round(): Promise<void> {
  const line = "KUMA_AGENT_STATE=/var/lib/kuma-agent /usr/local/lib/kuma-agent/look.sh";
  await expect
    .poll(async () => (await scene.bed.exec(["su", "-s", "/bin/sh", "-c", line, "kuma-agent"])).code)
    .not.toBe(75);
}

async function newest(name: string): Promise<{ readonly status: string; readonly message: string } | undefined> {
  const { id } = await monitorNamed(scene.client, name);
  return (await scene.client.monitors.heartbeats(id, { hours: 1 })).at(-1);
}

/** The line that the refusal of a unit gives. */
async function lineFor(service: string): Promise<string> {
  const { stderr } = await scene.run("agent", "install", service);
  return /kuma (agent add command --name .* esac' \S+)/.exec(stderr)?.[1] ?? stderr;
}

async function watch(service: string): Promise<void> {
  const line = await lineFor(service);
  const { code, stderr } = await scene.runBelow(["sh", "-c", `exec "$@" ${line}`, "sh"]);
  expect({ line, code, stderr }).toMatchObject({ code: 0 });
}

beforeAll(async () => {
  scene = await startAgentScene(undefined, { init: "openrc" });
  for (const [name, body] of Object.entries(services)) {
    await scene.bed.writeFile(`/etc/init.d/${name}`, `#!/sbin/openrc-run\n${body}`, "0755");
    await must("rc-update", "add", name, "default");
    await must("rc-service", name, "start");
  }
  before = await state();
});

afterAll(async () => {
  await scene[Symbol.asyncDispose]();
});

describeOnBed("kuma agent on a host with OpenRC", () => {
  it("watches a service by the line that the refusal of a unit names", async () => {
    expect(await lineFor("web")).toBe(
      `agent add command --name web -- /bin/sh -c '/usr/sbin/rc-service "$0" status || case $? in 3|32) exit 2;; *) exit 3;; esac' web`,
    );
    await watch("web");
    expect(await monitorNames(scene.client)).toEqual(withAgent("tk-app3/web"));
    expect(await newest("tk-app3/web")).toMatchObject({ status: "up", message: "tk-app3: * status: started" });
  });

  it("reports a stop at once, and a start", async () => {
    await must("rc-service", "web", "stop");
    await round();
    expect(await newest("tk-app3/web")).toMatchObject({
      status: "down",
      message: "tk-app3: * status: stopped (sh ended with exit code 2)",
    });
    await must("rc-service", "web", "start");
    await round();
    expect(await newest("tk-app3/web")).toMatchObject({ status: "up" });
  });

  it("reports a service that OpenRC has given up", async () => {
    const status = async (): Promise<string> => (await scene.bed.exec(["rc-service", "web", "status"])).stdout;
    await expect
      .poll(
        async () => {
          await scene.bed.exec(["pkill", "-KILL", "-x", "sleep"]);
          return await status();
        },
        { timeout: 30_000 },
      )
      .not.toContain("status: started");
    await round();
    expect(await newest("tk-app3/web")).toMatchObject({ status: "down" });
    await must("rc-service", "web", "zap");
    await must("rc-service", "web", "start");
    await round();
    expect(await newest("tk-app3/web")).toMatchObject({ status: "up" });
  });

  it("shows how it is", async () => {
    expect(JSON.parse(await kuma("agent", "status", "--json"))).toMatchObject({
      runtime: "sh",
      problem: null,
      service: { manager: "cron", activeState: "active" },
      agent: { checks: [{ name: "web", status: "up" }] },
    });
    expect(await kuma("agent", "logs")).toContain("web: DOWN:");
  });

  it("knows no more than OpenRC, as the page says of services under Debian's start-stop-daemon", async () => {
    await must("pkill", "-KILL", "-x", "tail");
    // Nobody reports its end to OpenRC.
    expect(await must("rc-service", "plain", "status")).toContain("status: started");
  });

  it(
    "goes on after an orderly reboot, in which a check is muted and nobody is alerted",
    { timeout: 240_000 },
    async () => {
      await kuma("agent", "mute", "web", "--for", "1h", "--reason", "new kernel");
      await must("rc-service", "web", "stop");
      await round();
      const muted = await newest("tk-app3/web");
      expect(muted).toMatchObject({
        status: "up",
        message: expect.stringContaining("(new kernel): is DOWN: * status: stopped"),
      });
      const alerts = scene.sink.alerts.length;
      await scene.bed.reboot();
      await expect
        .poll(() => newest("tk-app3/web"), { timeout: 100_000, interval: 500 })
        .toMatchObject({ status: "up", message: expect.stringContaining("(new kernel): * status: started") });
      expect(scene.sink.alerts.length).toBe(alerts);
    },
  );

  it("leaves nothing behind when it goes", async () => {
    await kuma("agent", "uninstall", "--yes", "--delete-monitors");
    expect(await state()).toBe(before);
    expect(await monitorNames(scene.client)).toEqual([]);
  });
});
