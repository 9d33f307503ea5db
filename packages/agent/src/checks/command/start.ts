import { basename } from "node:path";
import { arrangeRun } from "./arrange-run.ts";
import { judgeProgramEnd } from "./judge-program-end.ts";
import { judgeSetpriv } from "./judge-setpriv.ts";
import { LookError } from "../shared/bounded-look.ts";
import { runProgram } from "./run-program.ts";
import { defineCheck, type CheckResult } from "../check.ts";
import type { commandCheck } from "./settings.ts";

/** Killing a program that did not end in time takes a moment, and so does asking for the user; in ms. */
const longestEndMs = 12_000;

/** Starts a check of the type `command`. */
export const startCommand = defineCheck<typeof commandCheck>((settings, { signal }) => {
  const { command, user, warning, pingFrom, workingDirectory } = settings;
  const wanted = { command, user, environment: settings.environment, workingDirectory };
  const judgement = { name: basename(command[0]), warning, pingFrom };
  const timeoutMs = settings.timeout * 1000;
  return {
    longestLookMs: timeoutMs + longestEndMs,
    async look(): Promise<CheckResult> {
      try {
        const { cwd, ...run } = await arrangeRun(wanted, signal);
        const end = await runProgram({ ...run, ...(cwd === undefined ? {} : { cwd }), timeoutMs, signal });
        const becameOther = run.command.length > command.length;
        return (becameOther ? judgeSetpriv(end, judgement.name) : undefined) ?? judgeProgramEnd(end, judgement);
      } catch (error) {
        if (error instanceof LookError) return { status: "noData", message: `${judgement.name}: ${error.message}` };
        throw error;
      }
    },
  };
});
