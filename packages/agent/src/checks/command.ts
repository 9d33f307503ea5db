import { basename } from "node:path";
import * as z from "zod";
import { durationSetting } from "../config/duration-setting.ts";
import type { CheckResult } from "./check-result.ts";
import { defineCheckType } from "./define-check-type.ts";
import { runProgram, type ProgramEnd } from "./run-program.ts";

/** How long a program may run unless the config says otherwise, in seconds. */
const defaultTimeout = 10;

const argument = z.string().regex(/^[^\0]*$/, "must not contain a NUL character");

const startErrors: Readonly<Record<string, string>> = {
  ENOENT: "there is no such program",
  EACCES: "it may not be run",
  E2BIG: "its arguments are too long",
};

/** The first line with something in it, without the figures that a plugin puts behind a `|`. */
function firstLine(text: string): string {
  const line = text.split("\n").find((candidate) => candidate.trim() !== "") ?? "";
  return (line.split("|", 1)[0] ?? "").trim();
}

function endText({ exitCode, signal }: ProgramEnd): string {
  return signal === undefined ? `exit code ${exitCode ?? "unknown"}` : `signal ${signal.replace(/^SIG/, "")}`;
}

/**
 * Judges how a program ended, by the rules of Nagios plugins: 0 is UP, 3 means that it could not tell.
 * Everything else is DOWN, 1 (WARNING) too: with an ordinary program 1 is the usual failure.
 *
 * @param name - how messages call the program
 * @param end - how it ended
 */
function judgeProgramEnd(name: string, end: ProgramEnd): CheckResult {
  const { startError, timedOut, exitCode, durationMs } = end;
  if (startError !== undefined) {
    return { status: "down", message: `${name} cannot be started: ${startErrors[startError] ?? startError}` };
  }
  const said = firstLine(end.stdout) || firstLine(end.stderr);
  if (timedOut) {
    return {
      status: "down",
      message: `${name} did not end in time and was killed${said && `; it said: ${said}`}`,
      durationMs,
    };
  }
  if (exitCode === 0) return { status: "up", message: said || `${name} succeeded`, durationMs };
  const failure = `${name} ended with ${endText(end)}`;
  return {
    status: exitCode === 3 ? "noData" : "down",
    message: said === "" ? failure : `${said} (${failure})`,
    durationMs,
  };
}

/** Runs a program; its exit code says how things are, as a Nagios plugin's does. */
export const commandCheck = defineCheckType({
  type: "command",
  title: "A program, judged by its exit code",
  summary:
    "Runs a program without a shell; its exit code says how things are, as a Nagios plugin's does: 0 is UP, 3 says that it " +
    "could not tell (DOWN when that lasts for a push period), everything else is DOWN. The first line of its output is the message.",
  example: {
    type: "command",
    name: "disk",
    command: ["/usr/lib/nagios/plugins/check_disk", "-w", "10%", "-c", "5%"],
    interval: 60,
    tokenFile: "tokens/disk",
  },
  options: {
    command: z
      .tuple([argument.min(1, "must not be empty")], argument)
      .describe("The program and its arguments; no shell is involved."),
    timeout: durationSetting({ min: 0.1, max: 3600 })
      .optional()
      .describe(`After this time the program and all it started are killed. Default ${defaultTimeout} s.`),
  },
  // Killing what did not end in time takes a moment.
  longestLookMs: ({ timeout }) => (timeout ?? defaultTimeout) * 1000 + 5_000,
  needs: () => ["programs"],
  start({ command, timeout }, { signal }) {
    return {
      async look() {
        const end = await runProgram({ command, timeoutMs: (timeout ?? defaultTimeout) * 1000, signal });
        return judgeProgramEnd(basename(command[0]), end);
      },
    };
  },
});
