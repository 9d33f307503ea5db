import * as z from "zod";
import { withoutDefaults, type WithoutDefaults } from "../config/settings/without-defaults.ts";
import { commonCheckFields } from "./common-check-fields.ts";

/** All settings of a check type, the common ones too. */
type Fields<Type extends string, Shape extends z.core.$ZodShape> = {
  readonly type: z.ZodLiteral<Type>;
} & typeof commonCheckFields &
  Shape;

/** A check as the code works with it: complete. */
type Settings<Type extends string, Shape extends z.core.$ZodShape> = z.output<
  z.ZodObject<Fields<Type, Shape>, z.core.$strict>
>;

/** A check as it is written: what was left out is undefined. */
type Config<Type extends string, Shape extends z.core.$ZodShape> = z.output<
  z.ZodObject<WithoutDefaults<Fields<Type, Shape>>, z.core.$strict>
>;

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

/** A check type as its users see it; `start.ts` beside it does the work. */
export interface CheckTypeInput<Type extends string, Shape extends z.core.$ZodShape> {
  /** The value of `type` in the config file. */
  readonly type: Type;
  /** What it watches, in a few words. */
  readonly title: string;
  /** What it is for and what is DOWN, for its page in the docs: Markdown, without a heading. */
  readonly summary: string;
  /** A check as it may stand in a config; for the docs, and run by a test. */
  readonly example: z.input<z.ZodObject<Fields<Type, Shape>, z.core.$strict>>;
  /**
   * The settings of this type, beside the common ones; each with a `.describe()`, which is what the docs say of it. The
   * docs add its default by themselves.
   */
  readonly options: Shape;
  /**
   * The faults that no single setting shows: settings that do not go together, or of which one is missing. It sees the check as it
   * is written, without defaults. Nothing when left out.
   */
  readonly conflicts?: (config: Config<Type, Shape>) => readonly SettingConflict[];
  /** What it needs of the host by these settings; nothing when left out. */
  readonly needs?: (settings: Settings<Type, Shape>) => readonly CheckNeed[];
  /** The setting that stands on the command line without a flag: `kuma … TYPE UNIT`. All have flags when left out. */
  readonly positional?: keyof Shape & string;
  /**
   * The settings that say what is watched: a check that nobody has named is called after them. None when left out: a host
   * needs one check of the type.
   */
  readonly subject?: readonly (keyof Shape & string)[];
  /**
   * The settings that the script cannot carry out. Only the agent carries the type when left out.
   *
   * @param settings - complete
   * @param written - as they are written, without defaults
   */
  readonly script?: (settings: Settings<Type, Shape>, written: Config<Type, Shape>) => readonly SettingConflict[];
}

/**
 * Defines a check type. The schemas of the config, its JSON Schema and the docs are derived from it.
 *
 * @param input - the type's name, title and settings
 */
export function defineCheckType<const Type extends string, Shape extends z.core.$ZodShape>(
  input: CheckTypeInput<Type, Shape>,
) {
  const { type, title, summary, example, options, conflicts, needs, positional, subject = [], script } = input;
  const fields: Fields<Type, Shape> = { type: z.literal(type), ...commonCheckFields, ...options };
  const settings = z
    .strictObject(fields)
    // What people read about the type travels in its schema: editors show it, and the docs are made from it.
    .meta({ title, description: summary, examples: [example] });
  const config = z.strictObject(withoutDefaults(fields)).superRefine((written, context) => {
    for (const { setting, message } of conflicts?.(written) ?? []) {
      context.addIssue({ code: "custom", path: [setting], message });
    }
  });
  return Object.freeze({
    type,
    title,
    summary,
    example,
    /** The settings of this type alone. */
    options,
    positional,
    /** The settings that say what is watched. */
    subject,
    /** The forms of the agent that carry it. */
    runtimes: ["node", "standalone", ...(script === undefined ? [] : ["sh"])] as readonly CheckRuntime[],
    /** The schema of a check as it is written. */
    config,
    /** The schema that completes it with defaults. */
    settings,
    /** What a check needs of the host. */
    needsOf: (written: z.output<typeof config>): readonly CheckNeed[] => needs?.(settings.parse(written)) ?? [],
    /** What the script cannot carry out of it; it carries nothing of a type without the runtime `sh`. */
    scriptProblemsOf: (written: z.output<typeof config>): readonly SettingConflict[] =>
      script?.(settings.parse(written), written) ?? [],
  });
}
