import { describeOnBed } from "@kumakit/testkit/vitest";
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";

import { monitorNames, snapshot } from "../e2e/agent-scene.ts";
import { startAnsibleScene, writeExamples, type AnsibleScene, type HostRecap } from "../e2e/ansible-scene.ts";

const builder = fileURLToPath(new URL("../../../../tools/dist/build-standalone.js", import.meta.url));

/** One has systemd and a Node.js that is too old, the other one has no systemd. */
const names = ["bare", "router"] as const;

const carried = "/var/lib/kuma-agent-carried";

describeOnBed(
  "the role agent on hosts without Node.js, and without systemd",
  () => {
    let scene: AnsibleScene;
    let before: readonly string[];

    beforeAll(async () => {
      scene = await startAnsibleScene({ bare: "root", router: { account: "root", init: "none" } });
      for (const name of names) await bedOf(name).writeFile(process.execPath, "#!/bin/sh\necho v16.20.2\n", "0755");
      await bedOf("bare").writeUnit("demo.service", "[Service]\nExecStart=/bin/sleep infinity\n");
      await bedOf("bare").exec(["systemctl", "start", "demo.service"]);
      const started = await bedOf("router").exec(["cron"]);
      if (started.code !== 0) throw new Error(started.stderr);
      writeExamples("fleet.md", scene.folder);
      const ofRouter = {
        agent_units: [],
        agent_checks: [{ type: "command", name: "line", command: ["/bin/echo", "the line is up"] }],
        agent_interval: 180,
      };
      const hosts = { bare: { agent_units: ["demo"] }, router: ofRouter };
      const vars = { agent_notify: [], ansible_python_interpreter: "/usr/bin/python3" };
      writeFileSync(join(scene.folder, "inventory.yml"), JSON.stringify({ all: { hosts, vars } }));
      const pinged = await scene.play(["-m", "ping", "all", ...inventory], { program: "/usr/bin/ansible" });
      if (pinged.code !== 0) throw new Error(pinged.stdout);
      before = await snapshots();
      const { arch } = process;
      await promisify(execFile)(process.execPath, [builder, arch, join(scene.folder, `kuma-agent-linux-${arch}`)]);
    }, 300_000);

    afterAll(async () => {
      await scene[Symbol.asyncDispose]();
    });

    const inventory = ["-i", "inventory.yml", "-i", "connections.yml"];
    const plain = [...inventory, "agents.yml"];
    const withFile = (): readonly string[] => [...plain, "-e", `agent_standalone=${scene.folder}`];

    function bedOf(name: string): AnsibleScene["hosts"][string]["bed"] {
      const host = scene.hosts[name];
      if (host === undefined) throw new Error(`no host ${name}`);
      return host.bed;
    }

    async function snapshots(): Promise<readonly string[]> {
      return await Promise.all(names.map((name) => snapshot(bedOf(name))));
    }

    async function play(words: readonly string[], recap: Partial<HostRecap>, on: readonly string[] = names) {
      const { recap: found, stdout, stderr } = await scene.play(words);
      const expected = Object.fromEntries(on.map((name) => [name, { failed: 0, unreachable: 0, ...recap }]));
      expect({ recap: found, output: stdout + stderr }).toMatchObject({ recap: expected });
      return stdout + stderr;
    }

    const fleet = ["bare", "bare/agent", "bare/demo", "router", "router/agent", "router/line"];

    it("brings the agent with its own Node.js to one, and the script to the other", { timeout: 300_000 }, async () => {
      await play([...withFile(), "--check"], { changed: 1 });
      expect(await snapshots()).toEqual(before);
      await play(withFile(), { changed: 1 });
      expect(await monitorNames(scene.client)).toEqual(fleet);
      for (const monitor of (await scene.client.monitors.list()).filter(({ type }) => type === "push"))
        await expect
          .poll(async () => (await scene.client.monitors.heartbeats(monitor.id, { hours: 1 })).at(-1)?.status, {
            timeout: 90_000,
          })
          .toBe("up");
      const version = await bedOf("bare").exec(["kuma-agent", "--version"]);
      expect(version.stdout).toMatch(/^kuma-agent\//);
      const { stdout } = await bedOf("bare").exec(["stat", "-c", "%s %a %U", "/usr/local/lib/kuma-agent/kuma-agent"]);
      expect(stdout).toMatch(/^\d{9} 755 root$/m);
      expect((await bedOf("router").exec(["cat", "/etc/cron.d/kuma-agent"])).stdout).toContain("look.sh");
      expect((await bedOf("bare").exec(["sh", "-c", `ls ${carried}*`])).stdout).toBe("");
      await play([...withFile(), "--check"], { changed: 0 });
      await play(withFile(), { changed: 0 });
      // It keeps the file that it has.
      await play(plain, { changed: 0 });
    });

    it("removes what a killed play has left, and takes everything away again", { timeout: 300_000 }, async () => {
      await bedOf("bare").writeFile(carried, "half of it");
      await bedOf("bare").writeFile(`${carried}.gz`, "half of it");
      const absent = [...plain, "-e", "agent_state=absent"];
      await play([...absent, "--check"], { changed: 1 });
      await play(absent, { changed: 1 });
      expect(await monitorNames(scene.client)).toEqual([]);
      expect(await snapshots()).toEqual(before);
      await play(absent, { changed: 0 });
    });

    it("fails a host that the file cannot be put on, and takes its monitors back", { timeout: 300_000 }, async () => {
      await bedOf("bare").exec(["mkdir", `${carried}.gz`]);
      await bedOf("bare").exec(["touch", `${carried}.gz/of-somebody`]);
      const output = await play([...withFile(), "--limit", "bare"], { failed: 1, changed: 0 }, ["bare"]);
      expect(output).toContain("The agent with Node.js inside could not be put on the host");
      expect(await monitorNames(scene.client)).toEqual([]);
      await bedOf("bare").exec(["rm", "-r", `${carried}.gz`]);
      expect(await snapshots()).toEqual(before);
    });
  },
  ["ansible-playbook"],
);
