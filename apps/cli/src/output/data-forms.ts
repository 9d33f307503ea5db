import { didYouMean } from "@kumakit/text";
import type MustacheLibrary from "mustache";

import { usageError } from "../cli-error.ts";
import { formatJson } from "./write.ts";

/** The form in which the data of a result is printed. */
export type DataForm =
  | { readonly kind: "json" | "yaml" | "name" }
  /** By a template in Mustache. */
  | { readonly kind: "template"; readonly template: string };

/** Makes texts of results, without a newline at their end. */
export interface DataFormatter {
  /** The one result of a command; undefined for one without names, where names are asked for. */
  readonly one: (data: unknown) => string | undefined;
  /** One of many results that come one after the other. */
  readonly each: (data: unknown) => string | undefined;
}

/** The fields that hold the name by which a thing is called on the command line, the first first. */
const nameFields = ["name", "slug", "title"] as const;

/**
 * Loads what one form needs. It fails here, before the command has begun, when the template is wrong.
 *
 * @param warn - is given a sentence for a name in a template that the result does not have
 * @throws CliError (exit 2) for a template that cannot be read
 */
export async function loadFormatter(form: DataForm, warn: (message: string) => void): Promise<DataFormatter> {
  if (form.kind === "json") return { one: formatJson, each: (data) => JSON.stringify(data) };
  if (form.kind === "name") return { one: namesIn, each: namesIn };
  if (form.kind === "template") return templateFormatter(form.template, warn);
  const { stringify } = await import("yaml");
  const asYaml = (data: unknown): string => stringify(plain(data), { lineWidth: 0 }).trimEnd();
  return { one: asYaml, each: (data) => `---\n${asYaml(data)}` };
}

/** The names of the things in a result, each on a line: of a list, of one thing, or of the list that it holds. */
function namesIn(data: unknown): string | undefined {
  const own = Array.isArray(data) ? data : [data];
  const held = isObject(data) ? Object.values(data).find((value) => Array.isArray(value)) : undefined;
  for (const things of [own, held as unknown[] | undefined]) {
    const names = things?.map(nameOf);
    if (names?.every((name) => name !== undefined) === true) return names.join("\n");
  }
  return undefined;
}

function nameOf(thing: unknown): string | undefined {
  const name = isObject(thing)
    ? nameFields.map((field) => thing[field]).find((value) => value !== undefined)
    : undefined;
  return typeof name === "string" ? name : undefined;
}

async function templateFormatter(given: string, warn: (message: string) => void): Promise<DataFormatter> {
  const { default: Mustache } = await import("mustache");
  // A shell passes these on as they are typed.
  const template = given.replaceAll("\\t", "\t").replaceAll("\\n", "\n");
  const names = namesInTemplate(Mustache, template);
  // The text is for a terminal or a file, where nothing is escaped as it is for a page.
  const render = (thing: unknown): string => Mustache.render(template, thing, {}, { escape: String });
  const one = (data: unknown): string => {
    const things = (Array.isArray(data) ? data : [data]).map(plain);
    warnOfUnknown(names, things, warn);
    return things.map(render).join("\n");
  };
  return { one, each: one };
}

/** The names that a template asks for outside of its sections. */
function namesInTemplate(Mustache: typeof MustacheLibrary, template: string): readonly string[] {
  try {
    const tokens = Mustache.parse(template);
    const named = tokens.filter(([kind]) => ["name", "&", "#"].includes(kind));
    return named.map(([, name]) => name.split(".", 1)[0] ?? "").filter((name) => name !== "");
  } catch (error) {
    const reason = error instanceof Error ? error.message : "it cannot be read";
    throw usageError(`--template is wrong: ${reason}`, "kuma monitor list --template '{{id}} {{name}}'");
  }
}

function warnOfUnknown(names: readonly string[], things: readonly unknown[], warn: (message: string) => void): void {
  const known = new Set(things.flatMap((thing) => (isObject(thing) ? Object.keys(thing) : [])));
  if (known.size === 0) return;
  for (const name of new Set(names))
    if (!known.has(name)) warn(`The result has no "${name}".${didYouMean(name, [...known])}`);
}

/** The data as `--json` prints it, read again: no field that is not set, and no value but those of JSON. */
function plain(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data)) as unknown;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
