import * as z from "zod";
import { withoutDefaults, type WithoutDefaults } from "../config/settings/without-defaults.ts";
import type { SettingConflict } from "./about-check-type.ts";
import { commonCheckFields } from "./common-check-fields.ts";

/** All settings of a check type, the common ones too. */
type Fields<Type extends string, Shape extends z.core.$ZodShape> = {
  readonly type: z.ZodLiteral<Type>;
} & typeof commonCheckFields &
  Shape;

/** A check as it is written: what was left out is undefined. */
type Config<Type extends string, Shape extends z.core.$ZodShape> = z.output<
  z.ZodObject<WithoutDefaults<Fields<Type, Shape>>, z.core.$strict>
>;

/** The settings of a check type; `about.ts` beside them says the rest, and `start.ts` does the work. */
export interface CheckTypeInput<Type extends string, Shape extends z.core.$ZodShape> {
  /** The value of `type` in the config file. */
  readonly type: Type;
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
}

/**
 * Defines the settings of a check type. The schemas of the config, its JSON Schema and the docs are derived from them.
 *
 * @param input - the type's name and settings
 */
export function defineCheckType<const Type extends string, Shape extends z.core.$ZodShape>(
  input: CheckTypeInput<Type, Shape>,
) {
  const { type, example, options, conflicts } = input;
  const fields: Fields<Type, Shape> = { type: z.literal(type), ...commonCheckFields, ...options };
  const config = z.strictObject(withoutDefaults(fields)).superRefine((written, context) => {
    for (const { setting, message } of conflicts?.(written) ?? []) {
      context.addIssue({ code: "custom", path: [setting], message });
    }
  });
  return Object.freeze({
    type,
    example,
    /** The settings of this type alone. */
    options,
    /** The schema of a check as it is written. */
    config,
    /** The schema that completes it with defaults. */
    settings: z.strictObject(fields),
  });
}
