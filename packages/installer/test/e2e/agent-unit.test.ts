import { startSystemdBed, type SystemdBed } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { agentUnit, installPaths, nodeCommand } from "../../src/index.ts";
import { exampleConfig } from "../support/example-config.ts";

let bed: SystemdBed;

beforeAll(async () => {
  bed = await startSystemdBed();
});

afterAll(async () => {
  await bed.stop();
});

async function exposure(unit: string): Promise<number> {
  await bed.writeUnit("kuma-agent.service", unit);
  const { stdout } = await bed.exec(["systemd-analyze", "security", "--no-pager", "kuma-agent.service"]);
  return Number(/Overall exposure level for \S+: (?<level>[\d.]+)/.exec(stdout)?.groups?.["level"]);
}

describeOnBed("the unit of the agent", () => {
  it("is locked down: 1.1 on systemd's scale of 10, little more with a watchdog or with commands to run", async () => {
    const paths = installPaths("system");
    const input = { paths, command: nodeCommand("/usr/bin/node", paths.program), config: exampleConfig() };
    expect(await exposure(agentUnit(input))).toBeLessThanOrEqual(1.1);
    expect(await exposure(agentUnit({ ...input, canNotify: true }))).toBeLessThanOrEqual(1.2);
    // The right to read the journal is a group more, which costs 0.1.
    expect(await exposure(agentUnit({ ...input, canReadJournal: true, canNotify: true }))).toBeLessThanOrEqual(1.3);
    const config = exampleConfig("command");
    expect(await exposure(agentUnit({ ...input, config, canNotify: true }))).toBeLessThanOrEqual(1.9);
  });

  it.each(["plain", "with space", "per%cent", "do$HOME", 'quo"te', "back\\slash", "semi;colon", "ümläut 🐻"])(
    "starts from a home called %j",
    async (name) => {
      const home = `/srv/${name}`;
      const paths = installPaths("user", { home, runtime: "/run/x" });
      const command = nodeCommand(`${home}/node`, paths.program);
      const unit = agentUnit({ paths, command, config: exampleConfig() });
      await bed.writeFile(`${home}/node`, '#!/bin/sh\nprintf "%s\\n" "$@" >/run/said\n', "0755");
      await bed.writeUnit("said.service", unit.replace("Restart=always", "Restart=no"));
      await bed.exec(["rm", "-f", "/run/said"]);
      const { code, stderr } = await bed.exec(["systemctl", "start", "said.service"]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      await expect
        .poll(() => bed.readFile("/run/said").catch(() => ""))
        .toBe(
          `${["--jitless", "--max-old-space-size=64", "--max-semi-space-size=1", "--optimize-for-size", "--single-threaded-gc", paths.program, "run", "--config", paths.config, "--status-file", paths.status].join("\n")}\n`,
        );
    },
  );
});
