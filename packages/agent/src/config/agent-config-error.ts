import type { AgentErrorCode } from "../error-catalogue.ts";

/** One thing that is wrong with a config file. */
export interface ConfigProblem {
  /** The file that it is in, when that is a drop-in. */
  readonly file?: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
  /** The setting, as `checks[0].unit`; empty when the file as a whole is meant. */
  readonly field: string;
  /** What is wrong; never quotes the value, which may be secret. */
  readonly message: string;
}

/** A config file that cannot be used. The fields tell of the first problem, the message of all. */
export class AgentConfigError extends Error {
  /** The class's name. */
  override readonly name = "AgentConfigError";
  /** Stable; for programs. */
  readonly code = "AGENT_CONFIG_INVALID" satisfies AgentErrorCode;
  /** The name of the file that the first problem is in, as it was given. */
  readonly file: string;
  /** All problems, in the order of the file. */
  readonly problems: readonly [ConfigProblem, ...ConfigProblem[]];
  /** The config file itself, as it was given; the problems name the drop-in that they are in. */
  readonly mainFile: string;
  /** Of the first problem, counted from 1. */
  readonly line: number;
  /** Of the first problem, counted from 1. */
  readonly column: number;
  /** Of the first problem. */
  readonly field: string;

  /**
   * @param file - the file's name, as messages shall show it
   * @param problems - at least one
   */
  constructor(file: string, problems: readonly [ConfigProblem, ...ConfigProblem[]]) {
    super(problems.map((problem) => describe(file, problem)).join("\n"));
    this.problems = problems;
    this.mainFile = file;
    const [first] = problems;
    this.file = first.file ?? file;
    this.line = first.line;
    this.column = first.column;
    this.field = first.field;
  }
}

function describe(main: string, { file = main, line, column, field, message }: ConfigProblem): string {
  return `${file}:${line}:${column}: ${field === "" ? "" : `${field}: `}${message}`;
}
