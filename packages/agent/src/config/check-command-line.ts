import * as z from "zod";
import type { CheckRuntime } from "../checks/about-check-type.ts";
import { aboutCheck } from "../checks/about-checks.ts";
import { checkTypes, type CheckTypeName } from "../checks/registry.ts";
import { settingTraits, type ValueKind } from "./settings/setting-traits.ts";

/** A setting of a check on the command line. */
export interface CheckArgument {
  /** The place in the check, such as `["login", "username"]`. */
  readonly path: readonly string[];
  readonly kind: ValueKind;
  /** Of the kind `choice`. */
  readonly choices?: readonly string[];
  /** Whether there can be several values. */
  readonly isList: boolean;
  readonly isRequired: boolean;
  /** One or more sentences, in Markdown. */
  readonly description: string;
  /** The value when left out, in the form of a config. */
  readonly default?: unknown;
}

/** A flag of a check type. A `boolean` has two forms: `--name` and `--no-name`. */
export interface CheckFlag extends CheckArgument {
  /** Without the dashes, such as `min-free`. */
  readonly name: string;
  /**
   * A setting with keys takes `KEY=VALUE`. With `wrap`, the value becomes an object with that one setting; with `isJson`,
   * a number, `true`, `false` and `null` are what they are in JSON.
   */
  readonly map?: { readonly wrap?: string; readonly isJson?: boolean };
}

/** A check type on the command line. */
export interface CheckCommandLine {
  readonly type: CheckTypeName;
  readonly title: string;
  /** Markdown. */
  readonly summary: string;
  /** The argument that stands without a flag; a list takes all of them. */
  readonly positional?: CheckArgument;
  /** Of the type's own settings, in their order; those that all types share are not among them. */
  readonly flags: readonly CheckFlag[];
  /** The forms of the agent that carry the type. */
  readonly runtimes: readonly CheckRuntime[];
}

/** A schema without what says that it may be left out. */
interface Core {
  readonly schema: unknown;
  readonly isRequired: boolean;
  readonly default?: unknown;
}

function coreOf(schema: unknown): Core {
  if (schema instanceof z.ZodOptional) return { ...coreOf(schema.unwrap()), isRequired: false };
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return { ...coreOf(schema.unwrap()), isRequired: false, default: schema.def.defaultValue };
  }
  return { schema, isRequired: true };
}

/** The traits of a schema or, where it has none, of the schema that it wraps. */
function traitsOf(schema: unknown): { readonly kind?: ValueKind; readonly flag?: string } {
  if (!(schema instanceof z.ZodType)) return {};
  const inner =
    schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault
      ? traitsOf(schema.unwrap())
      : {};
  return { ...inner, ...settingTraits.get(schema) };
}

/** The schemas that a value may have: those of a union, also before it is transformed. */
function alternativesOf(schema: unknown): readonly unknown[] {
  if (schema instanceof z.ZodPipe) return alternativesOf(schema.in);
  return schema instanceof z.ZodUnion ? schema.options.flatMap(alternativesOf) : [schema];
}

/** The schema of one value of a list. */
function elementOf(schema: unknown): unknown {
  if (schema instanceof z.ZodArray) return schema.element;
  return schema instanceof z.ZodTuple ? (schema.def.rest ?? schema.def.items[0]) : undefined;
}

function kindOf(schema: unknown): Pick<CheckArgument, "kind" | "choices"> {
  if (schema instanceof z.ZodBoolean) return { kind: "boolean" };
  if (schema instanceof z.ZodNumber) return { kind: "number" };
  if (schema instanceof z.ZodEnum) return { kind: "choice", choices: schema.options.map(String) };
  return { kind: "text" };
}

function argumentOf(setting: unknown, path: readonly string[], inherited = ""): CheckArgument {
  const { schema, ...presence } = coreOf(setting);
  const elements = alternativesOf(schema).map(elementOf);
  const { kind } = traitsOf(setting);
  const { description = inherited } = setting as { readonly description?: string };
  return {
    path,
    ...(kind === undefined ? kindOf(elements[0] ?? schema) : { kind }),
    isList: elements.some((element) => element !== undefined),
    ...presence,
    description,
  };
}

function inKebabCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** `paths` is `--path`, once for each; a list that is also written as a single value has its name already. */
function flagName(setting: unknown, path: readonly string[]): string {
  const { flag } = traitsOf(setting);
  if (flag !== undefined) return flag;
  const { schema } = coreOf(setting);
  const name = inKebabCase(path.join("-"));
  const isSeveral = elementOf(schema) !== undefined || schema instanceof z.ZodRecord;
  return isSeveral ? name.replace(/s$/, "") : name;
}

function mapFlags(setting: unknown, values: unknown, path: readonly string[]): readonly CheckFlag[] {
  const flag = { ...argumentOf(setting, path), name: flagName(setting, path), kind: "text", isList: true } as const;
  const alternatives = alternativesOf(values);
  const wrapped = alternatives.flatMap((each) => (each instanceof z.ZodObject ? Object.keys(each.shape) : []));
  return [
    { ...flag, map: { isJson: alternatives.some((each) => each instanceof z.ZodNumber) } },
    ...wrapped.map((wrap) => ({ ...flag, name: `${flag.name}-${inKebabCase(wrap)}`, map: { wrap } })),
  ];
}

function flagsOf(setting: unknown, path: readonly string[], inherited = ""): readonly CheckFlag[] {
  const { schema, isRequired } = coreOf(setting);
  if (schema instanceof z.ZodObject) {
    const { description = inherited } = setting as { readonly description?: string };
    const flags = Object.entries(schema.shape).flatMap(([name, each]) => flagsOf(each, [...path, name], description));
    return flags.map((flag) => ({ ...flag, isRequired: flag.isRequired && isRequired }));
  }
  if (schema instanceof z.ZodRecord) return mapFlags(setting, schema.valueType, path);
  return [{ ...argumentOf(setting, path, inherited), name: flagName(setting, path) }];
}

/**
 * Says how a check of a type is written on the command line. Everything is derived from the settings of the type.
 *
 * @param type - the value of `type` in the config file
 */
export function checkCommandLine(type: CheckTypeName): CheckCommandLine {
  const { title, summary, positional, runtimes } = aboutCheck(type);
  const settings = Object.entries<unknown>(checkTypes[type].options);
  const first = settings.find(([name]) => name === positional);
  return {
    type,
    title,
    summary,
    ...(first === undefined ? {} : { positional: argumentOf(first[1], [first[0]]) }),
    flags: settings.filter(([name]) => name !== positional).flatMap(([name, setting]) => flagsOf(setting, [name])),
    runtimes,
  };
}
