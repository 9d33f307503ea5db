import { fileURLToPath } from "node:url";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { startAgentScene, type AgentScene } from "./agent-scene.ts";

const kuma = fileURLToPath(new URL("../../bin/kuma.js", import.meta.url));
const folder = "/etc/kuma-agent";
const dropIn = `${folder}/conf.d/10-own.yaml`;
const rule = "/etc/polkit-1/rules.d/50-kuma-agent.rules";

/** Written by a person, comment and all. */
const ownChecks = `# the backup of tk-app3
checks:
  - { type: command, name: own job, command: [/bin/true], interval: 60, tokenFile: tokens/own }
  - { type: systemd, name: mended, unit: own.service, interval: 60, tokenFile: tokens/mended, restart: { after: 1s } }
`;

describeOnBed("a person's checks in conf.d beside the agent's config", () => {
  let scene: AgentScene;

  beforeAll(async () => {
    scene = await startAgentScene();
    for (const name of ["demo", "second", "own"]) await scene.addService(`${name}.service`);
    await sh(`mkdir -p ${rule.replace(/[^/]*$/, "")}`);
    // As a configuration management leaves it before there is any agent: root's, and for root alone.
    await writeOwn("own", "mended");
    await sh(`chmod 0700 ${folder} ${folder}/conf.d ${folder}/tokens && chmod 0600 ${dropIn}`);
  });
  afterAll(async () => scene[Symbol.asyncDispose]());

  async function sh(script: string): Promise<string> {
    const { code, stdout, stderr } = await scene.bed.exec(["sh", "-ec", script]);
    if (code !== 0) throw new Error(`${script}: ${stderr}`);
    return stdout;
  }

  async function writeOwn(...tokens: readonly string[]): Promise<void> {
    for (const name of tokens) {
      const { pushToken } = await scene.client.monitors.create({
        type: "push",
        name,
        interval: 60,
        notificationIds: [],
      });
      await scene.bed.writeFile(`${folder}/tokens/${name}`, `${pushToken ?? ""}\n`, "0600");
    }
    await scene.bed.writeFile(dropIn, ownChecks);
  }

  /** What a person has brought, to the byte. */
  const kept = (): Promise<string> => sh(`cd ${folder} && cat conf.d/* tokens/own tokens/mended`);

  /** Every check of the agent, as `name: UP ok`. */
  async function watched(): Promise<string[]> {
    const { stdout } = await scene.run("agent", "status", "--json");
    const { agent } = JSON.parse(stdout);
    return agent.checks.map(
      ({
        name,
        status,
        lastPush,
      }: {
        name: string;
        status: string;
        lastPush: { ok: boolean; error?: string } | null;
      }) => `${name}: ${status} ${lastPush?.ok === true ? "ok" : (lastPush?.error ?? "not pushed")}`,
    );
  }

  const all = ["demo.service: up ok", "own job: up ok", "mended: up ok"];

  it("prepared before any agent, are watched from the first install on, with the rights that they need", async () => {
    const before = await kept();
    const { code, stderr } = await scene.run("agent", "install", "demo");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    await expect.poll(watched, { timeout: 10_000 }).toEqual(all);
    expect(await kept()).toBe(before);
    expect(await sh(`cat ${rule}`)).toContain('["own.service"]');
    expect((await scene.run("agent", "install", "demo")).stdout).toMatch(/^Nothing to do/);
  });

  it("stay as they are when a unit comes and goes", async () => {
    const before = await kept();
    expect((await scene.run("agent", "install", "second")).code).toBe(0);
    await expect.poll(watched, { timeout: 10_000 }).toEqual([all[0], "second.service: up ok", ...all.slice(1)]);
    expect((await scene.run("agent", "uninstall", "second", "--yes", "--delete-monitors")).code).toBe(0);
    await expect.poll(watched, { timeout: 10_000 }).toEqual(all);
    expect(await kept()).toBe(before);
    expect(await sh(`cat ${rule}`)).toContain('["own.service"]');
  });

  it("are refused when they watch what is to be installed, with the file that says so", async () => {
    const { code, stderr } = await scene.run("agent", "install", "own");
    expect(code).toBe(6);
    expect(stderr).toContain(`${dropIn} already has a check "mended" for own.service`);
    expect(stderr).toContain(`take it out of ${dropIn} first`);
    expect(await watched()).toEqual(all);
  });

  it("survive the agent: it is said that nothing watches them, and a new agent can read them again", async () => {
    const before = await kept();
    const gone = await scene.run("agent", "uninstall", "--yes", "--delete-monitors");
    expect(gone).toMatchObject({ code: 0, stderr: "" });
    expect(gone.stdout).toContain(`${folder}/agent.json was left: the checks in ${folder}/conf.d need it.`);
    expect(gone.stdout).toContain("Nothing watches own job, mended any more, which kuma has not brought.");
    expect(await kept()).toBe(before);
    expect((await scene.run("agent", "status")).code).toBe(3);
    // The number that the agent's user had goes to somebody else.
    await sh("useradd --system newcomer");
    const { code, stderr } = await scene.run("agent", "install", "demo");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    await expect.poll(watched, { timeout: 10_000 }).toEqual(all);
    expect(await kept()).toBe(before);
  });

  it("that are wrong are named, and do not keep the agent from going or its checks from coming back", async () => {
    await scene.bed.writeFile(`${folder}/conf.d/20-broken.yaml`, "checks:\n  - { type: comand, name: x }\n");
    const before = await kept();
    const refused = await scene.run("agent", "install", "demo");
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(`${folder}/conf.d/20-broken.yaml:2:7: checks[0].type: must be one of`);
    expect(refused.stderr).toContain(`mend ${folder}/conf.d/20-broken.yaml first`);
    expect(await watched()).toEqual(all);
    expect((await scene.run("agent", "uninstall", "--yes", "--delete-monitors")).code).toBe(0);
    expect(await kept()).toBe(before);
    expect(JSON.parse(await sh(`cat ${folder}/agent.json`))).toMatchObject({ checks: [] });
    await sh(`rm ${folder}/conf.d/20-broken.yaml`);
    expect((await scene.run("agent", "install", "demo")).code).toBe(0);
    await expect.poll(watched, { timeout: 10_000 }).toEqual(all);
  });

  it("are found behind links as well, where the agent finds them", async () => {
    const before = await kept();
    await sh(`mv ${folder}/conf.d /srv/conf.d && ln -s /srv/conf.d ${folder}/conf.d`);
    await sh(
      "mv /srv/conf.d/10-own.yaml /srv/own && ln -s /srv/own /srv/conf.d/10-own.yaml && chmod a+rX /srv/conf.d /srv/own",
    );
    await sh("systemctl reload kuma-agent");
    expect((await scene.run("agent", "install", "demo")).stdout).toMatch(/^Nothing to do/);
    const dry = await scene.run("agent", "uninstall", "--dry-run");
    expect(dry.stdout).not.toContain(`remove   ${folder}/agent.json`);
    expect((await scene.run("agent", "uninstall", "--yes", "--delete-monitors")).code).toBe(0);
    expect(await kept()).toBe(before);
    expect((await scene.run("agent", "install", "demo")).code).toBe(0);
    await expect.poll(watched, { timeout: 10_000 }).toEqual(all);
  });

  it("are asked about before they go unwatched", async () => {
    const asked = scene.bed.start(
      ["script", "-qec", `stty cols 200 && ${process.execPath} ${kuma} agent uninstall`, "/dev/null"],
      {
        env: { HOME: "/root", TERM: "dumb" },
      },
    );
    await asked.waitForText("which kuma has not brought");
    asked.kill("SIGTERM");
    await asked.finished;
    expect(await watched()).toEqual(all);
  });
});
