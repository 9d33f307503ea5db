import * as z from "zod";

/** How a value is written on the command line. Texts of all but `number`, `boolean` and `choice` are read by the schema. */
export type ValueKind = "text" | "number" | "boolean" | "choice" | "duration" | "size" | "percentage" | "amount";

/** The part of a setting that its schema does not show. */
interface SettingTraits {
  readonly kind?: ValueKind;
  /** The name of the flag, where the setting's own name means something else to every command of `kuma`. */
  readonly flag?: string;
}

/** The traits of schemas. A schema keeps them through `.describe()`, `.optional()` and defaults, but not through checks. */
export const settingTraits = z.registry<SettingTraits>();
