import * as z from "zod";
import { checkTypeNames } from "../checks/about-checks.ts";
import { checkTypes } from "../checks/registry.ts";
import { agentConfigSchema } from "./agent-config.ts";
import { closest } from "@kumakit/text";

/** The way to a setting, as `["checks", 0, "unit"]`. */
export type SettingPath = readonly (string | number)[];

/** The problem, and its place. */
export interface SettingProblem {
  readonly path: SettingPath;
  readonly message: string;
}

function valueAt(root: unknown, path: SettingPath): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string | number, unknown>)[key]
        : undefined,
    root,
  );
}

/** The schema below an optional one, or of the type that the value says it is. */
function concrete(schema: unknown, value: unknown): unknown {
  if (schema instanceof z.ZodOptional) return concrete(schema.unwrap(), value);
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return schema;
  const type = valueAt(value, ["type"]);
  return Object.values(checkTypes).find((candidate) => candidate.type === type)?.config;
}

function childOf(schema: unknown, key: string | number): unknown {
  if (schema instanceof z.ZodObject) return Object.hasOwn(schema.shape, key) ? schema.shape[key] : undefined;
  return schema instanceof z.ZodArray ? schema.element : undefined;
}

/** The settings that there are at a place, however deep. */
function knownKeys(path: SettingPath, root: unknown): readonly string[] {
  let schema: unknown = agentConfigSchema;
  for (const [depth, key] of path.entries()) {
    schema = concrete(childOf(schema, key), valueAt(root, path.slice(0, depth + 1)));
  }
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function suggestion(given: unknown, candidates: readonly string[]): string {
  const meant = typeof given === "string" ? closest(given, candidates) : undefined;
  return meant === undefined ? "" : `, did you mean "${meant}"?`;
}

/** Says what is known where nothing else may stand. */
export function unknownKey(key: string, known: readonly string[]): string {
  return `unknown setting${suggestion(key, known) || `; known here: ${known.join(", ")}`}`;
}

function oneOf(given: unknown, candidates: readonly string[]): string {
  const hint = suggestion(given, candidates);
  return given === undefined
    ? `is missing: one of ${candidates.join(", ")}`
    : `must be one of ${candidates.join(", ")}${hint}`;
}

const articles: Readonly<Record<string, string>> = {
  int: "a whole number",
  number: "a number",
  string: "a text",
  boolean: "true or false",
  object: "a map of settings",
  record: "a map of settings",
  array: "a list",
  tuple: "a list",
};

function wrongType(expected: string, given: unknown): string {
  const wanted = articles[expected] ?? expected;
  return given === undefined ? `is missing: ${wanted}` : `must be ${wanted}`;
}

/** Settings that may be meant for a missing one: while it is missing, nothing else is known of its place. */
function misspelt(setting: string, place: SettingPath, root: unknown): SettingProblem[] {
  const settings = valueAt(root, place);
  const keys = typeof settings === "object" && settings !== null ? Object.keys(settings) : [];
  if (keys.includes(setting)) return [];
  const key = keys.find((candidate) => closest(candidate, [setting]) !== undefined);
  return key === undefined ? [] : [{ path: [...place, key], message: unknownKey(key, [setting]) }];
}

/**
 * Says in plain words what the schema refused, without quoting the value: it may be secret.
 *
 * @param issue - what zod reported
 * @param root - the whole value that was checked
 */
export function describeIssue(issue: z.core.$ZodIssue, root: unknown): SettingProblem[] {
  const path = issue.path.map((key) => (typeof key === "symbol" ? String(key) : key));
  const given = valueAt(root, path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({ path: [...path, key], message: unknownKey(key, knownKeys(path, root)) }));
    case "invalid_union":
      // Only the type of a check decides between schemas; another union says itself what it takes.
      if (issue.discriminator === undefined) return [{ path, message: issue.message }];
      return [
        {
          path,
          message: oneOf(given, checkTypeNames),
        },
        ...misspelt("type", path.slice(0, -1), root),
      ];
    case "invalid_value":
      return [{ path, message: oneOf(given, issue.values.map(String)) }];
    case "invalid_type":
      return [{ path, message: wrongType(issue.expected, given) }];
    case "invalid_key":
      return [{ path, message: issue.issues.map(({ message }) => message).join("; ") }];
    case "too_small":
      return [
        {
          path,
          message:
            issue.origin === "string" || issue.origin === "array" ? issue.message : `must be at least ${issue.minimum}`,
        },
      ];
    case "too_big":
      return [{ path, message: issue.origin === "string" ? issue.message : `must be at most ${issue.maximum}` }];
    default:
      return [{ path, message: issue.message }];
  }
}
