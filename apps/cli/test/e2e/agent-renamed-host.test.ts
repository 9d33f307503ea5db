import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { monitorNamed, monitorNames, snapshot, startAgentScene, withAgent, type AgentScene } from "./agent-scene.ts";

let scene: AgentScene;
let before: string;

beforeAll(async () => {
  scene = await startAgentScene();
  await scene.addService("demo.service");
  before = await snapshot(scene.bed);
});

afterAll(async () => {
  await scene[Symbol.asyncDispose]();
});

describeOnBed("a host that was renamed", () => {
  it("a renamed host gets a new monitor, and hears of the old one, which will alert", async () => {
    expect((await scene.run("agent", "install", "demo")).code).toBe(0);
    const old = await monitorNamed(scene.client, "tk-app3/demo");
    await scene.bed.exec(["hostname", "tk-new"]);
    const { code, stderr } = await scene.run("agent", "install", "demo");
    expect(code).toBe(0);
    expect(stderr).toContain(`Warning: The monitor "tk-app3/demo" (id ${old.id}) was made for this agent`);
    expect(stderr).toContain(`kuma monitor delete id:${old.id}`);
    expect(await monitorNames(scene.client)).toEqual(
      withAgent("tk-app3/demo", "tk-new", "tk-new/agent", "tk-new/demo"),
    );
    // It is said once: from now on the agent reports to the new one.
    expect(await scene.run("agent", "install", "demo")).toMatchObject({ code: 0, stderr: "" });
  });

  it("an uninstall on a renamed host leaves the monitors of the old name, and says so", async () => {
    await scene.bed.exec(["hostname", "tk-third"]);
    const renamed = await monitorNamed(scene.client, "tk-new/demo");
    const { code, stderr, stdout } = await scene.run("agent", "uninstall", "--yes", "--delete-monitors");
    expect(code).toBe(0);
    expect(stderr).toContain(`"tk-new/demo" (id ${renamed.id})`);
    expect(stdout).toBe("The agent was removed.\nThere was no monitor of this host to delete.\n");
    expect(await monitorNames(scene.client)).toEqual(
      withAgent("tk-app3/demo", "tk-new", "tk-new/agent", "tk-new/demo"),
    );
    await scene.bed.exec(["hostname", "tk-app3"]);
    expect(await snapshot(scene.bed)).toBe(before);
  });
});
