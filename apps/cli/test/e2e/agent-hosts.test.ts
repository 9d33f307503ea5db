import { connect, passwordAuth, type KumaClient } from "@kumakit/client";
import {
  makeTempHome,
  runCommand,
  startCommand,
  startInTerminal,
  startKuma,
  startSshd,
  startSystemdBed,
  type CommandResult,
  type KumaServer,
  type Sshd,
  type SystemdBed,
  type TempHome,
} from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

import { KUMA } from "../support/built-kuma.ts";
import { forgetJobs, monitorNames, snapshot } from "./agent-scene.ts";

const demo = "[Unit]\nDescription=A demo\n[Service]\nExecStart=/bin/sleep infinity\n";
const sudoPassword = "sudo-Passwort-5";

describeOnBed(
  "kuma agent --host",
  () => {
    let home: TempHome;
    let kuma: KumaServer;
    let client: KumaClient;
    let beds: readonly SystemdBed[];
    let sshds: readonly Sshd[];
    let searchPath: string;

    beforeAll(async () => {
      home = makeTempHome();
      kuma = await startKuma();
      beds = await Promise.all(["web1", "web2", "web3"].map((hostname) => startSystemdBed({ hostname })));
      for (const bed of beds) await forgetJobs(bed);
      for (const bed of beds) {
        await bed.exec(["useradd", "--create-home", "--shell", "/bin/bash", "ops"]);
        await bed.exec(["chpasswd"], { input: `ops:${sudoPassword}\n` });
        await bed.writeUnit("demo.service", demo);
        await bed.exec(["systemctl", "start", "demo.service"]);
        // The Node that runs the tests is where a distribution would put it.
        await bed.exec(["ln", "-sf", process.execPath, "/usr/local/bin/node"]);
      }
      await beds[1]?.writeFile("/etc/sudoers.d/bed", "ops ALL=(ALL) NOPASSWD: ALL\n", "0440");
      await beds[2]?.writeFile("/etc/sudoers.d/bed", "ops ALL=(ALL) ALL\n", "0440");
      sshds = await Promise.all(beds.map((bed) => startSshd(bed, { accounts: ["root", "ops"] })));
      const [first] = sshds;
      const blocks = sshds.map(
        ({ port, folder }, index) => `Host web${index + 1}\n  HostName 127.0.0.1\n  Port ${port}
  IdentityFile ${folder}/key\n  UserKnownHostsFile ${folder}/known_hosts\n`,
      );
      first?.configure(`${blocks.join("")}Host web1\n  User root\nHost gone\n  HostName 127.0.0.1\n  Port 1\n`);
      searchPath = `${first?.searchPath ?? ""}:${dirname(process.execPath)}`;
      const { username = "", password = "" } = kuma.admin ?? {};
      client = await connect({ url: kuma.url, auth: passwordAuth({ username, password }) });
      const login = ["login", kuma.url, "--username", username, "--password-stdin"];
      const { code, stderr } = await run(login, { input: password });
      if (code !== 0) throw new Error(stderr);
    });

    afterAll(async () => {
      await client.close();
      for (const sshd of sshds) sshd[Symbol.dispose]();
      await Promise.all([kuma[Symbol.asyncDispose](), ...beds.map((bed) => bed.stop())]);
      home.dispose();
    });

    async function run(args: readonly string[], options: { readonly input?: string } = {}): Promise<CommandResult> {
      const env = { ...home.env, PATH: searchPath };
      return await runCommand([process.execPath, KUMA, ...args], { env, timeout: 150_000, ...options });
    }

    it("installs on several hosts with one login, names what failed, and does the rest the second time", async () => {
      const before = await Promise.all(beds.map((bed) => snapshot(bed)));
      const hosts = ["--host", "web1", "--host", "ops@web2"];
      const partly = await run(["agent", "install", "demo", "--no-notify", ...hosts, "--host", "gone"]);
      expect(partly.code).toBe(7);
      expect(partly.stdout).toMatch(
        /^web1: The agent is installed .*\n {4}demo\.service {2}UP .*\n.*\n {4}the agent itself {2}UP .*\n.*\nops@web2: The/,
      );
      expect(partly.stderr).toContain("web1: Looking at the host\n");
      expect(partly.stderr).toContain("ops@web2: Waiting for the first heartbeat\n");
      expect(partly.stderr).toMatch(/Error: gone: gone cannot be reached over SSH: .*Connection refused\.\n/);
      expect(await monitorNames(client)).toEqual([
        "web1",
        "web1/agent",
        "web1/demo",
        "web2",
        "web2/agent",
        "web2/demo",
      ]);
      // A host never sees the login.
      for (const bed of beds) {
        const found = await bed.exec(["grep", "-rlE", "session|password", "/etc/kuma-agent", "/root/.config/kuma"]);
        expect(found.stdout).toBe("");
      }

      const again = await run(["agent", "install", "demo", "--no-notify", ...hosts, "--json"]);
      expect({ code: again.code, stderr: again.stderr }).toEqual({ code: 0, stderr: "" });
      const { hosts: results } = JSON.parse(again.stdout) as { hosts: readonly object[] };
      expect(results).toMatchObject([
        { host: "web1", ok: true, result: { changed: false } },
        { host: "ops@web2", ok: true, result: { changed: false } },
      ]);

      const list = join(home.folder, "hosts");
      writeFileSync(list, "# the web\nweb1\n\nops@web2 # by sudo\nweb1\n");
      const status = await run(["agent", "status", "--hosts-file", list]);
      expect(status.code).toBe(0);
      expect(status.stdout).toMatch(/^web1: .*\n(?:.*\n)*.*demo\.service +✓ UP(?:.*\n)+ops@web2: /);

      const looks = await run(["agent", "test", "demo", ...hosts, "--json"]);
      expect(looks).toMatchObject({ code: 0, stderr: "" });
      const look = { ok: true, result: { checks: [{ name: "demo.service", status: "up" }] } };
      expect(JSON.parse(looks.stdout)).toMatchObject({
        hosts: [
          { host: "web1", ...look },
          { host: "ops@web2", ...look },
        ],
      });
      const logs = await run(["agent", "logs", "-n", "200", ...hosts]);
      expect(logs).toMatchObject({ code: 0, stderr: "" });
      for (const name of ["web1", "ops@web2"])
        expect(logs.stdout).toMatch(new RegExp(`^\\S+ \\S+  ${name}  demo\\.service: UP: `, "m"));
      const following = startCommand([process.execPath, KUMA, "agent", "logs", "-f", "-n", "1", "--host", "ops@web2"], {
        env: { ...home.env, PATH: searchPath },
      });
      await following.waitForText("ops@web2", 30_000);
      following.kill("SIGINT");
      expect((await following.finished).code).toBe(130);
      await expect.poll(async () => (await beds[1]?.exec(["pgrep", "-c", "journalctl"]))?.stdout).toBe("0\n");

      const gone = await run(["agent", "uninstall", "--yes", "--delete-monitors", ...hosts]);
      expect(gone.code).toBe(0);
      const deleted = (name: string): string =>
        `  Deleted ${name}/demo (id N), ${name}/agent (id N), the group ${name} (id N).\n`;
      expect(gone.stdout.replaceAll(/id \d+/g, "id N")).toBe(
        `web1: The agent was removed.\n${deleted("web1")}ops@web2: The agent was removed.\n${deleted("web2")}`,
      );
      expect(await monitorNames(client)).toEqual([]);
      expect(await Promise.all(beds.map((bed) => snapshot(bed)))).toEqual(before);
    });

    it("asks for the password of sudo on a terminal, once, and shows a table", async () => {
      const argv = [process.execPath, KUMA, "agent", "install", "demo", "--no-notify", "--host", "ops@web3"];
      const env = { ...home.env, PATH: searchPath };
      const running = startInTerminal(argv, { env, timeout: 150_000 });
      await running.waitForText("Password for sudo on ops@web3", 60_000);
      running.type(`${sudoPassword}\r`);
      // The last step may be over before it is drawn.
      await running.waitForText("Starting the agent", 60_000);
      const { code } = await running.finished;
      expect({ code, said: running.output().split("Password for sudo").length }).toMatchObject({ code: 0 });
      expect(running.output()).toMatch(/ops@web3: The agent is installed/);
      expect(running.output()).not.toContain(sudoPassword);
      expect(await monitorNames(client)).toEqual(["web3", "web3/agent", "web3/demo"]);
      const refused = await run(["agent", "uninstall", "--yes", "--host", "ops@web3", "--json"]);
      expect(refused.code).toBe(4);
      expect(JSON.parse(refused.stdout)).toMatchObject({
        hosts: [{ host: "ops@web3", ok: false, error: { code: "INSTALLER_SUDO_REFUSED", exit: 4 } }],
      });
    });

    it("changes nothing with --dry-run, and takes no name that is an option of ssh", async () => {
      const before = await Promise.all(beds.map((bed) => snapshot(bed)));
      const plan = await run(["agent", "install", "demo", "--no-notify", "--host", "web1", "--dry-run"]);
      expect(plan.code).toBe(0);
      expect(plan.stdout).toMatch(/^web1: On http.*\n(?:.*\n)* {2}On the host:\n/);
      expect(await Promise.all(beds.map((bed) => snapshot(bed)))).toEqual(before);
      const hostile = await run(["agent", "status", "--host=-J touch /tmp/h"]);
      expect(hostile).toMatchObject({ code: 2, stdout: "" });
      expect(hostile.stderr).toContain('"-J touch /tmp/h" is not a name that ssh can connect to.');
      // It begins as a flag of kuma.
      expect(await run(["agent", "status", "--host=-oProxyCommand=touch /tmp/h"])).toMatchObject({
        code: 2,
        stdout: "",
      });
    });
  },
  ["sshd", "ssh", "sudo"],
);
