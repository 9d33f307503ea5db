import * as z from "zod";
import { KumaValidationError } from "../errors/kuma-errors.ts";
import { exampleOf } from "./example-of.ts";
import type { NotificationFieldKind } from "./notification-field.ts";
import { notificationSchemaOf } from "./notification-schema-of.ts";
import type { NotificationTypeDefinition } from "./notification-type-definition.ts";
import { findNotificationType, notificationTypes } from "./registry.ts";

/** One field of a provider, as documentation shows it. */
export interface NotificationFieldDescription {
  /** Its name on the wire. */
  readonly name: string;
  /** What it holds. A number may also be given as a text. */
  readonly kind: NotificationFieldKind;
  /** What it is for. */
  readonly description: string;
  /** Whether nothing can be sent without it. */
  readonly isRequired: boolean;
  /** Whether it must not be seen. */
  readonly isSecret: boolean;
  /** What it can be, where that is fixed. */
  readonly choices: readonly string[];
  /** The first version of the server that reads it. */
  readonly since: string;
  /** The field and the value with which it is required. */
  readonly neededWith: readonly [field: string, value: string | boolean] | null;
}

/** A provider, as documentation shows it. */
export interface NotificationTypeDescription {
  /** Its name on the wire. */
  readonly type: string;
  /** Its name for people. */
  readonly title: string;
  /** The first version of the server that has it; `1.23` for all that are older. */
  readonly since: string;
  /** The first version of the server that does not have it any more. */
  readonly removed: string | null;
  /** Its settings. */
  readonly fields: readonly NotificationFieldDescription[];
  /** At least one of these must be given. */
  readonly needsOneOf: readonly string[];
  /** Settings that it could be set up with; they reach nobody. */
  readonly example: Readonly<Record<string, unknown>>;
}

function describe(definition: NotificationTypeDefinition): NotificationTypeDescription {
  const { type, title, since, removed, needsOneOf } = definition;
  const fields = Object.entries(definition.fields).map(([name, field]) => ({
    name,
    kind: field.kind,
    description: field.description,
    isRequired: field.required ?? false,
    isSecret: field.secret ?? false,
    choices: field.choices ?? [],
    since: field.since ?? since,
    neededWith: field.neededWith ?? null,
  }));
  return {
    type,
    title,
    since,
    removed: removed ?? null,
    fields,
    needsOneOf: needsOneOf ?? [],
    example: exampleOf(definition),
  };
}

/** The rules between fields, in the words of a JSON Schema. */
function rulesOf({ fields, needsOneOf }: NotificationTypeDefinition): Readonly<Record<string, unknown>> {
  const conditions = Object.entries(fields).flatMap(([name, { neededWith }]) => {
    if (neededWith === undefined) return [];
    const [other, value] = neededWith;
    const isSet = { properties: { [other]: { const: value } }, required: [other] };
    return [{ anyOf: [{ not: isSet }, { required: [name] }] }];
  });
  return {
    ...(needsOneOf === undefined ? {} : { anyOf: needsOneOf.map((name) => ({ required: [name] })) }),
    ...(conditions.length === 0 ? {} : { allOf: conditions }),
  };
}

/** Every provider that this package knows, with its fields; for documentation, forms and completion. */
export function describeNotificationTypes(): readonly NotificationTypeDescription[] {
  return notificationTypes.map(describe);
}

/**
 * The JSON Schema of what a notification is created from. Secret fields are `writeOnly` there.
 *
 * @param type - The provider, such as `telegram`.
 * @throws {@link KumaValidationError} when this package does not know it.
 */
export function notificationJsonSchema(type: string): Readonly<Record<string, unknown>> {
  const definition = findNotificationType(type);
  if (definition === undefined) throw new KumaValidationError("type", "there is no such notification type");
  return { ...z.toJSONSchema(notificationSchemaOf(definition), { io: "input" }), ...rulesOf(definition) };
}
