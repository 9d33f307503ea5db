import { startSystemdBed, type SystemdBed } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import {
  requireReady,
  resolveUnits,
  surveyHost,
  type InstallerError,
  type Host,
  type WatchableUnit,
} from "../../src/index.ts";
import { bedHost } from "../support/bed-host.ts";

let bed: SystemdBed;
let host: Host;

const service = "[Unit]\nDescription=A demo\n[Service]\nExecStart=/bin/sleep infinity\n";

beforeAll(async () => {
  bed = await startSystemdBed();
  host = bedHost(bed);
  await bed.writeUnit(
    "supervisor.service",
    `${service}[Install]\nWantedBy=multi-user.target\nAlias=babysitter.service\n`,
  );
  await bed.writeUnit("worker@.service", service);
  await bed.writeUnit(String.raw`demo\x20x@.service`, service);
  await bed.writeUnit("backup.timer", "[Timer]\nOnCalendar=daily\n");
  await bed.writeUnit("backup.service", service);
  await bed.writeUnit("broken.service", "[Service]\nType=nonsense\nExecStart=relative/path\n");
  await bed.writeUnit("umbrella.service", "[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true\n");
  await bed.writeUnit("initscript.service", "[Service]\nType=forking\nRemainAfterExit=yes\nExecStart=/bin/true\n");
  await bed.exec(["systemctl", "start", "backup.timer"]);
  await bed.exec(["systemctl", "enable", "supervisor.service"]);
  await bed.exec(["systemctl", "start", "supervisor.service", "worker@1.service"]);
  await bed.exec(["systemctl", "mask", "forbidden.service"]);
});

afterAll(async () => {
  await bed.stop();
});

async function resolve(name: string): Promise<WatchableUnit | undefined> {
  const facts = await surveyHost(host, { scope: "system", units: [name] });
  return resolveUnits(facts, [name])[0];
}

async function refusal(name: string): Promise<InstallerError> {
  return await resolve(name).then(
    (found) => expect.fail(`${name} was found as ${found?.unit}`),
    (error: InstallerError) => error,
  );
}

describeOnBed("resolveUnits", () => {
  it("takes a name without suffix for a service", async () => {
    expect(await resolve("supervisor")).toEqual({
      unit: "supervisor.service",
      scope: "system",
      description: "A demo",
      activeState: "active",
      notes: [],
    });
  });

  it.each([
    ["babysitter", "supervisor.service"],
    ["worker@1", "worker@1.service"],
    ["worker@never-started.service", "worker@never-started.service"],
    ["backup.timer", "backup.timer"],
    [String.raw`demo\x20x@a\x20b\x25.service`, String.raw`demo\x20x@a\x20b\x25.service`],
  ])("finds %s as %s", async (name, id) => {
    expect((await resolve(name))?.unit).toBe(id);
  });

  it.each([
    ["supervisord", "Did you mean supervisor.service?"],
    ["supervisr", "Did you mean supervisor.service?"],
    ["backup.tmer", "Did you mean backup.timer"],
  ])("suggests a unit for %s", async (name, suggestion) => {
    const error = await refusal(name);
    expect(error.code).toBe("INSTALLER_UNIT_NOT_FOUND");
    expect(error.message).toContain(suggestion);
  });

  it("suggests nothing where nothing is alike", async () => {
    expect(await refusal("qqqqzzzzxx")).toMatchObject({
      message: "There is no unit qqqqzzzzxx.service on the bed.",
      hint: "systemctl list-units --all",
    });
  });

  it("says that a unit is masked, and how to change that", async () => {
    expect(await refusal("forbidden")).toMatchObject({
      code: "INSTALLER_UNIT_MASKED",
      message: "forbidden.service is masked on the bed: it can never run.",
      hint: "systemctl unmask forbidden.service",
    });
  });

  it("says that a unit cannot be loaded", async () => {
    expect(await refusal("broken")).toMatchObject({
      code: "INSTALLER_UNIT_BROKEN",
      hint: "systemd-analyze verify /etc/systemd/system/broken.service",
    });
  });

  it("notes that an umbrella unit says nothing about what is behind it", async () => {
    expect((await resolve("umbrella"))?.notes).toEqual([
      `umbrella.service stays "active" once its command has ended: it may say nothing about the processes behind it.`,
    ]);
  });

  it("notes what starts a unit, and that an init script stays active without its processes", async () => {
    expect((await resolve("backup"))?.notes).toEqual([
      "backup.service is started by backup.timer when it is needed: it is UP as long as that waits, also while it does not run. Install backup.timer to hear of runs that do not come.",
    ]);
    expect((await resolve("initscript"))?.notes).toEqual([
      'initscript.service stays "active" for systemd, as init scripts do, when its processes are gone: the agent reports that as DOWN.',
    ]);
  });

  it.each([
    ["worker@", "is a template"],
    ["worker@.service", "is a template"],
    ["user.slice", "is a slice"],
    ["", "name is missing"],
    ["a b", "can be no unit"],
    ["$(reboot)", "can be no unit"],
    ["nginx*", "is a pattern"],
    ["nginx $x*", "can be no unit"],
    ["a/b", "can be no unit"],
    ["a\nb", "can be no unit"],
    ["🐻", "can be no unit"],
    ["x".repeat(260), "255 characters"],
  ])("refuses %j before it reaches systemd", async (name, reason) => {
    const error = await refusal(name);
    expect(error.code).toBe("INSTALLER_UNIT_NAME");
    expect(error.message).toContain(reason);
  });

  it("does not take a name for an option", async () => {
    expect((await refusal("--version")).code).toBe("INSTALLER_UNIT_NOT_FOUND");
  });
});

describeOnBed("requireReady", () => {
  it("is content with the bed", async () => {
    const facts = await surveyHost(host, { scope: "system" });
    expect(() => requireReady(facts)).not.toThrow();
  });
});
