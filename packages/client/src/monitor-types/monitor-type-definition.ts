import * as z from "zod";
import type { ServerCapabilities } from "../server-version/capabilities.ts";
import type { CommonMonitorInput } from "./common-monitor-input.ts";
import { commonShape } from "./field-schemas.ts";
import type { MonitorField, OptionalField, RequiredField } from "./monitor-field.ts";

/** The fields of every input. */
export interface AnyMonitorInput extends CommonMonitorInput {
  /** The type. */
  readonly type: string;
}

/** The field for a property: optional where the property is. */
export type FieldFor<Value> = undefined extends Value ? OptionalField<Exclude<Value, undefined>> : RequiredField<Value>;

/** The names of the settings that only this type has. */
export type OwnKeys<Input> = Exclude<keyof Input, keyof AnyMonitorInput>;

/** One field for each setting of an input; those that every type has are left out. */
export type MonitorFields<Input> = { readonly [Key in OwnKeys<Input>]-?: FieldFor<Input[Key]> };

/** A rule over several settings: the setting that is wrong, and what is wrong with it. */
export type Problem = readonly [field: string, problem: string] | undefined;

/** The content of a monitor type's file. */
export interface MonitorTypeDescription<Input extends AnyMonitorInput> {
  /** The type on the wire. */
  readonly type: Input["type"];
  /** Its name for people. */
  readonly title: string;
  /** What it is for, in one line. */
  readonly summary: string;
  /** The first version of the server that has it. */
  readonly since: string;
  /** Its own settings. */
  readonly fields: MonitorFields<Input>;
  /** Whether a new one alerts nobody by default. @defaultValue `false`: it alerts the server's default notifications */
  readonly alertsNobody?: boolean;
  /** Seconds between the checks of a new one. @defaultValue `60` */
  readonly interval?: number;
  /** Fields of the wire that are different in every monitor. */
  readonly fresh?: (server: ServerCapabilities) => Readonly<Record<string, unknown>>;
  /** Fields of the wire in which a new one differs from the server's general defaults. */
  readonly defaults?: (input: Partial<Input>) => Readonly<Record<string, unknown>>;
  /** Checks a rule over several settings, of a new monitor or of a changed one. */
  readonly check?: (settings: Partial<Input>) => Problem;
  /** Checks what only holds for a new monitor, because the server does not give everything back. */
  readonly checkNew?: (settings: Partial<Input>) => Problem;
  /** An input that every server with this type accepts. */
  readonly example: Input;
}

/** Everything that is particular to one monitor type. Shared code asks the definition; it never looks at the type itself. */
export interface MonitorTypeDefinition<
  Input extends AnyMonitorInput = AnyMonitorInput,
> extends MonitorTypeDescription<Input> {
  /** What it is created from. Unknown fields are refused. */
  readonly inputSchema: z.ZodType<Input>;
  /** What can be changed about it. */
  readonly patchSchema: z.ZodType<Partial<Input>>;
}

/** Changes to a monitor of any type. */
export const commonPatchSchema: z.ZodType<Partial<AnyMonitorInput>> = z
  .strictObject({ type: z.string(), ...commonShape })
  .partial() as unknown as z.ZodType<Partial<AnyMonitorInput>>;

/** The fields of a definition as a list, for code that knows no single type. */
export function fieldsOf(definition: { readonly fields: object }): readonly (readonly [string, MonitorField])[] {
  return Object.entries(definition.fields) as (readonly [string, MonitorField])[];
}

/** The schema of what a monitor is created from. */
function inputSchemaOf(description: { readonly type: string; readonly fields: object }) {
  const shape = Object.fromEntries(
    fieldsOf(description).map(([name, { schema, isOptional }]) => [name, isOptional ? schema.optional() : schema]),
  );
  return z.strictObject({ type: z.literal(description.type), ...commonShape, ...shape });
}

/** Completes a definition: the schemas follow from its fields. They are made when they are asked for, as few programs need many. */
export function defineMonitorType<Input extends AnyMonitorInput>(
  description: MonitorTypeDescription<Input>,
): MonitorTypeDefinition<Input> {
  let made: ReturnType<typeof inputSchemaOf> | undefined;
  const schema = (): ReturnType<typeof inputSchemaOf> => (made ??= inputSchemaOf(description));
  return Object.freeze({
    ...description,
    // The fields were checked against the input's properties one by one.
    get inputSchema() {
      return schema() as unknown as z.ZodType<Input>;
    },
    get patchSchema() {
      return schema().partial() as unknown as z.ZodType<Partial<Input>>;
    },
  });
}
