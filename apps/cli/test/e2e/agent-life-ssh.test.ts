import { connect, passwordAuth, type KumaClient } from "@kumakit/client";
import {
  makeTempHome,
  runCommand,
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
import { readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

import { KUMA } from "../support/built-kuma.ts";
import { forgetJobs, monitorNamed, monitorNames, snapshot } from "./agent-scene.ts";

const program = "/usr/local/lib/kuma-agent/kuma-agent.mjs";

/** The arguments of all processes on either side: those of a bed are seen from here. */
class ArgumentWatch {
  readonly #seen = new Set<string>();
  readonly #timer = setInterval(() => this.#look(), 10);

  /** Those that held a text. */
  with(text: string): readonly string[] {
    return [...this.#seen].filter((words) => words.includes(text));
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) this.#seen.add(argumentsOf(pid));
  }
}

function argumentsOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return ""; // it has ended
  }
}

describeOnBed(
  "the life of an agent on another host",
  () => {
    let home: TempHome;
    let kuma: KumaServer;
    let client: KumaClient;
    let bed: SystemdBed;
    let sshd: Sshd;
    let watch: ArgumentWatch;
    let before: string;
    const secrets = new Set<string>();

    beforeAll(async () => {
      home = makeTempHome();
      [kuma, bed] = await Promise.all([startKuma(), startSystemdBed({ hostname: "web1" })]);
      await bed.exec(["useradd", "--create-home", "--shell", "/bin/bash", "ops"]);
      // sshd lets nobody in whose account is locked, and one without a password is.
      await bed.exec(["chpasswd"], { input: "ops:nobody-types-this\n" });
      await bed.writeFile("/etc/sudoers.d/bed", "ops ALL=(ALL) NOPASSWD: ALL\n", "0440");
      await bed.writeUnit("shop.service", "[Service]\nExecStart=/bin/sleep infinity\n");
      await bed.exec(["systemctl", "start", "shop.service"]);
      await bed.exec(["ln", "-sf", process.execPath, "/usr/local/bin/node"]);
      sshd = await startSshd(bed, { accounts: ["ops"], name: "web1" });
      const { username = "", password = "" } = kuma.admin ?? {};
      client = await connect({ url: kuma.url, auth: passwordAuth({ username, password }) });
      const webhookURL = `${kuma.url}/none`;
      await client.notifications.create({
        name: "chat",
        type: "webhook",
        isDefault: true,
        webhookURL,
        webhookContentType: "json",
      });
      watch = new ArgumentWatch();
      secrets.add(password);
      const login = ["login", kuma.url, "--username", username, "--password-stdin"];
      const { code, stderr } = await run(login, password);
      if (code !== 0) throw new Error(stderr);
      await forgetJobs(bed);
      before = await snapshot(bed);
    });

    afterAll(async () => {
      watch.stop();
      await client.close();
      sshd[Symbol.dispose]();
      await Promise.all([kuma[Symbol.asyncDispose](), bed.stop()]);
      home.dispose();
    });

    async function run(args: readonly string[], input = ""): Promise<CommandResult> {
      const env = { ...home.env, PATH: `${sshd.searchPath}:${dirname(process.execPath)}` };
      return await runCommand([process.execPath, KUMA, ...args], { env, timeout: 150_000, input });
    }

    /** One command there that must go well. @returns its result with `--json` */
    async function there(...args: readonly string[]): Promise<unknown> {
      const result = await run(["agent", ...args, "--host", "ops@web1", "--json"]);
      expect({ args, code: result.code, stderr: result.stderr }).toEqual({ args, code: 0, stderr: "" });
      const { hosts } = JSON.parse(result.stdout) as { readonly hosts: readonly object[] };
      expect(hosts).toMatchObject([{ host: "ops@web1", ok: true }]);
      return (hosts[0] as { readonly result: unknown }).result;
    }

    async function tokenOf(name: string): Promise<string> {
      const { pushToken } = await monitorNamed(client, name);
      secrets.add(pushToken ?? "");
      return pushToken ?? "";
    }

    async function untilBeat(status: string, message: RegExp): Promise<void> {
      const { id } = await monitorNamed(client, "web1/shop");
      const newest = async (): Promise<unknown> => (await client.monitors.heartbeats(id, { hours: 1 })).at(-1);
      await expect
        .poll(newest, { timeout: 60_000, interval: 300 })
        .toMatchObject({ status, message: expect.stringMatching(message) });
    }

    it("is installed, and muted and unmuted by sudo", async () => {
      await there("install", "shop", "--interval", "20");
      await tokenOf("web1/shop");
      await there("mute", "shop", "--for", "10m", "--reason", "deploy $(id) 1.4");
      await bed.exec(["systemctl", "stop", "shop"]);
      await untilBeat("up", /^web1: muted until .* \(deploy \$\(id\) 1\.4\): is DOWN: /);
      expect(await there("unmute", "shop")).toMatchObject({ changed: ["shop.service"] });
      await untilBeat("down", /^web1: shop\.service /);
      await bed.exec(["systemctl", "start", "shop"]);
      await untilBeat("up", /^web1: shop\.service /);
    });

    it("gets other settings, a new token and another program", async () => {
      await there("set", "shop", "--interval", "30", "--name", "the shop of {host}");
      expect(await monitorNamed(client, "the shop of web1")).toMatchObject({ interval: 30 });
      const former = await tokenOf("the shop of web1");
      await there("token", "rotate", "shop");
      const token = await tokenOf("the shop of web1");
      expect(token).not.toBe(former);
      expect((await bed.readFile("/etc/kuma-agent/tokens/shop.service")).trim()).toBe(token);
      await bed.exec(["sh", "-c", `echo '// an earlier one' >>${program}`]);
      await bed.exec(["systemctl", "restart", "kuma-agent"]);
      expect(await there("update")).toMatchObject({ changed: true });
      expect(await bed.readFile(program)).not.toContain("// an earlier one");
      expect(await there("update")).toMatchObject({ changed: false });
    });

    it("looks, shows its log and state, and loses a check", async () => {
      await there("add", "disk", "--path", "/", "--min-free", "0%", "--min-free-inodes", "0%");
      expect(await there("test", "shop")).toMatchObject({ checks: [{ name: "shop.service", status: "up" }] });
      expect(await there("status")).toMatchObject({ problem: null, isCurrent: true });
      const found = (await there("discover")) as { readonly proposals: readonly object[] };
      expect(found.proposals).toContainEqual(
        expect.objectContaining({ type: "disk", watched: true, command: "kuma agent add disk --host ops@web1" }),
      );
      const logs = await run(["agent", "logs", "-n", "500", "--host", "ops@web1"]);
      expect(logs).toMatchObject({ code: 0, stderr: "" });
      expect(logs.stdout).toContain("ops@web1  shop.service: muted until ");
      await there("remove", "disk /", "--yes");
      expect(await monitorNames(client)).toEqual(["the shop of web1", "web1", "web1/agent"]);
    });

    it("is gone without a trace, and no token or password was ever an argument", async () => {
      await there("uninstall", "--yes", "--delete-monitors");
      expect(await monitorNames(client)).toEqual([]);
      expect(await snapshot(bed)).toBe(before);
      expect(watch.with("ops@web1")).not.toEqual([]);
      expect(secrets.size).toBe(3);
      expect([...secrets].flatMap((secret) => watch.with(secret))).toEqual([]);
    });
  },
  ["sshd", "ssh", "sudo"],
);
