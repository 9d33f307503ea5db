/** What a command that ran on a {@link Host} left behind. */
export interface RunResult {
  /** Exit code; 128 + n when a signal n ended it, 127 when the program does not exist. */
  readonly code: number;
  /** What it printed, as UTF-8. */
  readonly stdout: string;
  /** What it complained about, as UTF-8. */
  readonly stderr: string;
}

/** How to run a command. */
export interface RunOptions {
  /** Written to the command's standard input, which is empty otherwise. Secrets go here, never into `argv`. */
  readonly input?: string;
  /** Added to the host's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Ends the command when it takes longer, in ms.
   * @defaultValue 90_000
   */
  readonly timeout?: number;
  /** Ends the command early. */
  readonly signal?: AbortSignal;
}

/** Names of a user and a group of the host. */
export interface Owner {
  /** The name of the user. */
  readonly user: string;
  /** The name of the group. */
  readonly group: string;
}

/** Mode and owner that a file or folder has from its first byte on. */
export interface FileAttributes {
  /** Permission bits, such as `0o600`. */
  readonly mode: number;
  /** Whose it is. */
  readonly owner: Owner;
}

/** What a path is. Links are not followed. */
export interface FileInfo {
  /** What sort of thing it is. */
  readonly kind: "file" | "folder" | "link" | "other";
  /** Permission bits only. */
  readonly mode: number;
  /** Whose it is. */
  readonly owner: Owner;
}

/** Who and what a host is. */
export interface HostIdentity {
  /** The name that the host gives itself. */
  readonly hostname: string;
  /** Contents of `/etc/machine-id`; empty where there is none. */
  readonly machineId: string;
  /** The account that commands run as. */
  readonly user: { readonly name: string; readonly group: string; readonly uid: number; readonly home: string };
}

/**
 * A machine that an agent is put on. {@link localHost} is this one; another implementation may reach one over SSH, so
 * nothing here assumes that the paths are of this machine.
 */
export interface Host {
  /** How messages call it: `this host`, or its name. */
  readonly label: string;
  /** Who and what the host is. */
  identity(): Promise<HostIdentity>;
  /** Runs `argv` without a shell; never throws for an exit code. @throws AbortError when `signal` aborts */
  run(argv: readonly [string, ...string[]], options?: RunOptions): Promise<RunResult>;
  /** The file's bytes; `undefined` when nothing is there. @throws when it is not a plain file */
  readFile(path: string): Promise<Buffer | undefined>;
  /** Replaces the file in one step; mode and owner are right before the content is there. */
  writeFile(path: string, content: Buffer, attributes: FileAttributes): Promise<void>;
  /** As {@link Host.writeFile}, with the content of another file of the host. */
  copyFile(from: string, to: string, attributes: FileAttributes): Promise<void>;
  /** As {@link Host.writeFile}, but false (and nothing written) when something is there already. */
  createFile(path: string, content: Buffer, attributes: FileAttributes): Promise<boolean>;
  /** `undefined` when nothing is there. */
  stat(path: string): Promise<FileInfo | undefined>;
  /** The path with every link followed; `undefined` when nothing is there. */
  realPath(path: string): Promise<string | undefined>;
  /** Makes one folder. @throws when it is there, or the folder above is not */
  makeFolder(path: string, attributes: FileAttributes): Promise<void>;
  /** Changes mode and owner of a file or folder. */
  setAttributes(path: string, attributes: FileAttributes): Promise<void>;
  /** False when nothing was there. */
  removeFile(path: string): Promise<boolean>;
  /** Removes an empty folder; false when it is not empty or not there. */
  removeEmptyFolder(path: string): Promise<boolean>;
  /** When a process started, in a unit of the host's own, to tell it from a later one of the same id; undefined when it is gone. */
  processStartedAt(pid: number): Promise<string | undefined>;
}
