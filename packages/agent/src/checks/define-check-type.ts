import * as z from "zod";
import { commonCheckFields } from "./common-check-fields.ts";

/** What a check type is made of. One file under `checks/` defines one, `registry.ts` lists it. */
export interface CheckTypeInput<Type extends string, Shape extends z.core.$ZodLooseShape> {
  /** The value of `type` in the config file. */
  readonly type: Type;
  /** One line for people. */
  readonly title: string;
  /** The settings of this type, beside the common ones. */
  readonly options: Shape;
}

/**
 * Defines a check type; the config schema is derived from it.
 *
 * @param input - the type's name, title and settings
 */
export function defineCheckType<const Type extends string, Shape extends z.core.$ZodLooseShape>(
  input: CheckTypeInput<Type, Shape>,
) {
  const schema = z.strictObject({ type: z.literal(input.type), ...commonCheckFields, ...input.options });
  return Object.freeze({ ...input, schema });
}
