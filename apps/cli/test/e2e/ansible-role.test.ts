import { makeTempHome } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

import { monitorNames, snapshot } from "./agent-scene.ts";
import {
  startAnsibleScene,
  writeExamples,
  type AnsibleHost,
  type AnsibleScene,
  type HostRecap,
} from "./ansible-scene.ts";

const accounts = { web1: "root", web2: "ops", db1: "root" };
const names = Object.keys(accounts);
const shim = `#!/bin/sh\ncase "$*" in *kuma-new*) kill -KILL $PPID ;; *) exec /bin/mv "$@" ;; esac\n`;

describeOnBed(
  "the role agent of the Ansible collection",
  () => {
    let scene: AnsibleScene;
    let before: readonly string[];

    beforeAll(async () => {
      scene = await startAnsibleScene(accounts);
      for (const name of names)
        for (const unit of ["nginx", "postgresql", "extra"]) await addService(hostOf(name), unit);
      await scene.client.notifications.create({
        name: "ops-chat",
        type: "webhook",
        isDefault: false,
        webhookURL: `${scene.kuma.url}/none`,
        webhookContentType: "json",
      });
      writeExamples("fleet.md", scene.folder);
      // A first log-in leaves traces, such as the folder for modules.
      const { code, stdout, stderr } = await scene.play(["-m", "ping", "all", ...inventory], {
        program: "/usr/bin/ansible",
      });
      if (code !== 0) throw new Error(stdout + stderr);
      before = await snapshots();
    });

    afterAll(async () => {
      await scene[Symbol.asyncDispose]();
    });

    const inventory = ["-i", "inventory.yml", "-i", "connections.yml"];
    const all = [...inventory, "agents.yml"];

    function hostOf(name: string): AnsibleHost {
      const host = scene.hosts[name];
      if (host === undefined) throw new Error(`no host ${name}`);
      return host;
    }

    async function snapshots(): Promise<readonly string[]> {
      return await Promise.all(names.map((name) => snapshot(hostOf(name).bed)));
    }

    /** Scripts with tokens. */
    function leftOnController(): readonly string[] {
      return readdirSync(join(scene.home.folder, "tmp")).filter((name) => name.startsWith("kuma-"));
    }

    /** Runs a play, and says in the failure what it printed. */
    async function play(
      args: readonly string[],
      expected: Readonly<Record<string, Partial<HostRecap>>>,
    ): Promise<string> {
      const { recap, stdout, stderr } = await scene.play(args);
      const output = `${stdout}${stderr}`;
      expect({ recap, output }).toMatchObject({ recap: expected, output: expect.any(String) as string });
      return output;
    }

    const each = (recap: Partial<HostRecap>): Record<string, Partial<HostRecap>> =>
      Object.fromEntries(names.map((name) => [name, { failed: 0, unreachable: 0, ...recap }]));

    const wholeFleet = [
      "db1",
      "db1/agent",
      "db1/postgresql",
      "web1",
      "web1/agent",
      "web1/disk _",
      "web1/nginx",
      "web2",
      "web2/agent",
      "web2/disk _",
      "web2/nginx",
    ].map((name) => name.replace("_", "/"));

    it("says in check mode what it would do, and does nothing", async () => {
      const output = await play([...all, "--check", "--diff"], each({ changed: 1 }));
      expect(output).toContain("create the push monitor");
      expect(output).toMatch(/\+\+\+ \/etc\/kuma-agent\/agent\.json/);
      expect(await monitorNames(scene.client)).toEqual([]);
      expect(await snapshots()).toEqual(before);
    });

    it("puts agents on fresh hosts, shows no token, and changes nothing the second time", async () => {
      const output = await play([...all, "-vvv"], each({ changed: 1 }));
      expect(await monitorNames(scene.client)).toEqual(wholeFleet);
      const monitors = await scene.client.monitors.list();
      const tokens = monitors.flatMap(({ pushToken }) => (pushToken == null ? [] : [pushToken]));
      expect(tokens).toHaveLength(8);
      for (const token of tokens) expect(output).not.toContain(token);
      expect(leftOnController()).toEqual([]);
      const kept = await hostOf("web2").bed.exec(["stat", "-c", "%a %U:%G", "/etc/kuma-agent/tokens/nginx.service"]);
      expect(kept.stdout).toBe("640 root:kuma-agent\n");
      const script = await hostOf("db1").bed.exec(["ls", "/usr/local/lib/kuma-agent"]);
      expect(script.stdout).toContain("look.sh");
      for (const monitor of monitors.filter(({ type }) => type === "push")) {
        const beats = await scene.client.monitors.heartbeats(monitor.id, { hours: 1 });
        expect(beats.at(-1)).toMatchObject({ status: "up" });
        expect(monitor.notificationIds).toHaveLength(1);
      }
      const again = await play([...all, "--check"], each({ changed: 0 }));
      expect(again).not.toContain("changed: [");
      await play(all, each({ changed: 0 }));
    });

    it("warns of more heartbeats than one server takes", async () => {
      const checks = Array.from({ length: 400 }, (_, index) => ({ type: "disk", name: `d${index}`, paths: ["/"] }));
      const many = { agent_checks: checks.map((check) => ({ ...check, minFree: "5%" })), agent_interval: 20 };
      const words = [...all, "--check", "--limit", "web1", "-e", JSON.stringify(many)];
      const output = await play(words, { web1: { changed: 1, failed: 0 } });
      expect(output.replaceAll(/\s+/g, " ")).toMatch(/WARNING\]: \d+ monitors with 5\d heartbeats a second are much/);
    });

    it("adds and removes just what the variables say, and check mode has said so before", async () => {
      const more = [...all, "-e", JSON.stringify({ agent_units: ["nginx", "extra"] }), "--limit", "web"];
      const web = { web1: { changed: 1, failed: 0 }, web2: { changed: 1, failed: 0 } };
      await play([...more, "--check"], web);
      await play(more, web);
      expect(await monitorNames(scene.client)).toEqual([...wholeFleet, "web1/extra", "web2/extra"].toSorted());
      const status = await hostOf("web1").bed.exec(["kuma-agent", "status"]);
      expect(status.stdout).toContain("extra.service");

      await play(all, { ...web, db1: { changed: 0, failed: 0 } });
      expect(await monitorNames(scene.client)).toEqual(wholeFleet);
      const { stdout } = await hostOf("web1").bed.exec(["ls", "/etc/kuma-agent/tokens"]);
      expect(stdout).not.toContain("extra");
    });

    it("leaves the others alone when a host is away, or cannot have what it is to have", async () => {
      await hostOf("web2").bed.exec(["systemctl", "stop", "bed-sshd.service"]);
      await hostOf("web2").bed.exec(["pkill", "sshd"]);
      const units = JSON.stringify({ agent_units: ["nginx", "extra"], agent_checks: [] });
      const output = await play([...all, "-e", units, "--limit", "web1,web2"], {
        web1: { changed: 1, failed: 0, unreachable: 0 },
        web2: { changed: 0, unreachable: 1 },
      });
      expect(output).toMatch(/web2.*UNREACHABLE/);
      await hostOf("web2").bed.exec(["systemctl", "start", "bed-sshd.service"]);
      expect(await monitorNames(scene.client)).toContain("web2/nginx");
      const wrong = await play(
        [...all, "-e", JSON.stringify({ agent_units: ["nginx", "nowhere"] }), "--limit", "db1"],
        {
          db1: { changed: 0, failed: 1 },
        },
      );
      expect(wrong).toMatch(/nowhere\.service.* on db1/);
      await play(all, { web1: { changed: 1 }, web2: { changed: 0 }, db1: { changed: 0 } });
      expect(await monitorNames(scene.client)).toEqual(wholeFleet);
    });

    it("ends what was killed in the middle: the play, or the work on a host", async () => {
      const units = JSON.stringify({ agent_units: ["nginx", "postgresql", "extra"] });
      const killed = scene.startPlay([...all, "-e", units]);
      await killed.waitForText("Carry out the plan", 120_000);
      await hostOf("web1").bed.exec(["sh", "-c", "until [ -d /var/lib/kuma-agent-install ]; do sleep 0.02; done"]);
      killed.kill("SIGKILL");
      await killed.finished;
      expect(leftOnController()).not.toEqual([]);
      // That of a play that is at work stays.
      const start =
        readFileSync("/proc/self/stat", "utf8")
          .replace(/^.*\) /, "")
          .split(" ")[19] ?? "";
      const alive = join(scene.home.folder, "tmp", "kuma-plans-alive");
      mkdirSync(alive);
      writeFileSync(join(alive, "owner"), `${process.pid} ${start}`);
      // The script on a host goes on to its end.
      for (const name of names)
        await expect
          .poll(async () => (await hostOf(name).bed.exec(["sh", "-c", "pgrep -f 'kuma-.*[.]sh' || true"])).stdout, {
            timeout: 30_000,
          })
          .toBe("");
      const ended = await play([...all, "-e", units], each({}));
      expect(ended).not.toContain("FAILED");
      expect(leftOnController()).toEqual(["kuma-plans-alive"]);
      rmSync(alive, { recursive: true });
      const grown = ["db1/extra", "db1/nginx", "web1/extra", "web1/postgresql", "web2/extra", "web2/postgresql"];
      expect(await monitorNames(scene.client)).toEqual([...wholeFleet, ...grown].toSorted());

      // The script is killed where it puts the first file in its place.
      const { bed } = hostOf("web1");
      await bed.writeFile("/usr/local/bin/mv", shim, "0755");
      const half = await play([...all, "--limit", "web1"], { web1: { changed: 0, failed: 1 } });
      expect(half).toContain("FAILED");
      await bed.exec(["rm", "/usr/local/bin/mv"]);
      expect((await bed.exec(["ls", "/var/lib"])).stdout).toContain("kuma-agent-install\n");
      await play(all, each({}));
      expect((await bed.exec(["ls", "/var/lib"])).stdout).not.toContain("kuma-agent-install\n");
      expect(await monitorNames(scene.client)).toEqual(wholeFleet);
      await play(all, each({ changed: 0 }));
    });

    it("ends a maintenance around a play, whatever comes of it", async () => {
      const output = await play([...inventory, "upgrade.yml"], { web1: { failed: 0 }, web2: { failed: 0 } });
      expect(output).toContain("Restart what is watched");
      expect((await scene.client.maintenance.list()).filter(({ status }) => status === "under-maintenance")).toEqual(
        [],
      );
    });

    it("takes everything away again", async () => {
      const absent = [...all, "-e", "agent_state=absent"];
      await play([...absent, "--check"], each({ changed: 1 }));
      expect(await monitorNames(scene.client)).toEqual(wholeFleet);
      await play(absent, each({ changed: 1 }));
      expect(await monitorNames(scene.client)).toEqual([]);
      expect(await snapshots()).toEqual(before);
      await play(absent, each({ changed: 0 }));
    });

    it("needs no login with tokens from a vault", async () => {
      using stranger = makeTempHome();
      const made = [];
      for (const name of ["postgresql", "agent"]) {
        const { stdout } = await scene.run("monitor", "create", `db1/${name}`, "--no-notify", "--json");
        made.push(JSON.parse(stdout) as { readonly id: number });
      }
      const tokens = await Promise.all(
        made.map(async ({ id }) => (await scene.client.monitors.get(id)).pushToken ?? ""),
      );
      const vault = join(scene.folder, "vault.yml");
      const [first = "", second = ""] = tokens;
      const text = readFileSync(vault, "utf8").replace("PUT-THE-TOKEN-HERE", first);
      writeFileSync(vault, text.replace("AND-THAT-OF-THE-AGENT-ITSELF", second));
      writeFileSync(join(scene.folder, "password"), "vault-password\n");
      const password = ["--vault-password-file", "password"];
      const encrypted = await scene.play(["encrypt", ...password, "vault.yml"], { program: "/usr/bin/ansible-vault" });
      expect(encrypted.code).toBe(0);
      expect(readFileSync(vault, "utf8")).toContain("$ANSIBLE_VAULT");
      const words = [...inventory, "with-tokens.yml", ...password, "-e", `kuma_url=${scene.kuma.url}`];
      const fresh = await scene.play([...words, "-vvv"], { home: stranger });
      expect({ recap: fresh.recap, output: fresh.stdout }).toMatchObject({ recap: { db1: { changed: 1, failed: 0 } } });
      for (const token of tokens) expect(fresh.stdout + fresh.stderr).not.toContain(token);
      const id = made[0]?.id ?? 0;
      await expect
        .poll(async () => (await scene.client.monitors.heartbeats(id, { hours: 1 })).at(-1)?.status, {
          timeout: 60_000,
        })
        .toBe("up");
      const again = await scene.play(words, { home: stranger });
      expect(again.recap).toMatchObject({ db1: { changed: 0, failed: 0 } });
    });
  },
  ["ansible-playbook"],
);

async function addService({ bed }: AnsibleHost, name: string): Promise<void> {
  await bed.writeUnit(`${name}.service`, "[Unit]\nDescription=A demo\n[Service]\nExecStart=/bin/sleep infinity\n");
  const { code, stderr } = await bed.exec(["systemctl", "restart", `${name}.service`]);
  if (code !== 0) throw new Error(stderr);
}
