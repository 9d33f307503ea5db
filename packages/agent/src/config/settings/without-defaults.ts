import * as z from "zod";

/** A setting that may be left out without a value in its place. */
type WithoutDefault<Setting extends z.core.SomeType> =
  Setting extends z.ZodDefault<infer Inner>
    ? z.ZodOptional<Inner>
    : Setting extends z.ZodPrefault<infer Inner>
      ? z.ZodOptional<Inner>
      : Setting extends z.ZodOptional<infer Inner extends z.core.SomeType>
        ? z.ZodOptional<WithoutDefault<Inner>>
        : Setting extends z.ZodObject<infer Shape, infer Config>
          ? z.ZodObject<WithoutDefaults<Shape>, Config>
          : Setting;

/** Settings that may be left out without values in their place. */
export type WithoutDefaults<Shape extends z.core.$ZodShape> = { [Name in keyof Shape]: WithoutDefault<Shape[Name]> };

function withoutDefault(setting: unknown): unknown {
  if (setting instanceof z.ZodDefault || setting instanceof z.ZodPrefault) return z.optional(setting.unwrap());
  if (setting instanceof z.ZodOptional) return z.optional(withoutDefault(setting.unwrap()) as z.core.SomeType);
  if (setting instanceof z.ZodObject) return setting.clone({ ...setting.def, shape: withoutDefaults(setting.shape) });
  return setting;
}

/**
 * The same settings as people write them: where nothing is written, nothing comes out. Configs are written back in this
 * form, so that a default never becomes somebody's setting.
 *
 * @param shape - with `.default()` or `.prefault()`
 */
export function withoutDefaults<Shape extends z.core.$ZodShape>(shape: Shape): WithoutDefaults<Shape> {
  const entries = Object.entries(shape).map(([name, setting]) => [name, withoutDefault(setting)] as const);
  return Object.fromEntries(entries) as WithoutDefaults<Shape>;
}
