import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";

import { outputSchema } from "../support/built-kuma.ts";
import { monitorNamed, monitorNames, snapshot, startAgentScene, withAgent, type AgentScene } from "./agent-scene.ts";
import { applyUserData } from "./user-data.ts";

let scene: AgentScene;
let before: string;
let installed: string;

const units = ["supervisor", "nginx"];

beforeAll(async () => {
  scene = await startAgentScene();
  for (const unit of units) await scene.addService(`${unit}.service`);
  before = await snapshot(scene.bed);
});

afterAll(async () => {
  await scene[Symbol.asyncDispose]();
});

/**
 * Mode, owner and content of all that an agent is made of, and what else an install leaves on a host: but for the machine
 * that its tokens are for, of which a printed plan knows nothing (decision 24).
 */
async function agentFiles(): Promise<string> {
  const script = `find /etc/kuma-agent /usr/local/lib/kuma-agent /usr/local/bin /etc/systemd/system ! -name machine-id -printf '%M %u:%g %p %l\\n' | sort
    find /etc/kuma-agent /usr/local/lib/kuma-agent /usr/local/bin/kuma-agent /etc/systemd/system/kuma-agent.service -type f ${contents}
    getent passwd kuma-agent | cut -d: -f1,5-; systemctl is-enabled kuma-agent; systemctl is-active kuma-agent`;
  return await inBed(script);
}

/** The rest of a `find` that prints the digests of what it finds, and then the manifest. */
const contents = `! -name machine-id ! -name manifest.json -print0 | sort -z | xargs -0 sha256sum
    grep -v /machine-id /usr/local/lib/kuma-agent/manifest.json | tr -d ,`;

async function inBed(script: string): Promise<string> {
  const { stdout, stderr, code } = await scene.bed.exec(["bash", "-c", script]);
  if (code !== 0) throw new Error(`${stderr}${stdout}`);
  return stdout;
}

async function tokens(): Promise<readonly string[]> {
  const names = ["tk-app3/agent", "tk-app3/supervisor", "tk-app3/nginx"];
  return await Promise.all(names.map(async (name) => (await monitorNamed(scene.client, name)).pushToken ?? ""));
}

/** Prints a plan with the facts that lie in the bed. */
async function print(...words: readonly string[]): ReturnType<AgentScene["run"]> {
  return await scene.run("agent", "install", ...units, "--facts", "/root/facts.json", "--print", ...words);
}

/** Waits until each monitor has a beat that is newer than a moment. */
async function expectBeats(since: Date): Promise<void> {
  for (const name of ["tk-app3/agent", "tk-app3/supervisor", "tk-app3/nginx"]) {
    const { id } = await monitorNamed(scene.client, name);
    const lastUp = async (): Promise<number> =>
      (await scene.client.monitors.heartbeats(id, { hours: 1 }))
        .findLast(({ status }) => status === "up")
        ?.time.getTime() ?? 0;
    await expect.poll(lastUp, { timeout: 20_000 }).toBeGreaterThanOrEqual(since.getTime());
  }
}

async function uninstall(): Promise<void> {
  expect((await scene.run("agent", "uninstall", "--yes")).code).toBe(0);
  await inBed("rm -rf /root/facts.json /root/plan.* /root/tokens /root/facts-of-others.json");
  expect(await snapshot(scene.bed)).toBe(before);
}

async function collectFacts(): Promise<void> {
  const { code, stdout, stderr } = await scene.run("agent", "facts", ...units);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect((await outputSchema("agent:facts")).safeParse(JSON.parse(stdout)).error).toBeUndefined();
  await scene.bed.writeFile("/root/facts.json", stdout, "0600");
}

describeOnBed("kuma agent install --print", () => {
  it("prints data for a host that is known by its facts, and makes nothing", async () => {
    await collectFacts();
    const { code, stdout, stderr } = await print("json", "--json");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const plan = JSON.parse(stdout);
    expect((await outputSchema("agent:install")).safeParse(plan).error).toBeUndefined();
    expect(plan).toMatchObject({
      version: 1,
      host: "tk-app3",
      scope: "system",
      account: "root",
      server: scene.kuma.url,
    });
    expect(plan.steps.slice(0, 3)).toMatchObject([
      { on: "server", monitor: "tk-app3/agent", action: { kind: "create-group", name: "tk-app3" } },
      { on: "server", monitor: "tk-app3/agent", action: { kind: "create-monitor", interval: 60 } },
      { on: "server", monitor: "tk-app3/supervisor", action: { kind: "create-monitor", interval: 600 } },
    ]);
    expect(plan.secrets).toEqual(
      ["supervisor", "nginx", "agent"].map((name) => ({
        ref: name === "agent" ? "tokens/~agent" : `tokens/${name}.service`,
        path: `/etc/kuma-agent/tokens/${name === "agent" ? "~agent" : `${name}.service`}`,
        meaning: `the push token of the monitor "tk-app3/${name}" (which is yet to be made)`,
      })),
    );
    expect(await monitorNames(scene.client)).toEqual([]);
  });

  it("prints tokens only into a file, which nobody else can read, and makes the monitors for them", async () => {
    expect(await print("script", "--with-secrets")).toMatchObject({ code: 2, stdout: "" });
    await scene.bed.writeFile("/root/plan.sh", "of somebody else", "0644");
    const { code, stdout, stderr } = await print("script", "--with-secrets", "--output-file", "/root/plan.sh");
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "The plan is in /root/plan.sh.\n", stderr: "" });
    expect(await inBed("stat -c '%a %U' /root/plan.sh; ls -A /root | grep plan")).toBe("600 root\nplan.sh\n");
    expect(await monitorNames(scene.client)).toEqual(withAgent("tk-app3/nginx", "tk-app3/supervisor"));
    const text = await scene.bed.readFile("/root/plan.sh");
    for (const token of await tokens()) expect(text).toContain(token);
  });

  it("is a script that installs the agent", async () => {
    const since = new Date();
    const { code, stdout, stderr } = await scene.bed.exec(["sh", "/root/plan.sh"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(
      /^folder {3}\/usr\/local\/lib\/kuma-agent {2}0755 root:root\n[^]*\nservice {2}kuma-agent\.service {2}enabled and running\nDone\.\n$/,
    );
    await expectBeats(since);
    installed = await agentFiles();
    expect(await inBed("ls -A /run /var/lib | grep kuma-agent-install || true")).toBe("");
    // What it has brought is known to the agent's commands.
    expect((await scene.run("agent", "status")).code).toBe(0);
  });

  it("does no harm when it is run again", async () => {
    expect((await scene.bed.exec(["sh", "/root/plan.sh"])).code).toBe(0);
    expect(await agentFiles()).toBe(installed);
  });

  it("prints what is missing alone, of a host that has an agent, and no token", async () => {
    await collectFacts();
    await inBed("rm /etc/kuma-agent/tokens/nginx.service");
    const { code, stdout } = await scene.run("agent", "install", ...units, "--print", "json");
    expect(code).toBe(0);
    const { steps } = JSON.parse(stdout);
    expect(steps).toMatchObject([
      { on: "host", step: { kind: "file", part: "token", content: { from: "secret", ref: "tokens/nginx.service" } } },
      { on: "host", step: { kind: "service", how: "reload" } },
    ]);
    for (const token of await tokens()) expect(stdout).not.toContain(token);
    await uninstall();
  });

  it("has the same outcome as an install, but for the machine that the tokens are for", async () => {
    expect((await scene.run("agent", "install", ...units)).code).toBe(0);
    expect(await agentFiles()).toBe(installed);
    expect(await inBed("cat /etc/kuma-agent/machine-id")).toBe(await inBed("cat /etc/machine-id"));
    await uninstall();
  });

  it("takes the tokens from files when it holds none", async () => {
    await collectFacts();
    const { stdout } = await print("script");
    for (const token of await tokens()) expect(stdout).not.toContain(token);
    await scene.bed.writeFile("/root/plan.sh", stdout, "0644");
    const without = await scene.bed.exec(["sh", "/root/plan.sh", "/root/tokens"]);
    expect(without).toMatchObject({ code: 1, stdout: "" });
    expect(without.stderr).toContain("there is no file supervisor.service in the folder of tokens");
    const [agent, supervisor, nginx] = await tokens();
    await inBed("install -d -m 0700 /root/tokens");
    await scene.bed.writeFile("/root/tokens/~agent", `${agent}\n`, "0600");
    await scene.bed.writeFile("/root/tokens/supervisor.service", supervisor ?? "", "0600");
    await scene.bed.writeFile("/root/tokens/nginx.service", `${nginx} `, "0600");
    const wrong = await scene.bed.exec(["sh", "/root/plan.sh", "/root/tokens"]);
    expect(wrong.stderr).toBe("the file /root/tokens/nginx.service does not hold a push token and nothing else\n");
    await scene.bed.writeFile("/root/tokens/nginx.service", `${nginx}\n`, "0600");
    expect(await scene.bed.exec(["sh", "/root/plan.sh", "/root/tokens"])).toMatchObject({ code: 0, stderr: "" });
    expect(await agentFiles()).toBe(installed);
    await uninstall();
  });

  it("puts everything back when a step fails, and refuses another host", async () => {
    await collectFacts();
    await print("script", "--with-secrets", "--output-file", "/root/plan.sh");
    await inBed("sed -i 's/^END$/END/; s/ExecStart=.*/ExecStart=\\/bin\\/false/' /root/plan.sh");
    const cut = await scene.bed.exec(["sh", "/root/plan.sh"]);
    expect(cut.code).toBe(1);
    expect(cut.stderr).toContain("this file was changed or cut off after it was printed\nEverything was put back.\n");
    const text = await scene.bed.readFile("/root/plan.sh");
    await scene.bed.writeFile("/root/plan.sh", text.replace("require_host 'tk-app3'", "require_host 'web1'"), "0600");
    const other = await scene.bed.exec(["sh", "/root/plan.sh"]);
    expect(other).toMatchObject({ code: 1, stdout: "" });
    expect(other.stderr).toBe("Nothing was done: this was printed for the host web1, and this is tk-app3.\n");
    await inBed("rm -rf /root/facts.json /root/plan.sh");
    expect(await snapshot(scene.bed)).toBe(before);
  });

  it("says what the facts do not hold", async () => {
    await scene.bed.writeFile("/root/facts.json", "{}", "0600");
    expect(await print("script")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("holds facts of another version than 1"),
    });
    await collectFacts();
    const { code, stderr } = await scene.run(
      "agent",
      "install",
      "redis",
      "--facts",
      "/root/facts.json",
      "--print",
      "script",
    );
    expect(code).toBe(2);
    expect(stderr).toContain("The facts of tk-app3 say nothing of redis.service");
    expect(stderr).toContain("kuma agent facts redis.service");
  });

  it("is user data of cloud-init that has the same outcome", async () => {
    const { code } = await print("cloud-init", "--with-secrets", "--output-file", "/root/plan.yaml");
    expect(code).toBe(0);
    const since = new Date();
    await applyUserData(scene.bed, await scene.bed.readFile("/root/plan.yaml"));
    await expectBeats(since);
    expect(await agentFiles()).toBe(installed);
    await collectFacts();
    const again = await print("cloud-init");
    expect(again.code).toBe(0);
    expect(parse(again.stdout)).toEqual({ write_files: [], runcmd: [] });
    await uninstall();
  });

  it("prints an agent that is a shell script as well", async () => {
    const files = `cd / && find etc/kuma-agent etc/systemd/system usr/local -path '*kuma-agent*' ! -name machine-id -printf '%M %u:%g %p %l\\n' | sort
      find etc/kuma-agent etc/systemd/system usr/local -path '*kuma-agent*' -type f ${contents}`;
    await collectFacts();
    const secret = ["--with-secrets", "--output-file", "/root/plan.sh"];
    expect((await print("script", "--runtime", "sh", ...secret)).code).toBe(0);
    const since = new Date();
    expect(await scene.bed.exec(["sh", "/root/plan.sh"])).toMatchObject({ code: 0, stderr: "" });
    await expectBeats(since);
    const printed = await inBed(files);
    expect(printed).toContain("usr/local/lib/kuma-agent/");
    expect(printed).not.toContain("kuma-agent.mjs");
    await uninstall();
    expect((await scene.run("agent", "install", ...units, "--runtime", "sh")).code).toBe(0);
    expect(await inBed(files)).toBe(printed);
    await uninstall();
  });

  it.each(["node", "sh"])(
    "has the same outcome by bash, dash and BusyBox's ash, for an agent by %s",
    async (runtime) => {
      const files = "find /etc/kuma-agent /etc/systemd/system /usr/local ! -name manifest.json -type f";
      const outcome = `${files} -path '*kuma-agent*' -printf '%M %u:%g %p\\n' -exec sha256sum {} + | sort; grep -v /machine-id /usr/local/lib/kuma-agent/manifest.json | tr -d ,`;
      await collectFacts();
      const words = ["--runtime", runtime, "--with-secrets", "--output-file"];
      expect((await print("script", ...words, "/root/plan.sh")).code).toBe(0);
      expect((await print("cloud-init", ...words, "/root/plan.yaml")).code).toBe(0);
      const userData = await scene.bed.readFile("/root/plan.yaml");
      const ways: readonly [string, () => Promise<unknown>][] = [
        ["bash", () => inBed("bash --posix /root/plan.sh; bash /root/plan.sh")],
        ["dash", () => inBed("dash /root/plan.sh")],
        ["ash", () => inBed(`PATH=${busyboxPath} busybox ash /root/plan.sh`)],
        ["cloud-init by ash", () => applyUserData(scene.bed, userData, { PATH: busyboxPath })],
      ];
      const seen = new Map<string, string>();
      await inBed("rm -rf /srv/busybox && mkdir /srv/busybox && busybox --install -s /srv/busybox");
      // The steps of both agents are the same kinds: one of them is enough for all shells.
      for (const [name, work] of ways.filter(([way]) => runtime === "node" || way !== "bash")) {
        const since = new Date();
        await work();
        await expectBeats(since);
        seen.set(name, await inBed(outcome));
        expect((await scene.run("agent", "uninstall", "--yes")).code).toBe(0);
      }
      expect([...new Set(seen.values())]).toEqual([seen.get("dash")]);
      expect(seen.get("dash")).toContain("/etc/kuma-agent/tokens/nginx.service");
      await uninstall();
    },
  );
});

/** The programs of BusyBox come before those of the bed; it has no flock in Debian. */
const busyboxPath = "/srv/busybox:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
