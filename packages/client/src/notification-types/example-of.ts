import type { NotificationField, NotificationFieldKind } from "./notification-field.ts";
import type { NotificationTypeDefinition } from "./notification-type-definition.ts";

// A port on which nothing listens: whatever is tried with an example reaches nobody.
const nowhere = "http://127.0.0.1:9";

type ExampleMaker = (name: string, field: NotificationField) => unknown;

const examples: Readonly<Record<NotificationFieldKind, ExampleMaker>> = {
  text: (name, { example }) => example ?? `example-${name}`,
  url: (name, { example }) => example ?? `${nowhere}/${name}`,
  number: (_, { example }) => Number(example ?? 1),
  flag: () => true,
  choice: (_, { example, choices }) => example ?? choices?.[0],
  list: (name) => [`example-${name}`],
  object: (name) => ({ endpoint: `${nowhere}/${name}` }),
};

/** Settings that a provider could be set up with: what it needs, and what makes the example clear. */
export function exampleOf(definition: NotificationTypeDefinition): Readonly<Record<string, unknown>> {
  const { title, type, fields, needsOneOf = [] } = definition;
  const chosen = Object.entries(fields).filter(
    ([name, field]) => field.required === true || field.example !== undefined || name === needsOneOf[0],
  );
  const example: Record<string, unknown> = { name: title, type };
  for (const [name, field] of chosen) example[name] = examples[field.kind](name, field);
  for (const [name, field] of Object.entries(fields)) {
    if (field.neededWith !== undefined && example[field.neededWith[0]] === field.neededWith[1])
      example[name] ??= examples[field.kind](name, field);
  }
  return example;
}
