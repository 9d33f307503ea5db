import type { StartCheck } from "./check.ts";

/**
 * The access that a check needs beyond the network and systemd's bus. The sandbox of the installed service is
 * as strict as the needs of its checks allow.
 *
 * - `programs`: runs programs of any kind;
 * - `homes`: reads below `/home` and `/root`;
 * - `processes`: sees the processes of others;
 * - `kernelFigures`: reads `/proc` beside processes, such as `/proc/meminfo`;
 * - `sharedTmp`: sees the host's `/tmp` and `/var/tmp` instead of private folders;
 * - `users`: sees which user a process or file belongs to;
 * - `journal`: reads the journal of the host.
 */
export type CheckNeed = "programs" | "homes" | "processes" | "kernelFigures" | "sharedTmp" | "users" | "journal";

/** A form of the agent: with the Node.js of the host, with its own, or as a POSIX script. */
export type CheckRuntime = "node" | "standalone" | "sh";

/** A setting that is wrong because of another one, or that the script cannot carry out. */
export interface SettingConflict {
  readonly setting: string;
  /** Continues the setting's name: `needs tls`. */
  readonly message: string;
}

/** A kind of unit that a check can watch, which is also the suffix of its name. */
export type UnitKind = "service" | "socket" | "timer" | "path" | "mount" | "automount" | "swap" | "target";

/** The things on a host that a check of a type is found by. */
export interface CheckDiscovery {
  /** By `unit`: each unit of these kinds can be watched by one check, whose settings `unit` and `scope` name it. */
  readonly by: "unit";
  /** No two check types share a kind. */
  readonly kinds: readonly UnitKind[];
}

/** The part of a check type that is made of schemas, see `define-check-type.ts`. */
interface Schemas {
  readonly options: object;
  readonly config: { readonly _output: unknown };
  readonly settings: { readonly _output: unknown };
}

/**
 * All about a check type but its settings. It needs no schema, so an `about.ts` must not load zod: the agent that runs
 * for months reads it.
 */
export interface AboutCheckType<Type extends Schemas> {
  /** The things that it watches, in a few words. */
  readonly title: string;
  /** What it is for and what is DOWN, for its page in the docs: Markdown, without a heading. */
  readonly summary: string;
  /** The setting that stands on the command line without a flag: `kuma … TYPE UNIT`. All have flags when left out. */
  readonly positional?: keyof Type["options"] & string;
  /**
   * The settings that say what is watched: a check that nobody has named is called after them. None when left out: a host
   * needs one check of the type.
   */
  readonly subject?: readonly (keyof Type["options"] & string)[];
  /** Whether the type decides how often it looks when `lookEvery` is left out; otherwise it looks with every push. */
  readonly hasOwnRhythm?: boolean;
  /** The things on a host that it is found by; a person has to name its settings when left out. */
  readonly discovery?: CheckDiscovery;
  /** The needs by these settings; nothing when left out. */
  readonly needs?: (settings: Type["settings"]["_output"]) => readonly CheckNeed[];
  /**
   * The settings that the script cannot carry out. Only the agent carries the type when left out.
   *
   * @param settings - complete
   * @param written - as they are written, without defaults
   */
  readonly script?: (
    settings: Type["settings"]["_output"],
    written: Type["config"]["_output"],
  ) => readonly SettingConflict[];
  /** Loads the code that does the work. */
  readonly start: () => Promise<StartCheck<Type["settings"]["_output"]>>;
}
