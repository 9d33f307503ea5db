import * as z from "zod";
import { nameSchema } from "../monitor-types/field-schemas.ts";
import { fieldSchemaOf, mustBe } from "./field-schema.ts";
import type { NotificationTypeDefinition } from "./notification-type-definition.ts";

/**
 * The key in a notification's stored settings that belongs to kumakit. No provider reads it, every version stores it, and the
 * server's page keeps it when somebody edits there.
 */
export const notesKey = "kumakit";

/** Fields that a notification of every provider has. */
export const commonShape = {
  name: z.string(mustBe("a text")).pipe(nameSchema).meta({ description: "Its name." }),
  isDefault: z.boolean("must be true or false").optional().meta({ description: "Whether new monitors get it." }),
  applyExisting: z
    .boolean("must be true or false")
    .optional()
    .meta({ description: "Whether every monitor that is there now gets it, once." }),
  [notesKey]: z.record(z.string(), z.unknown(), mustBe("an object")).optional().meta({
    description: "Notes of kumakit beside the provider's fields; no secrets. A change of the type keeps them.",
  }),
};

/**
 * The settings of a new notification of a provider, without the rules between fields. Unknown fields are let through:
 * whether they are refused depends on the server.
 */
export function notificationSchemaOf(definition: NotificationTypeDefinition): z.ZodType<Record<string, unknown>> {
  const fields = Object.entries(definition.fields).map(([name, field]) => {
    const schema = fieldSchemaOf(field);
    return [name, field.required === true ? schema : schema.optional()] as const;
  });
  return z.looseObject({
    name: commonShape.name,
    type: z.literal(definition.type),
    isDefault: commonShape.isDefault,
    applyExisting: commonShape.applyExisting,
    [notesKey]: commonShape[notesKey],
    ...Object.fromEntries(fields),
  });
}

/** The allowed changes to one: every field by itself. */
export function notificationPatchSchemaOf(
  definition: NotificationTypeDefinition | undefined,
): z.ZodType<Record<string, unknown>> {
  const fields = Object.entries(definition?.fields ?? {}).map(
    ([name, field]) => [name, fieldSchemaOf(field).optional()] as const,
  );
  return z.looseObject({
    ...commonShape,
    name: commonShape.name.optional(),
    type: z.string().optional(),
    ...Object.fromEntries(fields),
  });
}
