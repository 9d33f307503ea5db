import type { CommandOptions, CommandResult, RunningCommand } from "../command/running-command.ts";

/** How a program is run in a bed; its environment is small and the same everywhere, `env` adds to it. */
export type BedCommandOptions = Omit<CommandOptions, "cwd">;

/** The first process of a bed. */
export type BedInit = "systemd" | "openrc" | "none";

/** Options of {@link startSystemdBed}. */
export interface SystemdBedOptions {
  /**
   * Absolute paths of this machine to show in the bed at the same path, writable. Needed for what lies below /tmp or
   * /run, or on another file system than /; and for what the bed should write to.
   */
  readonly bind?: readonly string[];
  /** `true`: the bed has only a loopback. Default: it shares this machine's network. */
  readonly isolateNetwork?: boolean;
  /** Its host name. Default: `kumakit-bed`. */
  readonly hostname?: string;
  /**
   * Its first process. `openrc`: Debian's OpenRC. `none`:
   * nothing runs at first, and the process only waits for the ends of others. With both only `exec`, `execAs` of a user that
   * is there, `start`, files and `reboot` (of `openrc`) make sense. Default: `systemd`.
   */
  readonly init?: BedInit;
  /**
   * `true`: units feel `MemoryMax=` and `TasksMax=`, also on a machine whose unified cgroups have no controller for
   * them; the cgroups of that bed then lie below `/sys/fs/cgroup/unified`, `memory` and `pids`. Default: what there is.
   */
  readonly limits?: boolean;
}

/** A running systemd, or another first process, in a copy of this machine; every write is thrown away. */
export interface SystemdBed extends AsyncDisposable {
  /** The process id of its systemd, as seen from here; another one after {@link SystemdBed.reboot}. */
  readonly pid1: number;
  /** Runs a program as root to its end. */
  exec(argv: readonly string[], options?: BedCommandOptions): Promise<CommandResult>;
  /** Runs a program as another user, with what `systemctl --user` and D-Bus need. */
  execAs(user: string, argv: readonly string[], options?: BedCommandOptions): Promise<CommandResult>;
  /** Starts a program as root, to talk to it or to send it a signal while it runs. */
  start(argv: readonly string[], options?: BedCommandOptions): RunningCommand;
  /** Makes a user with a home folder and a running `systemd --user` (lingering). */
  addUser(name: string): Promise<void>;
  /** Writes a file, and its folders. `mode` is octal as for chmod; default `0644`. */
  writeFile(path: string, content: string, mode?: string): Promise<void>;
  /** Reads a file. @throws Error when it cannot be read. */
  readFile(path: string): Promise<string>;
  /** Writes a unit to /etc/systemd/system and has systemd read it. */
  writeUnit(name: string, content: string): Promise<void>;
  /** Boots again; what was written stays. `hard`: without any shutdown, as after a power cut. */
  reboot(options?: { readonly hard?: boolean }): Promise<void>;
  /** Ends it and throws everything away. */
  stop(): Promise<void>;
}
