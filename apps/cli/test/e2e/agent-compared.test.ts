import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { outputSchema } from "../support/built-kuma.ts";
import { monitorNamed, monitorNames, startAgentScene, withAgent, type AgentScene } from "./agent-scene.ts";

let scene: AgentScene;

beforeAll(async () => {
  scene = await startAgentScene();
  for (const unit of ["web", "db"]) await scene.addService(`${unit}.service`);
  await scene.bed.exec(["useradd", "--create-home", "alice"]);
});

afterAll(async () => {
  await scene[Symbol.asyncDispose]();
});

interface Status {
  readonly server: {
    readonly url: string | null;
    readonly reason: string | null;
    readonly isComplete: boolean;
    readonly findings: readonly { readonly code: string; readonly name: string; readonly cure: string }[];
  };
}

async function status(...words: readonly string[]): Promise<Status["server"] & { readonly code: number | null }> {
  const { stdout, stderr, code } = await scene.run("agent", "status", "--json", ...words);
  if (stdout === "") throw new Error(stderr);
  const data: unknown = JSON.parse(stdout);
  expect((await outputSchema("agent:status")).safeParse(data).error).toBeUndefined();
  return { ...(data as Status).server, code };
}

async function found(): Promise<readonly string[]> {
  const { findings } = await status();
  // The server may have raised its own alarm while the agent counted on a longer interval.
  return findings.filter(({ code }) => code !== "silent").map(({ code, name, cure }) => `${code} ${name}: ${cure}`);
}

describeOnBed("kuma agent status, compared with the server", () => {
  it("says that all fits", async () => {
    expect(await scene.run("agent", "install", "web", "db", "--interval", "60")).toMatchObject({ code: 0 });
    expect(await status()).toMatchObject({ code: 0, reason: null, isComplete: true, findings: [] });
    const { stdout } = await scene.run("agent", "status");
    expect(stdout).toContain(`✓ Compared with ${scene.kuma.url}: everything fits.`);
  });

  it("finds an interval that was changed on the server alone; its cure brings the agent along", async () => {
    const { id } = await monitorNamed(scene.client, "tk-app3/web");
    await scene.client.monitors.update(id, { interval: 20 });
    const { code, stdout, stderr } = await scene.run("agent", "status");
    expect(code).toBe(8);
    expect(stdout).toContain("✗ tk-app3/web: its interval is 20 s, and the agent counts on 60 s:");
    expect(stderr).toContain("The server does not fit the agent: tk-app3/web");
    expect(await found()).toEqual(["interval-differs tk-app3/web: kuma agent set web.service --interval 20"]);
    expect(await scene.run("agent", "set", "web.service", "--interval", "20")).toMatchObject({ code: 0 });
    expect(await found()).toEqual([]);
  });

  it("finds settings by which nobody is alerted truly", async () => {
    const [web, db, group] = await Promise.all(
      ["tk-app3/web", "tk-app3/db", "tk-app3"].map((name) => monitorNamed(scene.client, name)),
    );
    if (web === undefined || db === undefined || group === undefined) throw new Error("no monitors");
    await scene.client.monitors.update(web.id, { upsideDown: true, maxRetries: 2 });
    await scene.client.monitors.update(db.id, { notificationIds: [] });
    expect(await found()).toEqual([
      `upside-down tk-app3/web: kuma monitor edit id:${web.id} --set upsideDown=false`,
      `retries tk-app3/web: kuma monitor edit id:${web.id} --set maxRetries=0`,
      `nobody-alerted tk-app3/db: kuma monitor edit id:${db.id} --notify CHANNEL`,
    ]);
    await scene.client.monitors.update(web.id, { upsideDown: false, maxRetries: 0 });
    // Somebody may have wished that.
    expect(await status()).toMatchObject({ code: 0, findings: [{ code: "nobody-alerted" }] });
    await scene.client.monitors.update(db.id, { notificationIds: web.notificationIds });
    await scene.client.monitors.pause(group.id);
    expect(await found()).toContain(`group-paused tk-app3/web: kuma monitor resume id:${group.id}`);
    await scene.client.monitors.resume(group.id);
    expect(await found()).toEqual([]);
  });

  it("finds something else that reports to a monitor", async () => {
    const { pushToken } = await monitorNamed(scene.client, "tk-app3/db");
    await expect
      .poll(
        async () => {
          await fetch(`${scene.kuma.url}/api/push/${pushToken}?status=up&msg=tk-copy%3A+db.service+is+running`);
          return (await found()).map((one) => one.replace(/: .*/, ""));
        },
        { timeout: 30_000, interval: 2000 },
      )
      .toEqual(["fed-by-another tk-app3/db"]);
    const { stdout, code } = await scene.run("agent", "status");
    expect(code).toBe(8);
    expect(stdout).toContain(
      'something else than the agent of tk-app3 reports to it, too: "tk-copy: db.service is running"',
    );
  });

  it("a marker that a person has deleted is found, and install writes it again, whatever the monitor is called", async () => {
    const { id, pushToken } = await monitorNamed(scene.client, "tk-app3/web");
    await scene.client.monitors.update(id, { name: "the shop", description: "call Ann" });
    expect(await found()).toContain("marker-lost the shop: kuma agent install web.service");
    const before = await monitorNames(scene.client);
    expect(await scene.run("agent", "install", "web.service")).toMatchObject({ code: 0 });
    expect(await monitorNames(scene.client)).toEqual(before);
    const after = await monitorNamed(scene.client, "the shop");
    expect(after).toMatchObject({ id, pushToken, description: expect.stringMatching(/^call Ann \[kumakit v1 /) });
    await scene.client.monitors.update(id, { name: "tk-app3/web" });
  });

  it("finds a token that is another one, and a monitor that is gone; their cures mend it", async () => {
    const web = await monitorNamed(scene.client, "tk-app3/web");
    await scene.client.monitors.update(web.id, { pushToken: "another0token0anothe" });
    expect(await found()).toContain("other-token tk-app3/web: kuma agent token rotate web.service");
    expect(await scene.run("agent", "token", "rotate", "web.service")).toMatchObject({ code: 0 });
    const db = await monitorNamed(scene.client, "tk-app3/db");
    await scene.client.monitors.delete(db.id);
    expect(await found()).toEqual(["no-monitor tk-app3: kuma agent install db.service"]);
    expect(await scene.run("agent", "install", "db.service", "--interval", "60")).toMatchObject({ code: 0 });
    expect(await found()).toEqual([]);
    expect(await monitorNames(scene.client)).toEqual(withAgent("tk-app3/db", "tk-app3/web"));
  });

  it("an ordinary user hears of settings, and what was not compared", async () => {
    await scene.login({ user: "alice" });
    const { code, stdout } = await scene.runAs("alice", "agent", "status");
    const fits = "everything fits. Tokens and intervals were not: root alone may read them.";
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(fits) });
  });

  it("without a login, and with a server that is away, it ends by the host's own state", async () => {
    await scene.bed.exec(["useradd", "--create-home", "bob"]);
    const unknown = await scene.runAs("bob", "agent", "status");
    expect(unknown).toMatchObject({ code: 0, stderr: "" });
    expect(unknown.stdout).toContain("Not compared with the server: nobody is logged in to one (kuma login URL).");
    const { code, reason, findings } = await status("--server", "http://127.0.0.1:1");
    expect({ code, findings }).toEqual({ code: 0, findings: [] });
    expect(reason).toContain("not logged in to http://127.0.0.1:1");
    await scene.kuma.stop();
    const away = await scene.run("agent", "status");
    expect(away.stdout).toMatch(/\nNot compared with the server: /);
    expect(away.stderr).not.toContain("does not fit");
  });
});
