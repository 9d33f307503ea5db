import { describeOnBed } from "@kumakit/testkit/vitest";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

import { monitorNames, snapshot } from "../e2e/agent-scene.ts";
import { startAnsibleScene, writeExamples, type AnsibleScene, type HostRecap } from "../e2e/ansible-scene.ts";

/** A soak by hand has all of them. */
const isWhole = Number(process.env["KUMA_SOAK_MINUTES"] ?? 0) >= 10;
const count = Number(process.env["KUMA_FLEET_HOSTS"] ?? (isWhole ? 20 : 3));
const batch = Math.ceil(count / 3);
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
      const text = readFileSync(join(scene.folder, "agents.yml"), "utf8");
      writeFileSync(join(scene.folder, "batches.yml"), text.replace("serial: 100", `serial: ${batch}`));
      const vars = {
        agent_units: units,
        agent_notify: [],
        agent_group: "fleet",
        ansible_python_interpreter: "/usr/bin/python3",
      };
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

    const words = ["-i", "inventory.yml", "-i", "connections.yml"];

    async function play(what: string, recap: Partial<HostRecap>, ...more: readonly string[]): Promise<string> {
      return await playAs(what, Object.fromEntries(names.map((name) => [name, recap])), "agents.yml", ...more);
    }

    async function playAs(
      what: string,
      recaps: Readonly<Record<string, Partial<HostRecap>>>,
      ...more: readonly string[]
    ): Promise<string> {
      const began = Date.now();
      const result = await scene.play([...words, ...more]);
      process.stderr.write(`${what}: ${((Date.now() - began) / 1000).toFixed(1)} s for ${count} hosts\n`);
      const expected = Object.fromEntries(
        Object.entries(recaps).map(([name, recap]) => [name, { failed: 0, unreachable: 0, ...recap }]),
      );
      expect({ recap: result.recap, output: result.stdout }).toMatchObject({ recap: expected });
      return result.stdout;
    }

    const monitors = (checks: readonly string[]): readonly string[] =>
      ["fleet", ...names.flatMap((name) => [`${name}/agent`, ...checks.map((check) => `${name}/${check}`)])].toSorted();

    const more = ["-e", JSON.stringify({ agent_units: [...units, "four"] })];

    it("installs in batches that share a new group, and changes nothing after that", { timeout: 900_000 }, async () => {
      await play("check", { changed: 1 }, "--check");
      await playAs(
        `fresh, ${batch} at a time`,
        Object.fromEntries(names.map((name) => [name, { changed: 1 }])),
        "batches.yml",
      );
      expect(await monitorNames(scene.client)).toEqual(monitors(units));
      await play("nothing to do", { changed: 0 });
    });

    it("adds a unit and takes it away", { timeout: 900_000 }, async () => {
      await play("one more", { changed: 1 }, ...more);
      expect(await monitorNames(scene.client)).toEqual(monitors([...units, "four"]));
      await play("one less", { changed: 1 });
      expect(await monitorNames(scene.client)).toEqual(monitors(units));
    });

    it("ends a play that was killed in the middle", { timeout: 900_000 }, async () => {
      const killed = scene.startPlay([...words, "agents.yml", ...more]);
      await killed.waitForText("Carry out the plan", 300_000);
      const atWork = "until [ -d /var/lib/kuma-agent-install ]; do sleep 0.02; done";
      await Promise.race(names.map((name) => bedOf(name).exec(["timeout", "60", "sh", "-c", atWork])));
      killed.kill("SIGKILL");
      await killed.finished;
      const quiet = "while pgrep -f 'kuma-.*[.]sh' >/dev/null; do sleep 0.1; done";
      await Promise.all(names.map((name) => bedOf(name).exec(["timeout", "60", "sh", "-c", quiet])));
      await play("after a kill", {}, ...more);
      expect(await monitorNames(scene.client)).toEqual(monitors([...units, "four"]));
      await play("nothing to do", { changed: 0 }, ...more);
      expect(readdirSync(join(scene.home.folder, "tmp")).filter((name) => name.startsWith("kuma-"))).toEqual([]);
    });

    it("leaves the others alone when a host is away", { timeout: 900_000 }, async () => {
      const away = "node1";
      await bedOf(away).exec(["sh", "-c", "systemctl stop bed-sshd.service; pkill sshd"]);
      const recaps = Object.fromEntries(
        names.map((name) => [name, name === away ? { changed: 0, unreachable: 1 } : { changed: 1 }]),
      );
      const output = await playAs("one less, one away", recaps, "agents.yml");
      expect(output).toMatch(/node1.*UNREACHABLE/);
      await bedOf(away).exec(["systemctl", "start", "bed-sshd.service"]);
      const back = Object.fromEntries(names.map((name) => [name, { changed: name === away ? 1 : 0 }]));
      await playAs("it is back", back, "agents.yml");
      expect(await monitorNames(scene.client)).toEqual(monitors(units));
    });

    it("takes everything away again", { timeout: 900_000 }, async () => {
      await play("absent", { changed: 1 }, "-e", "agent_state=absent");
      // The group has its name from a person, and other monitors may be in it.
      expect(await monitorNames(scene.client)).toEqual(["fleet"]);
      expect(await snapshots()).toEqual(before);
    });
  },
  ["ansible-playbook"],
);
