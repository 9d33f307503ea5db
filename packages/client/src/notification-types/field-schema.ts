import * as z from "zod";
import type { NotificationField, NotificationFieldKind } from "./notification-field.ts";

interface BadInput {
  readonly input?: unknown;
}

/** A message that says whether a value is missing or wrong. */
export function mustBe(what: string): { readonly error: (issue: BadInput) => string } {
  return { error: ({ input }) => (input === undefined ? "must be given" : `must be ${what}`) };
}

const anyText = z.string(mustBe("a text"));
const fullText = anyText.min(1, "must not be empty").refine((value) => value.trim() !== "", "must not be empty");
const address = anyText.regex(/^https?:\/\/\S+$/i, "must be an address that starts with http:// or https://");
// The server's page stores what was typed, and that is sometimes a text.
const numeric = z.union([z.number(), z.string().regex(/^-?\d+(?:\.\d+)?$/, "must be a number")], mustBe("a number"));

const schemas: Readonly<Record<NotificationFieldKind, (field: NotificationField) => z.ZodType>> = {
  text: ({ required }) => (required === true ? fullText : anyText),
  url: () => address,
  number: () => numeric,
  flag: () => z.boolean(mustBe("true or false")),
  choice: ({ choices = [] }) => z.enum(choices, mustBe(`one of ${choices.map((value) => `"${value}"`).join(", ")}`)),
  list: () => z.array(z.string(), mustBe("a list of texts")),
  object: () => z.record(z.string(), z.unknown(), mustBe("an object")),
};

/** How a field is checked, and described in a JSON Schema: what is secret there is `writeOnly`. */
export function fieldSchemaOf(field: NotificationField): z.ZodType {
  const { kind, description, secret, example } = field;
  return schemas[kind](field).meta({
    description,
    ...(secret === true ? { writeOnly: true } : {}),
    ...(example === undefined ? {} : { examples: [example] }),
  });
}
