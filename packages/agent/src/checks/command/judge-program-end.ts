import type { CheckResult } from "../check.ts";
import type { ProgramEnd } from "./run-program.ts";
import { figureMs, parseNagiosOutput, type NagiosOutput } from "./parse-nagios-output.ts";

/** How the end of a program is judged. */
export interface ProgramJudgement {
  /** How messages call the program. */
  readonly name: string;
  /** What exit code 1 is. */
  readonly warning: "up" | "down";
  /** The label of the figure that goes out as ping instead of how long the program took. */
  readonly pingFrom: string | undefined;
}

const startErrors: Readonly<Record<string, string>> = {
  ENOENT: "there is no such program",
  EACCES: "it may not be run",
  E2BIG: "its arguments are too long",
};

/** A plugin says in its first line how things are; an ordinary program may say only in its last line what went wrong. */
const pluginLine = /\b(?:OK|WARNING|CRITICAL|UNKNOWN)\b/;

function endText({ exitCode, signal }: ProgramEnd): string {
  return signal === undefined ? `exit code ${exitCode ?? "unknown"}` : `signal ${signal.replace(/^SIG/, "")}`;
}

/** The first line, and of an ordinary program that failed the last one too, that of stderr if it has any. */
function saidOf(output: NagiosOutput, { exitCode, stderr }: ProgramEnd): string {
  const errors = stderr.split("\n").flatMap((line) => line.trim() || []);
  const first = output.text || errors[0] || "";
  const isPlugin = output.figures.length > 0 || pluginLine.test(first);
  if (exitCode === 0 || exitCode === 3 || (isPlugin && (exitCode === 1 || exitCode === 2))) return first;
  const last = errors.at(-1) ?? output.more.at(-1) ?? first;
  return last === first ? first : `${first} … ${last}`;
}

/**
 * Judges how a program ended, by the rules of Nagios plugins: 0 is UP, 3 means that it could not tell, everything else is
 * DOWN; 1 (WARNING) is what the config says, for with an ordinary program it is the usual failure.
 *
 * @param end - how it ended
 * @param judgement - by what it is judged
 */
export function judgeProgramEnd(end: ProgramEnd, { name, warning, pingFrom }: ProgramJudgement): CheckResult {
  const { startError, timedOut, exitCode } = end;
  if (startError !== undefined) {
    return { status: "down", message: `${name} cannot be started: ${startErrors[startError] ?? startError}` };
  }
  const output = parseNagiosOutput(end.stdout);
  const said = saidOf(output, end);
  const took = pingFrom === undefined ? end.durationMs : figureMs(output.figures, pingFrom);
  return { ...judgeRun(), ...(took === undefined ? {} : { durationMs: took }) };

  function judgeRun(): CheckResult {
    if (timedOut) {
      return { status: "down", message: `${name} did not end in time and was killed${said && `; it said: ${said}`}` };
    }
    if (exitCode === 0) return { status: "up", message: said || `${name} succeeded` };
    const failure = `${name} ended with ${endText(end)}`;
    const message = said === "" ? failure : `${said} (${failure})`;
    if (exitCode === 1 && warning === "up") return { status: "up", message: `WARNING: ${message}` };
    return { status: exitCode === 3 ? "noData" : "down", message };
  }
}
