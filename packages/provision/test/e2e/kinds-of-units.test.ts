import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { installAgent, outcomesOf, type ProvisionEvent } from "../../src/index.ts";
import { startBedWork, type BedWork } from "../support/bed-work.ts";

let work: BedWork;

beforeAll(async () => {
  work = await startBedWork();
});

afterAll(async () => {
  await work[Symbol.asyncDispose]();
});

/** Installs, and says what a person is shown of the unit: its notes, and its first heartbeat. */
async function install(unit: string): Promise<{ notes: string[]; status: string; message: string }> {
  const notes: string[] = [];
  const on = (event: ProvisionEvent): void => {
    if (event.kind === "warning" && event.code === "unit") notes.push(event.message);
  };
  const [outcome] = outcomesOf(
    await installAgent(work.client, { hosts: [work.host], units: [unit], notify: "none" }, { on }),
  );
  const { status = "none", message = "" } = outcome?.checks[0]?.firstBeat ?? {};
  return { notes, status, message };
}

describeOnBed("an install goes by the kind of a unit", () => {
  it("a timer whose runs fail is DOWN with the reason", async () => {
    await work.bed.writeUnit("nightly.service", "[Service]\nType=oneshot\nExecStart=/bin/sh -c 'exit 7'\n");
    await work.bed.writeUnit("nightly.timer", "[Timer]\nOnActiveSec=0\nOnCalendar=yearly\n");
    await work.bed.exec(["systemctl", "start", "nightly.timer"]);
    await work.bed.exec(["systemctl", "start", "nightly.service"]);
    const { status, message } = await install("nightly.timer");
    expect(status).toBe("down");
    expect(message).toMatch(/^tk-app3: nightly\.timer: its last run failed .*: nightly\.service failed: exit code 7/);
  });
});
