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
    // The reason alone: what the run has logged may follow.
    expect(message).toMatch(/^tk-app3: nightly\.timer: its last run failed .*: nightly\.service failed: exit code 7/);
  });

  it("a service that its socket starts is UP while it rests", async () => {
    await work.bed.writeUnit("idle.service", "[Service]\nExecStart=/bin/sleep 1\nStandardInput=socket\n");
    await work.bed.writeUnit("idle.socket", "[Socket]\nListenStream=/run/idle.sock\n");
    await work.bed.exec(["systemctl", "start", "idle.socket"]);
    expect(await install("idle.service")).toEqual({
      notes: [expect.stringMatching(/^idle\.service is started by idle\.socket when it is needed/)],
      status: "up",
      message: "tk-app3: idle.service waits for idle.socket (inactive/dead)",
    });
  });

  it("an init script whose daemon is gone is DOWN", async () => {
    const script = "/bin/sh -c 'setsid sleep infinity </dev/null >/dev/null 2>&1 &'";
    const unit = `[Service]\nType=forking\nRemainAfterExit=yes\nGuessMainPID=no\nExecStart=${script}\n`;
    await work.bed.writeUnit("old.service", unit);
    await work.bed.exec(["systemctl", "start", "old.service"]);
    await work.bed.exec(["systemctl", "kill", "--signal=KILL", "old.service"]);
    expect(await install("old.service")).toMatchObject({
      notes: [expect.stringMatching(/^old\.service stays "active" for systemd/)],
      status: "down",
      message: expect.stringContaining("old.service is not running: its processes are gone (active/exited)"),
    });
  });
});
