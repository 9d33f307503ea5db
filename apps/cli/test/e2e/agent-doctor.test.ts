import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { outputSchema } from "../support/built-kuma.ts";
import { monitorNamed, monitorNames, startAgentScene, type AgentScene } from "./agent-scene.ts";

let scene: AgentScene;

beforeAll(async () => {
  scene = await startAgentScene(process.env["KUMA_TEST_CHECKOUT"]);
  for (const unit of ["web", "db", "cache"]) await scene.addService(`${unit}.service`);
  await scene.bed.exec(["useradd", "--create-home", "alice"]);
});

afterAll(async () => {
  await scene[Symbol.asyncDispose]();
});

interface Report {
  readonly well: boolean;
  readonly hosts: readonly { readonly host: string; readonly version: string | null; readonly checks: number }[];
  readonly findings: readonly { readonly code: string; readonly name: string; readonly cure: string }[];
}

async function doctor(run: AgentScene["run"]): Promise<Report & { readonly code: number | null }> {
  const { stdout, stderr, code } = await run("doctor", "--json");
  if (stdout === "") throw new Error(stderr);
  const data: unknown = JSON.parse(stdout);
  expect((await outputSchema("doctor")).safeParse(data).error).toBeUndefined();
  return { ...(data as Report), code };
}

const found = ({ findings }: Report): readonly string[] =>
  findings
    .filter(({ code }) => code !== "never-tested")
    .map(({ code, name }) => `${code} ${name}`)
    .toSorted();

describeOnBed("kuma doctor on a host", () => {
  it("finds no agent, and an agent that is well", async () => {
    expect(await doctor(scene.run)).toMatchObject({ code: 0, well: true, hosts: [] });
    const { code, stderr } = await scene.run("agent", "install", "web", "db", "cache", "--interval", "60");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const report = await doctor(scene.run);
    expect(report).toMatchObject({ code: 0, well: true, hosts: [{ host: "tk-app3", checks: 3 }] });
    expect(found(report)).toEqual([]);
    expect((await scene.run("doctor")).stdout).toMatch(/✓ tk-app3: the agent [\d.]+ with 3 checks\n/);
  });

  it("finds where the agent and the server disagree, each with its cure", async () => {
    const { client } = scene;
    const [web, db, cache] = await Promise.all(
      ["web", "db", "cache"].map((name) => monitorNamed(client, `tk-app3/${name}`)),
    );
    if (web === undefined || db === undefined || cache === undefined) throw new Error("no monitors");
    await client.monitors.update(web.id, { description: null, interval: 20 });
    await client.monitors.update(cache.id, { pushToken: "another0token0anothe" });
    await client.monitors.delete(db.id);
    const report = await doctor(scene.run);
    expect(report).toMatchObject({ code: 8, well: false });
    const disagreements = found(report).filter((one) => !/^(?:not-heard|late-reports|silent|agent-not-well)/.test(one));
    expect(disagreements).toEqual([
      "interval-differs tk-app3/web",
      "marker-lost tk-app3/web",
      "no-monitor tk-app3",
      "other-token tk-app3/cache",
    ]);
    expect(report.findings.find(({ code }) => code === "no-monitor")?.cure).toBe("kuma agent install db.service");
  });

  it("an ordinary user hears of the agent, and nothing about tokens that only root can read", async () => {
    await scene.login({ user: "alice" });
    const report = await doctor((...words) => scene.runAs("alice", ...words));
    expect(report.hosts).toMatchObject([{ host: "tk-app3", checks: 3 }]);
    expect(found(report).filter((one) => /^(?:other-token|no-monitor)/.test(one))).toEqual([]);
  });

  it("the same install again mends all of it: a monitor without its marker is known by its token", async () => {
    const { client } = scene;
    const { id } = await monitorNamed(client, "tk-app3/web");
    await client.monitors.update(id, { name: "Front page", description: "Call Ann." });
    const install = ["agent", "install", "web", "db", "cache", "--interval", "60"];
    const { code, stderr } = await scene.run(...install);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(found(await doctor(scene.run)).filter((one) => !one.startsWith("late-reports"))).toEqual([]);
    expect(await client.monitors.get(id)).toMatchObject({
      name: "Front page",
      description: expect.stringMatching(/^Call Ann\. \[kumakit v1 .*check=web\.service/),
    });
    expect(await monitorNames(client)).toEqual(
      ["Front page", "tk-app3", "tk-app3/agent", "tk-app3/cache", "tk-app3/db"].toSorted(),
    );
    expect((await scene.run(...install)).stdout).toMatch(/^Nothing to do/);
  });

  it("finds a host whose clock is another one than that of the server", async () => {
    const { bed } = scene;
    await bed.writeFile("/usr/local/bin/date", '#!/bin/sh\nexec /bin/date -d "+300 seconds" "$@"\n', "0755");
    const { findings } = await doctor(scene.run);
    await bed.exec(["rm", "/usr/local/bin/date"]);
    expect(findings.find(({ code }) => code === "clock-differs")).toMatchObject({
      name: "tk-app3",
      message: expect.stringMatching(/^its clock is (?:29\d|30\d) s ahead of that of the server/),
    });
  });

  it("finds an agent that does not run, and a check that is gone", async () => {
    await scene.run("agent", "uninstall", "db", "--yes");
    await scene.bed.exec(["systemctl", "stop", "kuma-agent"]);
    const report = await doctor(scene.run);
    expect(report).toMatchObject({ code: 8, well: false });
    expect(found(report).filter((one) => !one.startsWith("late-reports"))).toEqual([
      "agent-not-well tk-app3",
      "orphan tk-app3/db",
    ]);
  });

  it("finds that the host itself does not get to the server", async () => {
    expect((await doctor(scene.run)).hosts).toMatchObject([
      { road: { program: "curl", reached: true, failedAt: null } },
    ]);
    await scene.kuma.stop();
    const report = await doctor(scene.run);
    expect(report.hosts).toMatchObject([{ road: { program: "curl", reached: false, failedAt: "tcp" } }]);
    expect(found(report)).toEqual(expect.arrayContaining(["not-reached tk-app3"]));
    const { stdout } = await scene.run("doctor");
    expect(stdout).toContain("the server does not answer there");
  });
});
