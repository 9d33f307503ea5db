import type { Host } from "@kumakit/installer";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";

import {
  describeAgentPlan,
  installAgent,
  outcomesOf,
  planAgent,
  uninstallAgent,
  updateAgents,
} from "../../src/index.ts";
import { startBedWork, type BedWork } from "../support/bed-work.ts";
import { hostStateOf, type HostState } from "../support/host-state.ts";

let work: BedWork;
let host: Host;
let before: HostState;
/** As a release has them. */
let folder: string;

const { arch } = process;

const builder = fileURLToPath(new URL("../../../../tools/dist/build-standalone.js", import.meta.url));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kumakit-standalone-"));
  work = await startBedWork(["one"]);
  // As a distribution of some years ago has it.
  await work.bed.writeFile(process.execPath, "#!/bin/sh\necho v16.20.2\n", "0755");
  host = { ...work.host, isRemote: true };
  before = await hostStateOf(work.bed);
});

afterAll(async () => {
  await work[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** A death is reported to the monitor of a check, and an uninstall leaves the host as it was. */
async function expectAlertAndCleanUninstall(id = 0): Promise<void> {
  await work.bed.exec(["systemctl", "kill", "--signal=KILL", "one.service"]);
  await expect
    .poll(async () => (await work.client.monitors.heartbeats(id, { hours: 1 })).at(-1), { timeout: 10_000 })
    .toMatchObject({ status: "down", message: "tk-app3: one.service failed: signal KILL" });
  await uninstallAgent({ hosts: [host], client: work.client }).then(outcomesOf);
  expect(await hostStateOf(work.bed)).toEqual(before);
}

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
    await expectAlertAndCleanUninstall(outcome?.checks[0]?.ensured?.monitor.id);
  });

  it("says why it cannot have the agent as one file with Node.js", async () => {
    const wrong = join(folder, "wrong");
    await writeFile(wrong, "#!/bin/sh\n");
    for (const [standalone, problem] of [
      [undefined, "its file, which comes with a release of kuma, was not given"],
      [folder, `${folder}/kuma-agent-linux-${arch} cannot be read`],
      [wrong, `${wrong} is not a program for ${arch}`],
    ] as const) {
      const wish = { hosts: [host], units: ["one"], notify: "none", runtime: "standalone", standalone } as const;
      const [result] = await planAgent(work.client, wish);
      const message = expect.stringContaining(`standalone: ${problem}`);
      expect(result).toMatchObject({ ok: false, error: { code: "INSTALLER_NO_RUNTIME", message } });
    }
  });

  it("gets that file when it is given, keeps it without, and is as it was after an uninstall", async () => {
    await work.bed.exec(["systemctl", "start", "one.service"]);
    await promisify(execFile)(process.execPath, [builder, arch, join(folder, `kuma-agent-linux-${arch}`)]);
    const web = { type: "http", name: "web", url: work.kuma.url } as const;
    const wish = { hosts: [host], units: ["one"], checks: [web], notify: "none" } as const;
    const [outcome] = outcomesOf(await installAgent(work.client, { ...wish, standalone: folder }));
    expect(outcome).toMatchObject({
      runtime: { name: "standalone", reason },
      checks: [{ firstBeat: { status: "up" } }, { firstBeat: { status: "up" } }],
    });
    const { stdout } = await work.bed.exec(["kuma-agent", "--version"]);
    expect(stdout).toMatch(/^kuma-agent\//);
    expect(outcomesOf(await installAgent(work.client, wish))).toMatchObject([{ changed: false }]);
    expect(outcomesOf(await updateAgents({ hosts: [host], standalone: folder }))).toMatchObject([{ changed: false }]);
    const message = "The agent on the bed is one file with Node.js inside, and another such file was not given.";
    expect(await updateAgents({ hosts: [host] })).toMatchObject([
      { ok: false, error: { code: "INSTALLER_NO_RUNTIME", message } },
    ]);
    await expectAlertAndCleanUninstall(outcome?.checks[0]?.ensured?.monitor.id);
  }, 180_000);
});
