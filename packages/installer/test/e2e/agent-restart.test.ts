import type { AgentConfig } from "@kumakit/agent/config";
import { startSystemdBed, type SystemdBed } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { carryOut, installedOn, lockHost, planUninstall, surveyHost } from "../../src/index.ts";
import { installOn, installOnBed, serviceFacts, tokenOf, watching } from "../support/agent-on-bed.ts";
import { bedHost } from "../support/bed-host.ts";
import { startPushRecorder, type PushRecorder } from "../support/push-recorder.ts";

const rule = "/etc/polkit-1/rules.d/50-kuma-agent.rules";

let bed: SystemdBed;
let kuma: PushRecorder;

beforeAll(async () => {
  bed = await startSystemdBed();
  kuma = await startPushRecorder();
  for (const name of ["mended", "other"]) {
    await bed.writeUnit(
      `${name}.service`,
      `[Service]\nExecStart=/bin/sh -c 'echo ${name} is out of luck; while [ ! -e /run/fail-${name} ]; do sleep 0.05; done; exit 1'\n`,
    );
    await bed.exec(["systemctl", "start", `${name}.service`]);
  }
});

afterAll(async () => {
  await bed.stop();
  await kuma[Symbol.asyncDispose]();
});

function config(...restarted: readonly string[]): AgentConfig {
  const all = watching(kuma.url, "mended.service", "other.service");
  const restart = { after: 0, cooldown: 1, atMost: 3, within: 3600 };
  return {
    ...all,
    checks: all.checks.map((check) =>
      check.type === "systemd" && restarted.includes(check.unit) ? { ...check, restart } : check,
    ),
  };
}

describeOnBed("an agent that restarts units", () => {
  it("quotes the journal, restarts the units that the config names and no other, and takes the right back", async () => {
    await installOnBed(bed, config("mended.service"));
    await kuma.waitFor(({ token, status }) => token === tokenOf("mended.service") && status === "up");
    expect(await serviceFacts(bed)).toMatchObject({
      SupplementaryGroups: "systemd-journal",
      MemoryDenyWriteExecute: "yes",
      NoNewPrivileges: "yes",
    });

    await bed.writeFile("/run/fail-mended", "");
    const down = await kuma.waitFor(({ token, status }) => token === tokenOf("mended.service") && status === "down");
    expect(down.message).toBe(
      'tk-app3: mended.service failed: exit code 1/FAILURE; to be restarted in less than 1 s; last log: "mended is out of luck"',
    );
    await bed.exec(["rm", "/run/fail-mended"]);
    const up = await kuma.waitFor(
      ({ token, status, at }) => token === tokenOf("mended.service") && status === "up" && at > down.at,
    );
    expect(up.message).toMatch(/restarted by the agent (?:once|2 times) within 1 h, after .+ down$/);

    const asAgent = async (unit: string, verb: string): Promise<number> =>
      (await bed.exec(["runuser", "-u", "kuma-agent", "--", "systemctl", "--no-ask-password", verb, unit])).code;
    expect(await asAgent("mended.service", "restart")).toBe(0);
    expect(await asAgent("mended.service", "stop")).not.toBe(0);
    expect(await asAgent("other.service", "restart")).not.toBe(0);

    await installOnBed(bed, config());
    expect((await bed.exec(["test", "-e", rule])).code).toBe(1);
  });

  it("is undone with the rest, and leaves nothing behind", async () => {
    await installOn(bed, {
      config: config("other.service"),
      async whenDone({ undo }) {
        expect(await bed.readFile(rule)).toContain('["other.service"]');
        await undo();
      },
    });
    expect((await bed.exec(["test", "-e", rule])).code).toBe(1);

    await installOnBed(bed, config("other.service"));
    const host = bedHost(bed);
    await using lock = await lockHost(host, await surveyHost(host, { scope: "system" }));
    const facts = await surveyHost(host, { scope: "system" });
    const { manifest } = installedOn(facts);
    expect(manifest?.brought.files).toContain(rule);
    const checks = (manifest?.checks ?? []).map(({ name }) => name);
    const { plan, secrets } = planUninstall(facts, { checks, program: "" });
    await carryOut(host, plan, { lock, secrets });
    expect((await bed.exec(["test", "-e", rule])).code).toBe(1);
  });
});
