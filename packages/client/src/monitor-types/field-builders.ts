import * as z from "zod";
import { numberOf, stringsOf, textOf } from "./from-wire.ts";
import type { FieldOptions, RequiredField } from "./monitor-field.ts";
import { referenceSchema } from "./field-schemas.ts";

interface Plain<Value> extends FieldOptions {
  readonly schema: z.ZodType<Value>;
  readonly read: (value: unknown) => Value;
}

/** A field that is one field of the wire, and the same value there. */
function plain<Value>(wire: string, kind: Plain<Value>): RequiredField<Value> {
  const { read, ...rest } = kind;
  return {
    ...rest,
    isOptional: false,
    wire: [wire],
    write: (value) => ({ [wire]: value }),
    read: (raw) => read(raw[wire]),
  };
}

/** A text. */
export function text(
  wire: string,
  options: FieldOptions & { readonly schema?: z.ZodType<string> } = {},
): RequiredField<string> {
  return plain(wire, { schema: z.string(), ...options, read: textOf });
}

/** A text that must not be empty. */
export function someText(wire: string, options: FieldOptions = {}): RequiredField<string> {
  return text(wire, { ...options, schema: z.string().min(1, "must not be empty") });
}

/** Yes or no. */
export function flag(
  wire: string,
  options: FieldOptions & { readonly fallback?: boolean } = {},
): RequiredField<boolean> {
  const { fallback = false, ...rest } = options;
  return plain(wire, { ...rest, schema: z.boolean(), read: (value) => Boolean(value ?? fallback) });
}

/** A number; `fallback` is what the server takes where there is none. */
export function number(
  wire: string,
  options: FieldOptions & { readonly schema?: z.ZodType<number>; readonly fallback?: number } = {},
): RequiredField<number> {
  const { fallback = 0, ...rest } = options;
  return plain(wire, {
    schema: z.number().min(0, "must not be negative"),
    ...rest,
    read: (value) => numberOf(value) ?? fallback,
  });
}

/** One of some words; the first one is what the server takes where there is none. */
export function choice<const Word extends string>(
  wire: string,
  words: readonly [Word, ...Word[]],
  options: FieldOptions = {},
): RequiredField<Word> {
  // A word of a newer server is handed on as it is.
  const read = (value: unknown): Word => (typeof value === "string" && value !== "" ? (value as Word) : words[0]);
  return plain(wire, { ...options, schema: z.enum(words), read });
}

/** One of some words, or `null`. */
export function choiceOrNull<const Word extends string>(
  wire: string,
  words: readonly [Word, ...Word[]],
  options: FieldOptions = {},
): RequiredField<Word | null> {
  const read = (value: unknown): Word | null => (typeof value === "string" && value !== "" ? (value as Word) : null);
  return plain(wire, { ...options, schema: z.enum(words).nullable(), read });
}

/** A list of texts. */
export function texts(
  wire: string,
  options: FieldOptions & { readonly item?: z.ZodType<string>; readonly fallback?: readonly string[] } = {},
): RequiredField<readonly string[]> {
  const { item = z.string(), fallback = [], ...rest } = options;
  return plain(wire, { ...rest, schema: z.array(item).readonly(), read: (value) => stringsOf(value) ?? fallback });
}

/** The id of something on the server, or `null` for none. */
export function referenceOrNull(wire: string, options: FieldOptions = {}): RequiredField<number | null> {
  return plain(wire, { ...options, schema: referenceSchema.nullable(), read: (value) => numberOf(value) ?? null });
}
