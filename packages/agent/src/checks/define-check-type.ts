import * as z from "zod";
import { commonCheckFields } from "./common-check-fields.ts";

/** The settings of a check type: the common ones and its own. */
export type CheckSettings<Type extends string, Shape extends z.core.$ZodLooseShape> = z.output<
  z.ZodObject<{ readonly type: z.ZodLiteral<Type> } & typeof commonCheckFields & Shape, z.core.$strict>
>;

/**
 * What a check must be able to see or do beyond the network and systemd's bus. The sandbox of the installed service is
 * as strict as the needs of its checks allow.
 *
 * - `programs`: runs programs of any kind;
 * - `homes`: reads below `/home` and `/root`;
 * - `processes`: sees the processes of others;
 * - `kernelFigures`: reads `/proc` beside processes, as `/proc/meminfo`;
 * - `sharedTmp`: sees the host's `/tmp` and `/var/tmp` instead of folders of its own;
 * - `users`: sees which user a process or file belongs to;
 * - `journal`: reads the journal of the host.
 */
export type CheckNeed = "programs" | "homes" | "processes" | "kernelFigures" | "sharedTmp" | "users" | "journal";

/** A setting that is wrong because of another one. */
export interface SettingConflict {
  readonly setting: string;
  /** Continues the setting's name: `needs tls`. */
  readonly message: string;
}

/**
 * What a check type is to its users. One file under `checks/` defines one, `registry.ts` lists it; the file of the same
 * name under `starters/` does the work.
 */
export interface CheckTypeInput<Type extends string, Shape extends z.core.$ZodLooseShape> {
  /** The value of `type` in the config file. */
  readonly type: Type;
  /** What it watches, in a few words. */
  readonly title: string;
  /** What it is for and what is DOWN, for its page in the docs: Markdown, without a heading. */
  readonly summary: string;
  /** A check as it may stand in a config; for the docs, and run by a test. */
  readonly example: z.input<
    z.ZodObject<{ readonly type: z.ZodLiteral<Type> } & typeof commonCheckFields & Shape, z.core.$strict>
  >;
  /** The settings of this type, beside the common ones; each with a `.describe()`, which is what the docs say of it. */
  readonly options: Shape;
  /** What no single setting shows: settings that do not go together, or of which one is missing. Nothing when left out. */
  readonly conflicts?: (settings: CheckSettings<Type, Shape>) => readonly SettingConflict[];
  /** What it needs of the host by these settings; nothing when left out. */
  readonly needs?: (settings: CheckSettings<Type, Shape>) => readonly CheckNeed[];
}

/**
 * Defines a check type; the config schema is derived from it.
 *
 * @param input - the type's name, title and settings
 */
export function defineCheckType<const Type extends string, Shape extends z.core.$ZodLooseShape>(
  input: CheckTypeInput<Type, Shape>,
) {
  const { type, title, summary, example, options, conflicts } = input;
  const schema = z
    .strictObject({ type: z.literal(type), ...commonCheckFields, ...options })
    .superRefine((settings, context) => {
      for (const { setting, message } of conflicts?.(settings) ?? []) {
        context.addIssue({ code: "custom", path: [setting], message });
      }
    })
    // What people read about the type travels in its schema: editors show it, and the docs are made from it.
    .meta({ title, description: summary, examples: [example] });
  return Object.freeze({ ...input, schema });
}
