import { connect, passwordAuth, type KumaClient } from "@kumakit/client";
import {
  makeTempHome,
  runCommand,
  startCommand,
  startKuma,
  startSshd,
  startSystemdBed,
  throughLayer,
  type CommandResult,
  type KumaServer,
  type RunningCommand,
  type Sshd,
  type SystemdBed,
  type TempHome,
} from "@kumakit/testkit";
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { KUMA } from "../support/built-kuma.ts";
import { forgetJobs } from "./agent-scene.ts";

const repository = fileURLToPath(new URL("../../../../", import.meta.url));

/** How a play went on one host. */
export interface HostRecap {
  readonly ok: number;
  readonly changed: number;
  readonly unreachable: number;
  readonly failed: number;
}

/** How a play went. */
export interface PlayResult extends CommandResult {
  /** By host, from the last lines of its output. */
  readonly recap: Readonly<Record<string, HostRecap>>;
}

/** A host of a play. */
export interface AnsibleHost {
  readonly bed: SystemdBed;
  readonly sshd: Sshd;
}

/** A controller with Ansible, `kuma` and a login; a real Uptime Kuma; and hosts with sshd. */
export interface AnsibleScene extends AsyncDisposable {
  readonly kuma: KumaServer;
  readonly client: KumaClient;
  readonly home: TempHome;
  readonly hosts: Readonly<Record<string, AnsibleHost>>;
  /** The folder of the playbooks. */
  readonly folder: string;
  /** Runs `ansible-playbook` there, or another program of Ansible. */
  play(args: readonly string[], options?: PlayOptions): Promise<PlayResult>;
  /** Starts it, to kill it while it works. */
  startPlay(args: readonly string[]): RunningCommand;
  /** Runs `kuma` on the controller. */
  run(...args: readonly string[]): Promise<CommandResult>;
}

/** How a play is run. */
export interface PlayOptions {
  /** The home folder. @defaultValue the one that is logged in */
  readonly home?: TempHome;
  readonly program?: string;
}

/** A host that a scene is to have. */
export interface WishedHost {
  /** The account that Ansible logs in as; any but root gets sudo. */
  readonly account: string;
  /** Its first process. @defaultValue systemd */
  readonly init?: "systemd" | "none";
}

/** Writes the files of a page that begin with their name as a comment. */
export function writeExamples(page: string, folder: string): readonly string[] {
  const text = readFileSync(join(repository, "docs", page), "utf8");
  const files = [...text.matchAll(/```yaml\n# (\S+\.yml)\n([\s\S]*?)```/g)];
  for (const [, name = "", content = ""] of files) writeFileSync(join(folder, name), `---\n${content}`);
  return files.map(([, name = ""]) => name);
}

/**
 * Starts all of it.
 *
 * @param wished - the hosts by their names; a text is the account
 */
export async function startAnsibleScene(wished: Readonly<Record<string, string | WishedHost>>): Promise<AnsibleScene> {
  const names = Object.fromEntries(
    Object.entries(wished).map(([name, host]) => [name, typeof host === "string" ? { account: host } : host]),
  );
  const home = makeTempHome();
  const kuma = await startKuma();
  const hosts: Record<string, AnsibleHost> = {};
  const waiting = Object.entries(names);
  // A machine with few cores does not boot twenty systems at the same time.
  const boot = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      hosts[next[0]] = await startHost(...next);
  };
  await Promise.all([boot(), boot(), boot()]);
  const folder = join(home.folder, "play");
  mkdirSync(join(home.folder, "collections/ansible_collections/kumakit"), { recursive: true });
  mkdirSync(folder);
  symlinkSync(join(repository, "ansible"), join(home.folder, "collections/ansible_collections/kumakit/kuma"));
  const command = join(home.folder, "kuma");
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${KUMA}' "$@"\n`);
  chmodSync(command, 0o755);
  writeFileSync(join(folder, "ansible.cfg"), config(home.folder));
  writeFileSync(join(folder, "connections.yml"), JSON.stringify(connections(hosts, names)));
  const { username = "", password = "" } = kuma.admin ?? {};
  const client = await connect({ url: kuma.url, auth: passwordAuth({ username, password }) });
  const environment = (of: TempHome): Record<string, string> => ({
    ...of.env,
    PATH: `${home.folder}:${dirname(process.execPath)}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
    ANSIBLE_CONFIG: join(folder, "ansible.cfg"),
    ANSIBLE_NOCOLOR: "1",
  });
  const argvOf = (program: string, args: readonly string[]): readonly string[] =>
    throughLayer([program, ...args], folder);
  const run = (args: readonly string[], input = ""): Promise<CommandResult> =>
    runCommand([command, ...args], { env: environment(home), input, timeout: 150_000 });
  const login = await run(["login", kuma.url, "--username", username, "--password-stdin"], password);
  if (login.code !== 0) throw new Error(login.stderr);
  return {
    kuma,
    client,
    home,
    hosts,
    folder,
    async play(args, { home: of = home, program = "/usr/bin/ansible-playbook" } = {}) {
      const result = await runCommand(argvOf(program, args), { env: environment(of), timeout: 300_000, cwd: folder });
      return { ...result, recap: recapIn(result.stdout) };
    },
    startPlay: (args) =>
      startCommand(argvOf("/usr/bin/ansible-playbook", args), {
        env: environment(home),
        timeout: 300_000,
        cwd: folder,
        input: "",
      }),
    run: (...args) => run(args),
    async [Symbol.asyncDispose]() {
      await client.close();
      for (const { sshd } of Object.values(hosts)) sshd[Symbol.dispose]();
      await Promise.all([kuma[Symbol.asyncDispose](), ...Object.values(hosts).map(({ bed }) => bed.stop())]);
      home.dispose();
    },
  };
}

async function startHost(hostname: string, { account, init = "systemd" }: WishedHost): Promise<AnsibleHost> {
  const bed = await startSystemdBed({ hostname, init });
  await forgetJobs(bed);
  if (account !== "root") {
    await bed.exec(["useradd", "--create-home", "--shell", "/bin/bash", account]);
    // sshd lets nobody in whose account is locked, and one without a password is.
    await bed.exec(["chpasswd"], { input: `${account}:nobody-types-this\n` });
    await bed.writeFile("/etc/sudoers.d/bed", `${account} ALL=(ALL) NOPASSWD: ALL\n`, "0440");
  }
  await bed.exec(["ln", "-sf", process.execPath, "/usr/local/bin/node"]);
  return { bed, sshd: await startSshd(bed, { accounts: [account], name: hostname, isDaemon: init === "none" }) };
}

const config = (home: string): string => `[defaults]
inventory = connections.yml
collections_path = ${home}/collections
collections_paths = ${home}/collections
home = ${home}/ansible
local_tmp = ${home}/tmp/ansible
forks = 20
timeout = 30
[ssh_connection]
pipelining = True
control_path_dir = ${home}/cp
`;

function connections(hosts: AnsibleScene["hosts"], names: Readonly<Record<string, WishedHost>>): object {
  const entries = Object.entries(hosts).map(
    ([
      name,
      {
        sshd: { port, folder },
      },
    ]) => [
      name,
      {
        ansible_host: "127.0.0.1",
        ansible_port: port,
        ansible_user: names[name]?.account,
        ansible_ssh_private_key_file: `${folder}/key`,
        ansible_ssh_common_args: `-F /dev/null -o IdentitiesOnly=yes -o UserKnownHostsFile=${folder}/known_hosts`,
      },
    ],
  );
  return { all: { hosts: Object.fromEntries(entries) as object } };
}

function recapIn(output: string): PlayResult["recap"] {
  const lines = output
    .slice(output.lastIndexOf("PLAY RECAP"))
    .matchAll(/^(\S+)\s+: ok=(\d+)\s+changed=(\d+)\s+unreachable=(\d+)\s+failed=(\d+)/gm);
  return Object.fromEntries(
    [...lines].map(([, host = "", ...counts]) => {
      const [ok = 0, changed = 0, unreachable = 0, failed = 0] = counts.map(Number);
      return [host, { ok, changed, unreachable, failed }];
    }),
  );
}
