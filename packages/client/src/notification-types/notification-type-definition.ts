import type { NotificationField } from "./notification-field.ts";

/** Everything that is particular to one provider. Shared code asks the definition; it never looks at the type itself. */
export interface NotificationTypeDefinition {
  /** The type on the wire; upper and lower case matter. */
  readonly type: string;
  /** Its name for people. */
  readonly title: string;
  /** The first version of the server that has it; `1.23` for all that are older. */
  readonly since: string;
  /** The first version of the server that does not have it any more. */
  readonly removed?: string;
  /** Its settings, under the names that the server gives them (server/notification-providers of each version). */
  readonly fields: Readonly<Record<string, NotificationField>>;
  /** At least one of these fields must be there. */
  readonly needsOneOf?: readonly string[];
}

/** Fixes a definition. */
export function defineNotificationType(definition: NotificationTypeDefinition): NotificationTypeDefinition {
  return Object.freeze(definition);
}
