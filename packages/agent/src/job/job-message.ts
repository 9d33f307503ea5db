import { formatDuration } from "@kumakit/text";
import type { JobEnd } from "./job-process.ts";

/** The most of the output that goes into a message, in characters. */
const longestOutput = 700;

const startErrors: Readonly<Record<string, string>> = {
  ENOENT: "there is no such program, or what its first line names is missing",
  EACCES: "it may not be run",
  E2BIG: "its arguments are too long",
};

/** Why a job could not be started. */
export function startErrorText(code: string): string {
  return startErrors[code] ?? code;
}

/** The events of a job beside its own end. */
export interface JobStory {
  readonly end: JobEnd;
  readonly durationMs: number;
  /** It was ended because it ran longer than this, in ms. */
  readonly overranMs?: number;
}

/** The end of a job: a part of a sentence that begins with its name. */
export function endText({ end, durationMs, overranMs }: JobStory): string {
  if (overranMs !== undefined) {
    const killed = end.kind === "signal" && end.signal === "SIGKILL" ? "killed" : "ended";
    return `ran longer than ${formatDuration(overranMs)} and was ${killed}`;
  }
  const after = `after ${formatDuration(durationMs)}`;
  if (end.kind === "not-started") return `could not be started: ${startErrorText(end.code)}`;
  if (end.kind === "signal") return `was ended by ${end.signal} ${after}`;
  return end.code === 0 ? `succeeded ${after}` : `failed with exit code ${end.code} ${after}`;
}

/**
 * The last lines of an output, as many as fit.
 *
 * @param lines - without secrets, the oldest first
 */
export function outputText(lines: readonly string[]): string {
  let text = "";
  for (const line of [...lines].reverse()) {
    const short = line.length > 300 ? `${line.slice(0, 300)}…` : line;
    if (text.length + short.length > longestOutput) break;
    text = text === "" ? short : `${short} / ${text}`;
  }
  return text;
}
