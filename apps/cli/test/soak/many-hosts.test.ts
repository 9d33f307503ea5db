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
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

import { forgetJobs, monitorNames, snapshot } from "../e2e/agent-scene.ts";
import { KUMA } from "../support/built-kuma.ts";

/**
 * The kernel gives root's inotify objects a limit for the whole machine, 128 by default. Each systemd takes some of them, so
 * that 20 beds need `sysctl fs.inotify.max_user_instances=1024`; this does not change the machine.
 */
const names = Array.from({ length: Number(process.env["KUMA_HOSTS"] ?? 10) }, (_, n) => `web${n + 1}`);
const [away = ""] = names;

let home: TempHome;
let kuma: KumaServer;
let client: KumaClient | undefined;
let beds: readonly SystemdBed[] = [];
let sshds: readonly Sshd[] = [];

async function startHost(hostname: string): Promise<SystemdBed> {
  const bed = await startSystemdBed({ hostname });
  await forgetJobs(bed);
  await bed.writeUnit("demo.service", "[Service]\nExecStart=/bin/sleep infinity\n");
  await bed.exec(["systemctl", "start", "demo.service"]);
  await bed.exec(["ln", "-sf", process.execPath, "/usr/local/bin/node"]);
  return bed;
}

beforeAll(async () => {
  home = makeTempHome();
  kuma = await startKuma();
  // One after the other: a bed has a limit for its boot.
  for (const name of names) {
    const bed = await startHost(name);
    beds = [...beds, bed];
    sshds = [...sshds, await startSshd(bed)];
  }
  const blocks = sshds.map(
    ({ port, folder }, n) =>
      `Host ${names[n]}\n  HostName 127.0.0.1\n  Port ${port}\n  User root\n  IdentityFile ${folder}/key\n  UserKnownHostsFile ${folder}/known_hosts\n`,
  );
  sshds[0]?.configure(blocks.join(""));
  writeFileSync(join(home.folder, "hosts"), names.join("\n"));
  const { username = "", password = "" } = kuma.admin ?? {};
  client = await connect({ url: kuma.url, auth: passwordAuth({ username, password }) });
  const { code, stderr } = await run(["login", kuma.url, "--username", username, "--password-stdin"], password);
  if (code !== 0) throw new Error(stderr);
}, 900_000);

afterAll(async () => {
  await client?.close();
  for (const sshd of sshds) sshd[Symbol.dispose]();
  await Promise.all([kuma[Symbol.asyncDispose](), ...beds.map((bed) => bed.stop())]);
  home.dispose();
}, 300_000);

async function run(args: readonly string[], input = ""): Promise<CommandResult> {
  const env = { ...home.env, PATH: `${sshds[0]?.searchPath}:${dirname(process.execPath)}` };
  return await runCommand([process.execPath, KUMA, ...args], { env, timeout: 600_000, input });
}

/** A command on all hosts. @returns each one's change, or that it failed */
async function everywhere(wanted: number, ...args: readonly string[]): Promise<readonly unknown[]> {
  const begin = performance.now();
  const { code, stdout, stderr } = await run([...args, "--hosts-file", join(home.folder, "hosts"), "--json"]);
  process.stderr.write(
    `${args.join(" ")}: ${names.length} hosts, ${((performance.now() - begin) / 1000).toFixed(1)} s\n`,
  );
  if (code !== wanted) throw new Error(`${code}, not ${wanted}: ${stderr}${stdout}`);
  const { hosts } = JSON.parse(stdout) as { readonly hosts: readonly Answer[] };
  expect(hosts.map(({ host }) => host)).toEqual(names);
  return hosts.map(({ ok, result }) => (ok ? result?.changed : "failed"));
}

async function monitorsThere(): Promise<readonly string[]> {
  if (client === undefined) throw new Error("there is no log-in");
  return await monitorNames(client);
}

interface Answer {
  readonly host: string;
  readonly ok: boolean;
  readonly result?: { readonly changed: boolean };
}

describeOnBed(
  `${names.length} hosts at once`,
  () => {
    it("get an agent but for one that is away, which a second run makes up for, and are left as they were", async () => {
      const before = await Promise.all(beds.map((bed) => snapshot(bed)));
      await beds[0]?.exec(["systemctl", "stop", "bed-sshd"]);
      const install = ["agent", "install", "demo", "--no-notify"];
      expect(await everywhere(7, ...install)).toEqual(names.map((name) => (name === away ? "failed" : true)));
      await beds[0]?.exec(["systemctl", "start", "bed-sshd"]);
      expect(await everywhere(0, ...install)).toEqual(names.map((name) => name === away));
      const expected = names.flatMap((name) => [name, `${name}/agent`, `${name}/demo`]);
      expect(await monitorsThere()).toEqual(expected.toSorted());
      expect(await everywhere(0, ...install)).toEqual(names.map(() => false));
      await everywhere(0, "agent", "uninstall", "--yes", "--delete-monitors");
      expect(await monitorsThere()).toEqual([]);
      expect(await Promise.all(beds.map((bed) => snapshot(bed)))).toEqual(before);
    }, 1_800_000);
  },
  ["sshd", "ssh"],
);
