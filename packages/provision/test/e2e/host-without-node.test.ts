import type { Host } from "@kumakit/installer";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { describeAgentPlan, installAgent, outcomesOf, planAgent, uninstallAgent } from "../../src/index.ts";
import { startBedWork, type BedWork } from "../support/bed-work.ts";
import { hostStateOf, type HostState } from "../support/host-state.ts";

let work: BedWork;
let host: Host;
let before: HostState;

beforeAll(async () => {
  work = await startBedWork("one");
  // As a distribution of some years ago has it.
  await work.bed.writeFile(process.execPath, "#!/bin/sh\necho v16.20.2\n", "0755");
  host = { ...work.host, isRemote: true };
  before = await hostStateOf(work.bed);
});

afterAll(async () => {
  await work[Symbol.asyncDispose]();
});

const reason = "its Node.js is v16.20.2, and the agent needs 18.18, 20.19, 22.12 or newer";

describeOnBed("a host whose Node is too old", () => {
  it("gets a plan for the shell script, which says why", async () => {
    const [plan] = outcomesOf(await planAgent(work.client, { hosts: [host], units: ["one"], notify: "none" }));
    if (plan === undefined) throw new Error("there is no plan");
    expect(describeAgentPlan(plan).host).toContain(`runtime  sh  ${reason}`);
  });

  it("refuses a check that no script does, before there is a monitor", async () => {
    const web = { type: "http", name: "web", url: "http://127.0.0.1:1" } as const;
    const [result] = await installAgent(work.client, { hosts: [host], checks: [web], notify: "none" });
    expect(result).toMatchObject({
      ok: false,
      error: {
        code: "INSTALLER_NO_RUNTIME",
        message: expect.stringContaining(`  node: ${reason}\n  sh: checks[0].type`),
      },
    });
    expect(await work.client.monitors.list()).toEqual([]);
    expect(await hostStateOf(work.bed)).toEqual(before);
  });

  it("gets the shell script, which reports a death, and is as it was after an uninstall", async () => {
    const wish = { hosts: [host], units: ["one"], notify: "none" } as const;
    const [outcome] = outcomesOf(await installAgent(work.client, wish));
    expect(outcome).toMatchObject({ runtime: { name: "sh", reason }, checks: [{ firstBeat: { status: "up" } }] });
    const id = outcome?.checks[0]?.ensured?.monitor.id ?? 0;
    await work.bed.exec(["systemctl", "kill", "--signal=KILL", "one.service"]);
    await expect
      .poll(async () => (await work.client.monitors.heartbeats(id, { hours: 1 })).at(-1), { timeout: 10_000 })
      .toMatchObject({ status: "down", message: "tk-app3: one.service failed: signal KILL" });
    await uninstallAgent({ hosts: [host], client: work.client }).then(outcomesOf);
    expect(await hostStateOf(work.bed)).toEqual(before);
  });
});
