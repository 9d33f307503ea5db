import { findMonitorType, type MonitorField, type MonitorTypeDefinition } from "@kumakit/client";
import { closest } from "@kumakit/text";
import type * as zod from "zod";

import { usageError } from "../../cli-error.ts";
import type { GivenSettings, WrittenSetting } from "./read-settings.ts";
import { settingFlags } from "./setting-flags.ts";

/** Settings that flags give by name, not by id. */
const elsewhere: Readonly<Record<string, string>> = {
  name: "the name is an argument or --name",
  type: "the type is --type",
  parent: "the group is --group NAME",
  notificationIds: "the notifications are --notify NAME",
};

type Schemas = Readonly<Record<string, zod.ZodType>>;

/**
 * Turns settings as they were given into those of a type.
 *
 * @throws CliError (exit 2) for a setting that the type has not, for a wrong value, and for a secret in the open
 */
export function parseSettings(type: string, { written, fromFile }: GivenSettings): Record<string, unknown> {
  const definition = findMonitorType(type);
  if (definition === undefined)
    throw usageError(`Settings of the type ${JSON.stringify(type)} are not known here`, "leave them out");
  const { type: _type, name: _name, ...others } = fromFile;
  for (const setting of [...written.keys(), ...Object.keys(others)]) requireSetting(definition, setting);
  const schemas = schemasOf(definition);
  const values = [...written].map(([setting, one]) => {
    if (one.isOpen && isSecret(definition, setting)) throw inTheOpen(setting);
    const schema = schemas[setting];
    return [setting, schema === undefined ? one.value : parsed(schema, one)] as const;
  });
  for (const [setting, value] of Object.entries(others)) {
    const problem = schemas[setting]?.safeParse(value).error?.issues[0];
    if (problem !== undefined && !written.has(setting))
      throw usageError(`${setting} in the file: ${problem.message}`, null);
  }
  return { ...others, ...Object.fromEntries(values) };
}

/** Makes sure that all is given which a new monitor of the type cannot do without. @throws CliError (exit 2) */
export function requireAll(type: string, settings: Readonly<Record<string, unknown>>): void {
  const fields: readonly (readonly [string, MonitorField])[] = Object.entries(findMonitorType(type)?.fields ?? {});
  const missing = fields.filter(([name, field]) => !field.isOptional && settings[name] === undefined);
  if (missing.length === 0) return;
  const words = missing.map(([name, field]) => wordsFor(name, field.isSecret === true));
  throw usageError(`A monitor of the type ${type} needs ${missing.map(([name]) => name).join(", ")}`, words.join(" "));
}

function wordsFor(setting: string, secret: boolean): string {
  const flag = settingFlags.find((one) => one.setting === setting)?.flag;
  if (secret) return `--set-file ${setting}=FILE`;
  return flag === undefined ? `--set ${setting}=VALUE` : `--${flag} VALUE`;
}

function requireSetting(definition: MonitorTypeDefinition, setting: string): void {
  const instead = elsewhere[setting];
  if (instead !== undefined) throw usageError(`${setting} is not set in this way: ${instead}`, null);
  const known = Object.keys(schemasOf(definition)).filter((name) => !Object.hasOwn(elsewhere, name));
  if (known.includes(setting)) return;
  const meant = closest(setting, known);
  throw usageError(
    `A monitor of the type ${definition.type} has no setting ${JSON.stringify(setting)}${meant === undefined ? "" : `. Did you mean ${JSON.stringify(meant)}?`}`,
    `it has ${known.join(", ")}`,
  );
}

function inTheOpen(setting: string): Error {
  return usageError(
    `${setting} is a secret, and others on this machine can read a command line`,
    `--set-file ${setting}=FILE, or ${setting} in the JSON of --from-file`,
  );
}

function isSecret({ fields }: MonitorTypeDefinition, setting: string): boolean {
  const field: unknown = Reflect.get(fields, setting);
  return typeof field === "object" && field !== null && "isSecret" in field && field.isSecret === true;
}

/** The schema of each setting, those of every type among them. */
function schemasOf(definition: MonitorTypeDefinition): Schemas {
  return (definition.inputSchema as unknown as zod.ZodObject).shape;
}

/** A word as the value that the schema takes: a text, else JSON, else a list with commas between its texts. */
function parsed(schema: zod.ZodType, { label, value }: WrittenSetting): unknown {
  const readings = typeof value === "string" ? readingsOf(value) : [value];
  const results = readings.map((reading) => schema.safeParse(reading));
  const fitting = results.find(({ success }) => success);
  if (fitting !== undefined) return fitting.data;
  const issues = results.flatMap(({ error }) => error?.issues ?? []);
  // The reading as a text is the one that says least.
  const issue = issues.find(({ code }) => code !== "invalid_type") ?? issues.at(-1);
  throw usageError(`${label}: ${issue === undefined ? "is wrong" : messageOf(issue, value)}`, null);
}

function readingsOf(text: string): readonly unknown[] {
  const list = text.split(",").map((item) => item.trim());
  try {
    return [text, JSON.parse(text), ...(text === "" ? [null] : []), list];
  } catch {
    return [text, ...(text === "" ? [null] : []), list];
  }
}

function messageOf(issue: zod.core.$ZodIssue, value: WrittenSetting["value"]): string {
  if (issue.code === "invalid_type" && issue.expected !== "string") return `must be ${nounOf(issue.expected)}`;
  if (issue.code !== "invalid_value") return issue.message;
  const words = issue.values.map(String);
  const meant = typeof value === "string" ? closest(value, words) : undefined;
  return `must be one of: ${words.join(", ")}${meant === undefined ? "" : `. Did you mean ${JSON.stringify(meant)}?`}`;
}

function nounOf(expected: string): string {
  const nouns: Readonly<Record<string, string>> = {
    int: "a whole number",
    number: "a number",
    boolean: "true or false",
    array: "a list in JSON",
    object: "an object in JSON",
    record: "an object in JSON",
  };
  return nouns[expected] ?? expected;
}
