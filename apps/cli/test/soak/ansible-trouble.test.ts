import { describeOnBed } from "@kumakit/testkit/vitest";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

import { monitorNames, snapshot } from "../e2e/agent-scene.ts";
import { startAnsibleScene, writeExamples, type AnsibleScene } from "../e2e/ansible-scene.ts";

/** The script is killed where it puts the first file in its place. */
const shim = `#!/bin/sh\ncase "$*" in *kuma-new*) kill -KILL $PPID ;; *) exec /bin/mv "$@" ;; esac\n`;

describeOnBed(
  "the role agent in trouble",
  () => {
    let scene: AnsibleScene;
    let before: string;

    beforeAll(async () => {
      scene = await startAnsibleScene({ web1: "root" });
      await bed().writeUnit("demo.service", "[Service]\nExecStart=/bin/sleep infinity\n");
      await bed().exec(["systemctl", "start", "demo.service"]);
      writeExamples("fleet.md", scene.folder);
      const vars = { agent_units: ["demo"], agent_notify: [], ansible_python_interpreter: "/usr/bin/python3" };
      writeFileSync(join(scene.folder, "inventory.yml"), JSON.stringify({ all: { vars } }));
      const pinged = await scene.play(["-m", "ping", "all", ...inventory], { program: "/usr/bin/ansible" });
      if (pinged.code !== 0) throw new Error(pinged.stdout);
      before = await snapshot(bed());
    }, 120_000);
    afterAll(async () => {
      await scene[Symbol.asyncDispose]();
    });

    const inventory = ["-i", "inventory.yml", "-i", "connections.yml"];

    function bed(): AnsibleScene["hosts"][string]["bed"] {
      const host = scene.hosts["web1"];
      if (host === undefined) throw new Error("no host");
      return host.bed;
    }

    function writeOdd(text: string): void {
      writeFileSync(join(scene.folder, "odd.yml"), text);
    }

    async function play(counts: object, ...words: readonly string[]): Promise<string> {
      const { recap, stdout, stderr } = await scene.play([...inventory, "agents.yml", ...words]);
      expect({ recap, output: stdout + stderr }).toMatchObject({ recap: { web1: counts } });
      return (stdout + stderr).replaceAll(/\s+/g, " ");
    }

    async function expectNothing(): Promise<void> {
      expect(await monitorNames(scene.client)).toEqual([]);
      expect(await snapshot(bed())).toBe(before);
      expect(readdirSync(join(scene.home.folder, "tmp")).filter((name) => name.startsWith("kuma-"))).toEqual([]);
    }

    it("takes no text of a variable, nor of a host, for a command or a template", async () => {
      const units = ["a'b", 'x"y', "$(touch /srv/bait)", "{{ lookup('pipe', 'touch /srv/bait') }}", "a\nb"];
      for (const unit of units) {
        writeOdd(`agent_units: [!unsafe ${JSON.stringify(unit)}]`);
        expect(await play({ failed: 1, changed: 0 }, "-e", "@odd.yml")).toContain("can be no unit");
      }
      await expectNothing();
      const name = String.raw`it's {{ "x" }} %i $HOME`;
      const command = ["/bin/echo", "{{.Names}}", "100%", `a b'c"`];
      const words = command.map((word) => `!unsafe ${JSON.stringify(word)}`).join(", ");
      const check = `{ type: command, name: !unsafe ${JSON.stringify(name)}, command: [${words}] }`;
      const template = `!unsafe ${JSON.stringify('{host} "{unit}" {{ 1 }}')}`;
      writeOdd(`agent_units: []\nagent_checks: [${check}]\nagent_monitor_name: ${template}`);
      await play({ failed: 0, changed: 1 }, "-e", "@odd.yml");
      await play({ failed: 0, changed: 0 }, "-e", "@odd.yml");
      const made = ["web1", 'web1 "agent" {{ 1 }}', `web1 "${name}" {{ 1 }}`];
      expect(await monitorNames(scene.client)).toEqual(made.toSorted());
      const { stdout } = await bed().exec(["kuma-agent", "status", "--json"]);
      expect(JSON.parse(stdout)).toMatchObject({ checks: [{ name, status: "up", message: `{{.Names}} 100% a b'c"` }] });
      await bed().exec(["systemctl", "stop", "kuma-agent"]);
      await bed().exec(["mkdir", "-p", "/run/kuma-agent"]);
      const version = "{{ lookup('pipe', 'touch /srv/bait') }}";
      await bed().writeFile("/run/kuma-agent/status.json", JSON.stringify({ version }));
      await play({ failed: 0 }, "-e", "@odd.yml");
      expect((await bed().exec(["ls", "/srv"])).stdout).not.toContain("bait");
      await play({ failed: 0, changed: 1 }, "-e", "agent_state=absent");
      await expectNothing();
    }, 300_000);

    it("says what is wrong with a host that is read-only, and takes its monitors back", async () => {
      await bed().exec(["mount", "--bind", "/etc", "/etc"]);
      await bed().exec(["mount", "-o", "remount,bind,ro", "/etc"]);
      const output = await play({ failed: 1, changed: 0 });
      await bed().exec(["umount", "/etc"]);
      expect(output).toMatch(/Read-only file system.*Everything was put back/);
      await expectNothing();
    }, 120_000);

    it("predicts after a run that was killed, and says so", async () => {
      await bed().writeFile("/usr/local/bin/mv", shim, "0755");
      expect(await play({ failed: 1, changed: 0 })).toContain("was ended by the signal 9. Run the play again");
      await bed().exec(["rm", "/usr/local/bin/mv"]);
      const tried = await play({ failed: 0 }, "--check");
      expect(tried).toContain("A run that was killed has left its work half done");
      await play({ failed: 0 });
      await play({ failed: 0, changed: 0 });
      await play({ failed: 0, changed: 1 }, "-e", "agent_state=absent");
      await expectNothing();
    }, 120_000);

    it("ends with a clear sentence when Uptime Kuma is away, and nothing was done", async () => {
      await scene.kuma.stop();
      const output = await play({ failed: 1, changed: 0 });
      expect(output).toContain("Check that Uptime Kuma is running");
      await scene.kuma.start();
      await expect.poll(async () => (await scene.run("whoami")).code, { timeout: 30_000 }).toBe(0);
      expect(await snapshot(bed())).toBe(before);
    }, 120_000);
  },
  ["ansible-playbook"],
);
