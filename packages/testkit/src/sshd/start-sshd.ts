import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { SystemdBed } from "../bed/systemd-bed.ts";
import { runCommand } from "../command/run-command.ts";
import { findProgram, throughLayer } from "../layer/layer-programs.ts";
import { freePort } from "../network/free-port.ts";
import { patience } from "../patience.ts";
import { makeTempHome } from "../temp-home.ts";

/** The options of {@link startSshd}. */
export interface SshdOptions {
  /** Accounts of the bed that may log in with the key of {@link Sshd.env}; they must be there. Default: root. */
  readonly accounts?: readonly string[];
  /** The name that `ssh` knows the bed by; default: `bed`. */
  readonly name?: string;
  /** `true`: it puts itself into the background, for a bed without systemd. Default: it is a service. */
  readonly isDaemon?: boolean;
}

/** A real sshd in a bed, and an `ssh` that finds it. */
export interface Sshd extends Disposable {
  /** Where it listens, on 127.0.0.1. */
  readonly port: number;
  /** The folder with the key (`key`), the known hosts (`known_hosts`) and the config (`config`). */
  readonly folder: string;
  /** The search path with an `ssh` first that reads that config alone. */
  readonly searchPath: string;
  /** Adds lines to the config of ssh. */
  configure(lines: string): void;
}

/** Names of hosts take their first config: lines that are added come before these. */
const clientConfig = (name: string, port: number, folder: string): string => `
Host ${name}
  HostName 127.0.0.1
  Port ${port}
  User root
Host *
  IdentityFile ${folder}/key
  IdentitiesOnly yes
  IdentityAgent none
  UserKnownHostsFile ${folder}/known_hosts
  GlobalKnownHostsFile /dev/null
`;

const serverConfig = (port: number): string => `
ListenAddress 127.0.0.1:${port}
HostKey /etc/ssh/bed_key
PidFile none
AuthorizedKeysFile /etc/ssh/bed_keys/%u
PermitRootLogin yes
UsePAM no
Subsystem sftp internal-sftp
`;

const service = `[Service]
ExecStartPre=/bin/mkdir -p /run/sshd
ExecStart=/usr/sbin/sshd -D -e -f /etc/ssh/bed_config
KillMode=process
`;

/**
 * Starts a real sshd in a bed that shares this machine's network, with a new host key and a new key to log in with. The
 * host key is a known one.
 *
 * @example
 * ```ts
 * using sshd = await startSshd(bed);
 * await runCommand(["ssh", "bed", "uname -n"], { env: { PATH: sshd.searchPath } });
 * ```
 */
export async function startSshd(bed: SystemdBed, options: SshdOptions = {}): Promise<Sshd> {
  const { accounts = ["root"], name = "bed", isDaemon = false } = options;
  const home = makeTempHome();
  const { folder } = home;
  const port = await freePort();
  const publicKey = await makeKey(path.join(folder, "key"));
  await bed.exec(["rm", "-f", "/etc/ssh/bed_key"]);
  await must(bed, ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "/etc/ssh/bed_key"]);
  for (const account of accounts) await bed.writeFile(`/etc/ssh/bed_keys/${account}`, publicKey);
  await bed.writeFile("/etc/ssh/bed_config", serverConfig(port));
  if (isDaemon) {
    await must(bed, ["sh", "-c", "mkdir -p /run/sshd && exec /usr/sbin/sshd -f /etc/ssh/bed_config"]);
  } else {
    await bed.writeUnit("bed-sshd.service", service);
    await must(bed, ["systemctl", "start", "bed-sshd.service"]);
  }
  await must(bed, ["sh", "-c", untilListening, "sh", String(port), String(patience(20_000) / 100)]);
  const hostKey = await bed.readFile("/etc/ssh/bed_key.pub");
  writeFileSync(path.join(folder, "known_hosts"), `[127.0.0.1]:${port} ${hostKey}`);
  let config = clientConfig(name, port, folder);
  const configure = (lines: string): void => {
    config = `${lines}\n${config}`;
    writeFileSync(path.join(folder, "config"), config);
  };
  configure("");
  return {
    port,
    folder,
    searchPath: `${makeSsh(folder)}:${process.env["PATH"] ?? ""}`,
    configure,
    [Symbol.dispose]: () => home.dispose(),
  };
}

const untilListening = `
tries=$2
until bash -c "exec 3<>/dev/tcp/127.0.0.1/$1" 2>/dev/null; do
  tries=$((tries - 1)); [ "$tries" -gt 0 ] || exit 1; sleep 0.1
done`;

async function makeKey(file: string): Promise<string> {
  const argv = throughLayer(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "kumakit", "-f", file]);
  const { code, stderr } = await runCommand(argv);
  if (code !== 0) throw new Error(`ssh-keygen failed: ${stderr}`);
  return (await runCommand(["cat", `${file}.pub`])).stdout;
}

/** An `ssh` that a program finds before the machine's own, which it may not even have. */
function makeSsh(folder: string): string {
  mkdirSync(path.join(folder, "bin"));
  const file = path.join(folder, "bin", "ssh");
  const program = findProgram("ssh") ?? "ssh";
  const words = throughLayer([program, "-F", path.join(folder, "config")], "/");
  writeFileSync(file, `#!/bin/sh\nexec ${words.map((word) => `'${word}'`).join(" ")} "$@"\n`);
  chmodSync(file, 0o755);
  return path.dirname(file);
}

async function must(bed: SystemdBed, argv: readonly string[]): Promise<void> {
  const { code, stderr, stdout } = await bed.exec(argv);
  if (code !== 0) throw new Error(`${argv.join(" ")} failed in the systemd bed: ${stderr}${stdout}`);
}
