import { describeOnBed } from "@kumakit/testkit/vitest";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

import { monitorNames, snapshot } from "../e2e/agent-scene.ts";
import { startAnsibleScene, writeExamples, type AnsibleScene, type HostRecap } from "../e2e/ansible-scene.ts";

const count = Number(process.env["KUMA_FLEET_HOSTS"] ?? 20);
const names = Array.from({ length: count }, (_, index) => `node${index + 1}`);
const units = ["one", "two", "three"];

describeOnBed(
  `the role agent on ${count} hosts`,
  () => {
    let scene: AnsibleScene;
    let before: readonly string[];

    beforeAll(async () => {
      scene = await startAnsibleScene(Object.fromEntries(names.map((name) => [name, "root"])));
      for (const { bed } of Object.values(scene.hosts)) {
        for (const unit of [...units, "four"]) {
          await bed.writeUnit(`${unit}.service`, "[Service]\nExecStart=/bin/sleep infinity\n");
          await bed.exec(["systemctl", "start", `${unit}.service`]);
        }
      }
      writeExamples("fleet.md", scene.folder);
      const vars = { agent_units: units, agent_notify: [], ansible_python_interpreter: "/usr/bin/python3" };
      writeFileSync(join(scene.folder, "inventory.yml"), JSON.stringify({ all: { vars } }));
      before = await snapshots();
    }, 900_000);

    afterAll(async () => {
      await scene[Symbol.asyncDispose]();
    }, 300_000);

    async function snapshots(): Promise<readonly string[]> {
      const taken: string[] = [];
      for (const name of names) taken.push(await snapshot(bedOf(name)));
      return taken;
    }

    function bedOf(name: string): AnsibleScene["hosts"][string]["bed"] {
      const host = scene.hosts[name];
      if (host === undefined) throw new Error(`no host ${name}`);
      return host.bed;
    }

    async function play(what: string, recap: Partial<HostRecap>, ...more: readonly string[]): Promise<void> {
      const began = Date.now();
      const result = await scene.play(["-i", "inventory.yml", "-i", "connections.yml", "agents.yml", ...more]);
      process.stderr.write(`${what}: ${((Date.now() - began) / 1000).toFixed(1)} s for ${count} hosts\n`);
      const expected = Object.fromEntries(names.map((name) => [name, { failed: 0, unreachable: 0, ...recap }]));
      expect({ recap: result.recap, output: result.stdout }).toMatchObject({ recap: expected });
    }

    const monitors = (checks: readonly string[]): readonly string[] =>
      names.flatMap((name) => [name, `${name}/agent`, ...checks.map((check) => `${name}/${check}`)]).toSorted();

    it("installs, changes nothing, adds, removes and uninstalls", { timeout: 1_800_000 }, async () => {
      const more = ["-e", JSON.stringify({ agent_units: [...units, "four"] })];
      await play("check", { changed: 1 }, "--check");
      await play("fresh", { changed: 1 });
      expect(await monitorNames(scene.client)).toEqual(monitors(units));
      await play("nothing to do", { changed: 0 });
      await play("one more", { changed: 1 }, ...more);
      expect(await monitorNames(scene.client)).toEqual(monitors([...units, "four"]));
      await play("one less", { changed: 1 });
      expect(await monitorNames(scene.client)).toEqual(monitors(units));
      await play("absent", { changed: 1 }, "-e", "agent_state=absent");
      expect(await monitorNames(scene.client)).toEqual([]);
      expect(await snapshots()).toEqual(before);
    });
  },
  ["ansible-playbook"],
);
