import type * as z from "zod";

/** One setting of a monitor type: its check, its place on the wire, and the servers that have it. */
export interface MonitorField<Value = never, IsOptional extends boolean = boolean> {
  /** Checks a value. */
  readonly schema: z.ZodType<Value>;
  /** Whether a monitor can be created without it. */
  readonly isOptional: IsOptional;
  /** The fields of the wire that it is made of. */
  readonly wire: readonly [string, ...string[]];
  /** The value as it is sent. */
  readonly write: (value: Value) => Readonly<Record<string, unknown>>;
  /** The value of a monitor that the server sent; what the server takes where the monitor says nothing. */
  readonly read: (raw: Readonly<Record<string, unknown>>) => Value;
  /** The version of the server that this type has it from, where the column alone does not tell. */
  readonly since?: string | undefined;
  /** The versions that single values need. */
  readonly sinceByValue?: Readonly<Record<string, string>> | undefined;
  /** The version from which an edit changes it: older ones take it in a new monitor only. `null` for none so far. */
  readonly editableSince?: string | null | undefined;
  /** The versions from which an edit changes single fields of the wire. */
  readonly columnsEditableSince?: Readonly<Record<string, string>> | undefined;
  /** Whether the server takes it and never gives it back. */
  readonly isHidden?: boolean | undefined;
  /** Whether it is, or holds, a secret: no command line, plan or log may show it. */
  readonly isSecret?: boolean | undefined;
}

/** Further options for the builders of fields. */
export type FieldOptions = Pick<MonitorField, "since" | "sinceByValue" | "editableSince" | "isHidden" | "isSecret">;

/** A field that a monitor cannot be created without. */
export type RequiredField<Value> = MonitorField<Value, false>;

/** A field that can be left out. */
export type OptionalField<Value> = MonitorField<Value, true>;

/** Makes a field optional. */
export function optional<Value>(field: RequiredField<Value>): OptionalField<Value> {
  return { ...field, isOptional: true };
}
