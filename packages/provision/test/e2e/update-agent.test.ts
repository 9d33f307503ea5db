import { makeTempHome, type TempHome } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

import { agentProgram } from "../../src/agent/agent-program.ts";
import { installAgent, outcomesOf, planUpdates, updateAgents } from "../../src/index.ts";
import { startBedWork, type BedWork } from "../support/bed-work.ts";

const installed = "/usr/local/lib/kuma-agent/kuma-agent.mjs";
const bundle = readFileSync(agentProgram(), "utf8");
const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  readonly version: string;
};

let work: BedWork;
let home: TempHome;

beforeAll(async () => {
  home = makeTempHome();
  work = await startBedWork(["one"]);
});

afterAll(async () => {
  await work[Symbol.asyncDispose]();
  home.dispose();
});

function programOf(text: string): string {
  const file = join(home.folder, "agent.mjs");
  writeFileSync(file, text);
  return file;
}

/** The one of the test before. */
function installedProgram(): string {
  return programOf(`${bundle}\n// newer\n`);
}

async function pid(): Promise<string> {
  return (await work.bed.exec(["systemctl", "show", "--value", "--property=MainPID", "kuma-agent"])).stdout.trim();
}

describeOnBed("an update of an agent", () => {
  it("needs one", async () => {
    const [result] = await updateAgents({ hosts: [work.host] });
    expect(result).toMatchObject({ ok: false, error: { code: "INSTALLER_NOT_INSTALLED" } });
  });

  it("brings the new program, and does nothing the second time", async () => {
    await installAgent(work.client, { hosts: [work.host], units: ["one"], notify: "none" }).then(outcomesOf);
    const wish = { hosts: [work.host], program: installedProgram() };
    const before = await pid();
    const [plan] = outcomesOf(await planUpdates(wish));
    expect(plan?.host.steps.map((step) => ("path" in step ? step.path : step.kind))).toEqual([installed, "service"]);
    expect(await pid()).toBe(before);
    const [outcome] = outcomesOf(await updateAgents(wish));
    expect(outcome).toEqual({ changed: true, before: version, version });
    expect(await work.bed.readFile(installed)).toMatch(/\/\/ newer\n$/);
    const after = await pid();
    expect(after).not.toBe(before);
    expect(outcomesOf(await updateAgents(wish))).toEqual([{ changed: false, before: version, version }]);
    expect(await pid()).toBe(after);
  });

  it("binds the agent to its machine when an earlier install did not, and leaves a copy as it is", async () => {
    const { bed, host } = work;
    const file = "/etc/kuma-agent/machine-id";
    const wish = { hosts: [host], program: installedProgram() };
    const own = await bed.readFile("/etc/machine-id");
    await bed.exec(["rm", file]);
    expect(outcomesOf(await updateAgents(wish))).toMatchObject([{ changed: true }]);
    expect(await bed.readFile(file)).toBe(own);
    expect(outcomesOf(await updateAgents(wish))).toMatchObject([{ changed: false }]);
    const other = `${"0123456789abcdef".repeat(2)}\n`;
    await bed.exec(["sh", "-c", `printf %s "$1" >${file}`, "sh", other]);
    expect(outcomesOf(await updateAgents(wish))).toMatchObject([{ changed: false }]);
    expect(await bed.readFile(file)).toBe(other);
    await bed.exec(["sh", "-c", `cat /etc/machine-id >${file}; systemctl restart kuma-agent`]);
  });

  it.each([
    ["does not run", "process.exit(3);\n", "INSTALLER_AGENT_DIED"],
    ["never reaches the server", bundle.replaceAll("/api/push/", "/api/none/"), "KUMA_AGENT_PUSH_FAILED"],
  ])("goes back to the earlier program when the new one %s", { timeout: 240_000 }, async (_, text, code) => {
    const earlier = await work.bed.readFile(installed);
    const [result] = await updateAgents({ hosts: [work.host], program: programOf(text) });
    expect(result).toMatchObject({ ok: false, error: { code, undone: true, leftBehind: [] } });
    expect(await work.bed.readFile(installed)).toBe(earlier);
    const show = ["systemctl", "show", "--value", "--property=ActiveState", "kuma-agent"];
    await expect.poll(async () => (await work.bed.exec(show)).stdout.trim()).toBe("active");
    const monitor = (await work.client.monitors.list()).find(({ name }) => name === "tk-app3/one");
    const beats = await work.client.monitors.heartbeats(monitor?.id ?? 0, { hours: 1 });
    expect(beats.filter(({ status }) => status === "down")).toEqual([]);
  });
});
