import type { CheckConfig } from "../checks/registry.ts";
import { agentConfigSchema, type AgentConfig } from "./agent-config.ts";
import { AgentConfigError, type ConfigProblem } from "./agent-config-error.ts";
import { readSource, type ConfigSource } from "./config-source.ts";
import { describeIssue, unknownKey, type SettingPath } from "./describe-issue.ts";

/** A file with some text in it. */
export interface ConfigText {
  /** The name to show in messages. */
  readonly file: string;
  readonly text: string;
}

/** Where the text comes from, and what is added to it. */
export interface ParseOptions {
  /** The name to show in messages. */
  readonly file: string;
  /** The files of `conf.d`, in the order of their names; each holds `checks` and nothing else. */
  readonly dropIns?: readonly ConfigText[];
}

/** Where something in the whole config was written. */
interface Origin {
  readonly source: ConfigSource;
  readonly path: SettingPath;
}

function fieldName(path: SettingPath): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`))
    .join("")
    .replace(/^\./, "");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function checksIn({ value }: ConfigSource): readonly unknown[] | undefined {
  const checks = isRecord(value) ? value["checks"] : undefined;
  return Array.isArray(checks) ? checks : undefined;
}

const dropInKeys: readonly string[] = ["$schema", "checks"];

/** A drop-in with nothing else than checks in it. */
function judgeDropIn(source: ConfigSource): readonly ConfigProblem[] {
  const { file, value } = source;
  const problem = (path: SettingPath, message: string): ConfigProblem => ({
    file,
    ...source.positionOf(path),
    field: fieldName(path),
    message,
  });
  // Empty, or all of it is commented out.
  if (value === null) return [];
  if (!isRecord(value)) return [problem([], "must be a map of settings")];
  const unknown = Object.keys(value).filter((key) => !dropInKeys.includes(key));
  return [
    ...unknown.map((key) => problem([key], `${unknownKey(key, dropInKeys)} (a file of conf.d holds checks only)`)),
    ...(checksIn(source) === undefined
      ? [problem(["checks"], "checks" in value ? "must be a list" : "is missing: a list")]
      : []),
  ];
}

/** The main file and its drop-ins, seen as one. */
class WholeConfig {
  readonly #main: ConfigSource;
  readonly #dropIns: readonly ConfigSource[];
  /** Undefined when the checks of the main file are not a list, which is reported like any wrong setting. */
  readonly #origins: readonly Origin[] | undefined;

  constructor(main: ConfigSource, dropIns: readonly ConfigSource[]) {
    this.#main = main;
    this.#dropIns = dropIns;
    const own =
      checksIn(main) ?? (isRecord(main.value) && !("checks" in main.value) && dropIns.length > 0 ? [] : undefined);
    const sources = [main, ...dropIns];
    this.#origins =
      own &&
      sources.flatMap((source) => (checksIn(source) ?? []).map((_, index) => ({ source, path: ["checks", index] })));
  }

  get value(): unknown {
    if (this.#origins === undefined || !isRecord(this.#main.value)) return this.#main.value;
    const checks = [this.#main, ...this.#dropIns].flatMap((source) => checksIn(source) ?? []);
    return { ...this.#main.value, checks };
  }

  originOf(path: SettingPath): Origin {
    const [key, index, ...rest] = path;
    const origin = key === "checks" && typeof index === "number" ? this.#origins?.[index] : undefined;
    return origin === undefined ? { source: this.#main, path } : { ...origin, path: [...origin.path, ...rest] };
  }

  addedTo({ checks }: AgentConfig): readonly DropInCheck[] {
    return checks.flatMap((check, index) => {
      const { source } = this.originOf(["checks", index]);
      return source === this.#main ? [] : [{ file: source.file, check }];
    });
  }

  problemAt(path: SettingPath, message: string): ConfigProblem {
    const origin = this.originOf(path);
    const file = origin.source === this.#main ? {} : { file: origin.source.file };
    return { ...file, ...origin.source.positionOf(origin.path), field: fieldName(origin.path), message };
  }
}

/** Of the problems of one file, those that come first in it; the main file goes first, then the drop-ins by name. */
function inOrder(problems: readonly ConfigProblem[], files: readonly string[]): readonly ConfigProblem[] {
  const rank = ({ file }: ConfigProblem): number => (file === undefined ? -1 : files.indexOf(file));
  return [...problems].sort((a, b) => rank(a) - rank(b) || a.line - b.line || a.column - b.column);
}

function problemsOf(whole: WholeConfig): { readonly config: AgentConfig } | { readonly problems: ConfigProblem[] } {
  const { value } = whole;
  const result = agentConfigSchema.safeParse(value);
  if (result.success) {
    if (result.data.checks.length > 0) return { config: result.data };
    return { problems: [whole.problemAt(["checks"], "name at least one check")] };
  }
  const problems = result.error.issues.flatMap((issue) => {
    const first = issue.code === "custom" ? issue.params?.["first"] : undefined;
    return describeIssue(issue, value).map(({ path, message }) => {
      if (typeof first !== "number") return whole.problemAt(path, message);
      const other = whole.originOf(["checks", first, "name"]);
      const { line, column } = other.source.positionOf(other.path);
      return whole.problemAt(path, `${message}, first in ${other.source.file}:${line}:${column}`);
    });
  });
  return { problems };
}

/** Reads every file, also when one before it cannot be read. */
function readAll(texts: readonly ConfigText[], main: string): { sources: ConfigSource[]; problems: ConfigProblem[] } {
  const sources: ConfigSource[] = [];
  const problems: ConfigProblem[] = [];
  for (const { file, text } of texts) {
    try {
      sources.push(readSource(text, file));
    } catch (error) {
      if (!(error instanceof AgentConfigError)) throw error;
      problems.push(...error.problems.map((problem) => (file === main ? problem : { file, ...problem })));
    }
  }
  return { sources, problems };
}

/** A config, and which of its checks are in which file. */
export interface ConfigParts {
  /** The config with all checks. */
  readonly config: AgentConfig;
  /** The checks that drop-ins add, which are the last ones of the config. */
  readonly dropIns: readonly DropInCheck[];
}

/** A check of a drop-in. */
export interface DropInCheck {
  /** The drop-in. */
  readonly file: string;
  /** What it says. */
  readonly check: CheckConfig;
}

/**
 * Reads the text of a config file, JSON or YAML, with the drop-ins beside it.
 *
 * @param text - what the file says
 * @param options - `file` is the name to show in messages; `dropIns` are added to it
 * @throws {@link AgentConfigError} with file, line, column and field of everything that cannot be read or is wrong
 */
export function parseConfigParts(text: string, { file, dropIns = [] }: ParseOptions): ConfigParts {
  const { sources, problems: unreadable } = readAll([{ file, text }, ...dropIns], file);
  const problems = [...unreadable, ...sources.slice(1).flatMap((source) => judgeDropIn(source))];
  const [main, ...others] = sources;
  if (main?.file === file) {
    const whole = new WholeConfig(main, others);
    const judged = problemsOf(whole);
    if ("problems" in judged) problems.push(...judged.problems);
    else if (problems.length === 0) return { config: judged.config, dropIns: whole.addedTo(judged.config) };
  }
  const [first, ...more] = inOrder(
    problems,
    dropIns.map((dropIn) => dropIn.file),
  );
  if (first === undefined) throw new TypeError("a config was refused without a reason");
  throw new AgentConfigError(file, [first, ...more]);
}

/**
 * The same as {@link parseConfigParts}, for a caller that only wants to know the checks.
 *
 * @param text - what the file says
 * @param options - `file` is the name to show in messages; `dropIns` are added to it
 * @throws {@link AgentConfigError} with file, line, column and field of everything that cannot be read or is wrong
 */
export function parseAgentConfig(text: string, options: ParseOptions): AgentConfig {
  return parseConfigParts(text, options).config;
}
