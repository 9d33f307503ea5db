import {
  startCommand,
  startInTerminal,
  startSshd,
  startSystemdBed,
  startTcpRelay,
  type Sshd,
  type SystemdBed,
  type TcpRelay,
} from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it, vi } from "vitest";

import { connectSsh, type SshOptions } from "../../src/index.ts";
import { processesWith } from "../support/process-watch.ts";

const built = fileURLToPath(new URL("../../dist/index.js", import.meta.url));
const password = "hunter2 of the account";
const accounts = ["asked", "refused", "shut"];

describeOnBed(
  "a host over SSH that refuses, hangs or is cut off",
  () => {
    let bed: SystemdBed;
    let sshd: Sshd;
    let relay: TcpRelay;

    beforeAll(async () => {
      bed = await startSystemdBed();
      for (const account of accounts) {
        const shell = account === "shut" ? "/usr/sbin/nologin" : "/bin/bash";
        await bed.exec(["useradd", "--create-home", "--shell", shell, account]);
        await bed.exec(["chpasswd"], { input: `${account}:${password}\n` });
      }
      await bed.writeFile("/etc/sudoers.d/bed", "asked ALL=(ALL) ALL\n", "0440");
      sshd = await startSshd(bed, { accounts: ["root", ...accounts] });
      relay = await startTcpRelay(sshd.port);
      const { folder, port } = sshd;
      sshd.configure(`
Host stranger
  UserKnownHostsFile /dev/null
  User asked
Host impostor
  HostKeyAlias other
  UserKnownHostsFile ${folder}/others
Host keyless keyless-jump
  PubkeyAuthentication no
Host closed
  Port 1
Host relayed
  Port ${relay.port}
  HostKeyAlias [127.0.0.1]:${port}
Host far
  ProxyJump bed
Host far-refused
  ProxyJump keyless-jump
Host stranger impostor keyless closed relayed far far-refused keyless-jump
  HostName 127.0.0.1
Host stranger impostor keyless far far-refused keyless-jump
  Port ${port}
`);
      const other = await bed.exec(["sh", "-c", "ssh-keygen -q -t ed25519 -N '' -f /tmp/other && cat /tmp/other.pub"]);
      writeFileSync(`${folder}/others`, `other ${other.stdout}`);
      vi.stubEnv("PATH", sshd.searchPath);
      vi.stubEnv("XDG_RUNTIME_DIR", `${folder}/run`);
    });

    afterAll(async () => {
      vi.unstubAllEnvs();
      await relay[Symbol.asyncDispose]();
      sshd[Symbol.dispose]();
      await bed.stop();
    });

    const asked: SshOptions = { askSudoPassword: async () => password };

    it.each<[string, string, object, SshOptions?]>([
      [
        "stranger",
        "INSTALLER_HOST_KEY_UNKNOWN",
        { layer: "network", message: "The key of stranger is not known here." },
      ],
      ["impostor", "INSTALLER_HOST_KEY_CHANGED", { layer: "network" }],
      ["keyless", "INSTALLER_LOGIN_REFUSED", { layer: "permissions", message: "keyless did not let us log in." }],
      ["nobody@bed", "INSTALLER_LOGIN_REFUSED", { layer: "permissions" }],
      [
        "closed",
        "INSTALLER_UNREACHABLE",
        { layer: "network", message: expect.stringContaining("Connection refused.") },
      ],
      ["no-such-host.invalid", "INSTALLER_UNREACHABLE", { message: expect.stringContaining("Could not resolve") }],
      ["far-refused", "INSTALLER_LOGIN_REFUSED", {}],
      [
        "shut@bed",
        "INSTALLER_NO_SHELL",
        { message: expect.stringContaining("This account is currently not available.") },
      ],
      ["asked@bed", "INSTALLER_SUDO_REFUSED", { message: expect.stringContaining("a password is required.") }],
      ["refused@bed", "INSTALLER_SUDO_REFUSED", { message: expect.stringContaining("not in the sudoers") }, asked],
    ])("says why: %s is %s", async (...[name, code, also, options]) => {
      const failure = { name: "InstallerError", code, host: name, ...also };
      const error: unknown = await connectSsh(name, options).catch((reason: unknown) => reason);
      expect(error).toMatchObject(failure);
      expect(readdirSync(`${sshd.folder}/run`)).toEqual([]);
    });

    it("asks three times for the password of sudo", async () => {
      const questions: boolean[] = [];
      const options: SshOptions = {
        askSudoPassword: async ({ isAgain }) => {
          questions.push(isAgain);
          return "wrong";
        },
      };
      await expect(connectSsh("asked@bed", options)).rejects.toMatchObject({
        code: "INSTALLER_SUDO_REFUSED",
        message: "sudo on asked@bed does not let this account work as root: the password was wrong.",
      });
      expect(questions).toEqual([false, true, true]);
    });

    it("says so when sudo lets it work as root, and later not any more", async () => {
      await using host = await connectSsh("asked@bed", asked);
      const mv = async (from: string, to: string): Promise<unknown> => await bed.exec(["mv", from, to]);
      await mv("/etc/sudoers.d/bed", "/root/sudoers");
      const refused = { code: "INSTALLER_SUDO_REFUSED", message: expect.stringContaining("not in the sudoers") };
      await expect(host.runScript({ program: ":", args: [] })).rejects.toMatchObject(refused);
      await mv("/root/sudoers", "/etc/sudoers.d/bed");
      expect((await host.runScript({ program: "id -un", args: [] })).output.toString()).toBe("root\n");
    });

    it("goes through a jump host", async () => {
      await using host = await connectSsh("far");
      expect((await host.runScript({ program: "echo there", args: [] })).output.toString()).toBe("there\n");
    });

    it("does not wait for a host that says nothing", async () => {
      relay.hang();
      const begin = performance.now();
      await expect(connectSsh("relayed", { limits: { connect: 1000 } })).rejects.toMatchObject({
        code: "INSTALLER_UNREACHABLE",
        message: expect.stringMatching(/timed out|in time/),
      });
      expect(performance.now() - begin).toBeLessThan(30_000);
      relay.mend();
    });

    it.each(["hang", "cut"] as const)("does not wait for a connection that is lost: %s", async (how) => {
      await using host = await connectSsh("relayed", { limits: { silence: 3000 } });
      const onLine = (): void => relay[how]();
      await expect(host.runScript({ program: "echo now; sleep 600", args: [], onLine })).rejects.toMatchObject({
        code: "INSTALLER_CONNECTION_LOST",
        layer: "network",
        host: "relayed",
      });
      await expect(host.runScript({ program: ":", args: [] })).rejects.toMatchObject({
        code: "INSTALLER_CONNECTION_LOST",
      });
      relay.cut();
      relay.mend();
      await bed.exec(["pkill", "-f", "sleep 600"]);
    });

    it("can be interrupted while it connects", async () => {
      relay.hang();
      const abort = new AbortController();
      const connecting = connectSsh("relayed", { signal: abort.signal });
      setTimeout(() => abort.abort(), 300);
      await expect(connecting).rejects.toMatchObject({ name: "AbortError" });
      relay.cut();
      relay.mend();
    });

    const starter = (name: string, rest: string): readonly string[] => [
      process.execPath,
      "--input-type=module",
      "--eval",
      `import { connectSsh } from ${JSON.stringify(built)};
       const onTerminal = (connect) => connect();
       const host = await connectSsh(${JSON.stringify(name)}, { asRoot: false, onTerminal });
       ${rest}`,
    ];

    it("leaves nothing when its process is killed", async () => {
      const words = `const onLine = () => console.log("up");
        await host.runScript({ program: "echo here; exec cat", args: [], input: process.stdin, onLine });`;
      const running = startCommand(starter("bed", words), { env: { ...process.env } });
      await running.waitForText("up");
      const run = `${sshd.folder}/run`;
      const [control = ""] = readdirSync(run);
      expect(existsSync(`${run}/${control}/s`)).toBe(true);
      process.kill(running.pid, "SIGKILL");
      await expect.poll(() => readdirSync(run), { timeout: 20_000 }).toEqual([]);
      await expect.poll(() => processesWith(control), { timeout: 20_000 }).toEqual([]);
      await expect
        .poll(async () => (await bed.exec(["pgrep", "-fc", "exec cat"])).stdout, { timeout: 20_000 })
        .toBe("0\n");
    });

    it("leaves nothing of a process that was killed while it connected", async () => {
      relay.hang();
      const running = startCommand(starter("relayed", ""), { env: { ...process.env } });
      const run = `${sshd.folder}/run`;
      await expect.poll(() => readdirSync(run).length, { timeout: 20_000 }).toBe(1);
      await expect.poll(() => processesWith(`${run}/kuma-`).length, { timeout: 20_000 }).toBeGreaterThan(1);
      process.kill(running.pid, "SIGKILL");
      await expect.poll(() => readdirSync(run), { timeout: 20_000 }).toEqual([]);
      await expect.poll(() => processesWith(`${run}/kuma-`), { timeout: 20_000 }).toEqual([]);
      relay.cut();
      relay.mend();
    });

    it("asks on a terminal, and outlives a Ctrl-C there after that", async () => {
      const words = `process.on("SIGINT", async () => {
          const { output } = await host.runScript({ program: "id -un", args: [] });
          await host[Symbol.asyncDispose]();
          console.log("still " + output);
          process.exit(0);
        });
        console.log("connected");
        setInterval(() => {}, 1000);`;
      sshd.configure(`Host asking\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  User asked\n  PubkeyAuthentication no
  UserKnownHostsFile ${sshd.folder}/asked-hosts`);
      const running = startInTerminal(starter("asking", words), { env: { ...process.env } });
      await running.waitForText("Are you sure you want to continue connecting");
      running.type("yes\r");
      await running.waitForText("password:");
      running.type("wrong\r");
      await running.waitForText("Permission denied");
      await running.waitForText("password:");
      running.type(`${password}\r`);
      await running.waitForText("connected");
      running.type("\u0003");
      await running.waitForText("still asked");
      expect((await running.finished).code).toBe(0);
      expect(running.output()).not.toContain(password);
      expect(readdirSync(`${sshd.folder}/run`)).toEqual([]);
    });
  },
  ["sshd", "ssh", "sudo"],
);
