/** One thing that is wrong with a config file. */
export interface ConfigProblem {
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
  /** The setting, as `checks[0].unit`; empty when the file as a whole is meant. */
  readonly field: string;
  readonly message: string;
}

/** A config file that cannot be used. The fields tell of the first problem, the message of all. */
export class AgentConfigError extends Error {
  override readonly name = "AgentConfigError";
  readonly code = "AGENT_CONFIG_INVALID";
  readonly file: string;
  readonly problems: readonly ConfigProblem[];
  readonly line: number;
  readonly column: number;
  readonly field: string;

  /**
   * @param file - the file's name, as messages shall show it
   * @param problems - at least one
   */
  constructor(file: string, problems: readonly [ConfigProblem, ...ConfigProblem[]]) {
    super(problems.map((problem) => describe(file, problem)).join("\n"));
    this.file = file;
    this.problems = problems;
    const [first] = problems;
    this.line = first.line;
    this.column = first.column;
    this.field = first.field;
  }
}

function describe(file: string, { line, column, field, message }: ConfigProblem): string {
  return `${file}:${line}:${column}: ${field === "" ? "" : `${field}: `}${message}`;
}
