import { basename } from "node:path";
import { arrangeRun } from "./arrange-run.ts";
import { judgeProgramEnd } from "./judge-program-end.ts";
import { judgeSetpriv } from "./judge-setpriv.ts";
import { FigureError } from "../shared/figure-error.ts";
import type { CheckResult } from "../check-result.ts";
import { runProgram } from "./run-program.ts";
import type { CheckStarter } from "../check-starter.ts";

/** How long a program may run unless the config says otherwise, in seconds. */
export const defaultTimeout = 10;

/** Starts a check of the type `command`. */
export const commandStarter: CheckStarter<"command"> = {
  longestLookMs: ({ timeout }) => (timeout ?? defaultTimeout) * 1000 + 12_000,
  start(settings, { signal }) {
    const { command, timeout, user, warning, pingFrom, workingDirectory } = settings;
    const wanted = { command, user, environment: settings.environment, workingDirectory };
    const judgement = { name: basename(command[0]), warning: warning ?? "down", pingFrom };
    return {
      async look(): Promise<CheckResult> {
        try {
          const { cwd, ...run } = await arrangeRun(wanted, signal);
          const timeoutMs = (timeout ?? defaultTimeout) * 1000;
          const end = await runProgram({ ...run, ...(cwd === undefined ? {} : { cwd }), timeoutMs, signal });
          const becameOther = run.command.length > command.length;
          return (becameOther ? judgeSetpriv(end, judgement.name) : undefined) ?? judgeProgramEnd(end, judgement);
        } catch (error) {
          if (error instanceof FigureError) return { status: "noData", message: `${judgement.name}: ${error.message}` };
          throw error;
        }
      },
    };
  },
};
