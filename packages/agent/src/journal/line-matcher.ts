import { createContext, Script } from "node:vm";

/** A line is looked at up to here, in characters; journald itself shows no longer ones. */
const longestLine = 4_096;

/** How long a pattern may take over one batch of lines, in ms. */
const batchLimitMs = 500;

/** How long it may take over one line, once a batch took too long, in ms. */
const lineLimitMs = 50;

/** What a line must contain to match: both, when both are given. */
export interface LinePattern {
  readonly text?: string | undefined;
  /** The source of a regular expression. */
  readonly pattern?: string | undefined;
  readonly ignoreCase?: boolean | undefined;
}

/** Whether lines match; `tooSlow` are those that the pattern takes too long for. */
export interface LineMatches {
  readonly matches: readonly boolean[];
  readonly tooSlow: number;
}

const testAll = new Script("lines.map((line) => pattern.test(line))");

function hasTimedOut(error: unknown): boolean {
  return (error as { readonly code?: unknown }).code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}

/** Finds lines by a text or a regular expression. A pattern that goes astray on a line is given up, not waited for. */
export class LineMatcher {
  readonly #text: string | undefined;
  readonly #ignoreCase: boolean;
  readonly #context: { lines: readonly string[]; readonly pattern: RegExp } | undefined;

  constructor({ text, pattern, ignoreCase = false }: LinePattern) {
    this.#ignoreCase = ignoreCase;
    this.#text = ignoreCase ? text?.toLowerCase() : text;
    if (pattern === undefined) return;
    // A pattern of a person can take for ever on some lines, and only there it can be stopped.
    this.#context = { lines: [], pattern: new RegExp(pattern, ignoreCase ? "iu" : "u") };
    createContext(this.#context);
  }

  /** Looks at lines, in the order in which they came. */
  match(lines: readonly string[]): LineMatches {
    const cut = lines.map((line) => line.slice(0, longestLine));
    const candidates = cut.map((line) => this.#hasText(line));
    if (this.#context === undefined) return { matches: candidates, tooSlow: 0 };
    const indexes = [...candidates.keys()].filter((index) => candidates[index]);
    const { matches, tooSlow } = this.#test(indexes.map((index) => cut[index] ?? ""));
    const found = new Set(indexes.filter((_, at) => matches[at]));
    return { matches: cut.map((_, index) => found.has(index)), tooSlow };
  }

  #hasText(line: string): boolean {
    if (this.#text === undefined) return true;
    return (this.#ignoreCase ? line.toLowerCase() : line).includes(this.#text);
  }

  #test(lines: readonly string[]): LineMatches {
    if (lines.length === 0) return { matches: [], tooSlow: 0 };
    const all = this.#run(lines, batchLimitMs);
    if (all !== undefined) return { matches: all, tooSlow: 0 };
    const each = lines.map((line) => this.#run([line], lineLimitMs)?.[0]);
    return { matches: each.map((one) => one === true), tooSlow: each.filter((one) => one === undefined).length };
  }

  /** Undefined when it took too long. */
  #run(lines: readonly string[], timeout: number): readonly boolean[] | undefined {
    if (this.#context === undefined) return undefined;
    this.#context.lines = lines;
    try {
      return [...(testAll.runInContext(this.#context, { timeout }) as Iterable<boolean>)];
    } catch (error) {
      if (hasTimedOut(error)) return undefined;
      throw error;
    }
  }
}
