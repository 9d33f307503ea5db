import { writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { CommandResult, RunningCommand } from "../command/running-command.ts";
import { guardBed, type Release } from "../orphans/orphan-guard.ts";
import { patience } from "../patience.ts";
import { startInBed } from "./bed-entrance.ts";
import { bedScript } from "./bed-script.ts";
import { startBoot, type Boot } from "./start-boot.ts";
import { endAbandonedBeds, endBed, makeStateFolder, readPid1 } from "./bed-state.ts";
import { hasBooted, rebootProgram } from "./first-process.ts";
import type { BedCommandOptions, BedInit, SystemdBed, SystemdBedOptions } from "./systemd-bed.ts";
import { systemdBedProblem } from "./systemd-bed-problem.ts";

/** On a quiet machine, in ms. */
const bootTimeout = 30_000;

/**
 * Boots a real systemd in its own namespaces, on an overlay of this machine's root (0.5 s). Several may run at once.
 * The bed ends with this process, however this process ends, and leaves nothing behind.
 *
 * @example
 * ```ts
 * await using bed = await startSystemdBed();
 * await bed.writeUnit("demo.service", "[Service]\nExecStart=/bin/sleep infinity\n");
 * await bed.exec(["systemctl", "start", "demo.service"]);
 * ```
 * @throws Error with {@link systemdBedProblem} where it cannot run, or with its log when it does not boot.
 */
export async function startSystemdBed(options: SystemdBedOptions = {}): Promise<SystemdBed> {
  const problem = systemdBedProblem();
  if (problem !== undefined) throw new Error(`a systemd bed cannot be started here: ${problem}`);
  await endAbandonedBeds();
  const stateFolder = await makeStateFolder();
  const release = guardBed(bedScript, stateFolder);
  const { isolateNetwork = false, init = "systemd" } = options;
  const bed = new StartedBed({ stateFolder, release, isolateNetwork, init });
  try {
    using boot = startBoot(stateFolder, options);
    await bed.untilRunning(undefined, boot);
    return bed;
  } catch (error) {
    await bed.stop();
    throw error;
  }
}

interface StartedBedParts {
  readonly stateFolder: string;
  readonly isolateNetwork: boolean;
  readonly init: BedInit;
  readonly release: Release;
}

class StartedBed implements SystemdBed {
  readonly #parts: StartedBedParts;
  #isStopped = false;

  constructor(parts: StartedBedParts) {
    this.#parts = parts;
  }

  get pid1(): number {
    const pid = readPid1(this.#parts.stateFolder);
    if (pid === undefined) throw new Error("the systemd bed is not running");
    return pid;
  }

  start(argv: readonly string[], options: BedCommandOptions = {}): RunningCommand {
    return startInBed({ pid1: this.pid1, isolateNetwork: this.#parts.isolateNetwork }, argv, options);
  }

  async exec(argv: readonly string[], options: BedCommandOptions = {}): Promise<CommandResult> {
    return await this.start(argv, { input: "", ...options }).finished;
  }

  async execAs(user: string, argv: readonly string[], options: BedCommandOptions = {}): Promise<CommandResult> {
    return await this.exec(["sh", "-c", becomeUser, "sh", user, ...argv], options);
  }

  async addUser(name: string): Promise<void> {
    await this.#must(["useradd", "--create-home", "--shell", "/bin/bash", name]);
    await this.#must(["loginctl", "enable-linger", name]);
    const begin = Date.now();
    while (!isUp(await this.execAs(name, ["systemctl", "--user", "is-system-running"]))) {
      if (Date.now() - begin > patience(20_000)) throw new Error(`the systemd of the user ${name} did not start`);
      await sleep(30);
    }
  }

  async writeFile(file: string, content: string, mode = "0644"): Promise<void> {
    const write = 'mkdir -p -- "$(dirname -- "$1")" && umask 077 && cat >"$1" && chmod "$2" "$1"';
    await this.#must(["sh", "-c", write, "sh", file, mode], { input: content });
  }

  async readFile(file: string): Promise<string> {
    return (await this.#must(["cat", "--", file])).stdout;
  }

  async writeUnit(name: string, content: string): Promise<void> {
    await this.writeFile(`/etc/systemd/system/${name}`, content);
    await this.#must(["systemctl", "daemon-reload"]);
  }

  async reboot({ hard = false }: { readonly hard?: boolean } = {}): Promise<void> {
    const before = this.pid1;
    if (hard) {
      await writeFile(path.join(this.#parts.stateFolder, "boot-again"), "");
      process.kill(before, "SIGKILL");
    } else {
      const { init } = this.#parts;
      if (init === "none") throw new Error("nothing in this bed could boot it again");
      await this.exec(rebootProgram[init]);
    }
    await this.untilRunning(before);
  }

  async stop(): Promise<void> {
    if (this.#isStopped) return;
    await endBed(this.#parts.stateFolder);
    this.#parts.release();
    this.#isStopped = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** Waits until a systemd other than `before` has booted. */
  async untilRunning(before: number | undefined, boot?: Boot): Promise<void> {
    const begin = Date.now();
    while (Date.now() - begin < patience(bootTimeout) && boot?.hasEnded() !== true) {
      const pid = readPid1(this.#parts.stateFolder);
      if (pid !== undefined && pid !== before && (await this.#isUp())) return;
      await sleep(20);
    }
    throw new Error(`the systemd bed did not boot. ${boot?.log() ?? ""}`);
  }

  async #isUp(): Promise<boolean> {
    try {
      const { init } = this.#parts;
      if (init !== "systemd") return (await this.exec(hasBooted[init])).code === 0;
      return isUp(await this.exec(["systemctl", "is-system-running"]));
    } catch (error) {
      // It has ended between two looks at it; that is found out by the caller.
      if (readPid1(this.#parts.stateFolder) === undefined) return false;
      throw error;
    }
  }

  async #must(argv: readonly string[], options?: BedCommandOptions): Promise<CommandResult> {
    const result = await this.exec(argv, options);
    if (result.code !== 0) throw new Error(`${argv.join(" ")} failed in the systemd bed: ${result.stderr}`);
    return result;
  }
}

// $1 is the user, the rest the program; only exported variables and the identity change.
const becomeUser = `
user=$1; shift
uid=$(id -u "$user") && gid=$(id -g "$user") || exit 1
HOME=$(getent passwd "$user" | cut -d: -f6); USER=$user; LOGNAME=$user
XDG_RUNTIME_DIR=/run/user/$uid; DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/$uid/bus
export HOME USER LOGNAME XDG_RUNTIME_DIR DBUS_SESSION_BUS_ADDRESS
cd "$HOME" && exec setpriv --reuid "$uid" --regid "$gid" --init-groups -- "$@"`;

/** A degraded machine is up too: some unit of the host's distribution does not like a container. */
function isUp({ stdout }: CommandResult): boolean {
  return /^(?:running|degraded)$/u.test(stdout.trim());
}
