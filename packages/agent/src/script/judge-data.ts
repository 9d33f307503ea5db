import { constants } from "node:os";
import { crashLoopRestarts, crashLoopWindowMs } from "../checks/shared/crash-loop.ts";
import { longerThanBefore, longestLoopRunMs, steadyAfterRestartMs, steadyMs } from "../checks/shared/steady.ts";
import { longUnseenRunMs } from "../checks/systemd/note-runs.ts";
import { activities, noNextStart, plainResults } from "../checks/systemd/describe-unit.ts";
import { systemdExitNames } from "../checks/systemd/exit-status-name.ts";
import { changeLimitMs, endlessLimitMs, limitMarginMs, unsettledLimitMs } from "../checks/systemd/change-limits.ts";

function pairs(entries: readonly (readonly [string, string | number])[]): string {
  return entries.flat().join(" ");
}

/** By number; of two names for one signal the first, as in the agent. */
function signalNames(): readonly (readonly [string, string])[] {
  const backwards = Object.entries(constants.signals).reverse();
  return Object.entries(Object.fromEntries(backwards.map(([name, number]) => [String(number), name.slice(3)])));
}

/** Times in s, and how many restarts make a crash loop. */
const limits = {
  change: changeLimitMs / 1000,
  endless: endlessLimitMs / 1000,
  margin: limitMarginMs / 1000,
  unsettled: unsettledLimitMs / 1000,
  steady: steadyMs / 1000,
  "steady-after-restart": steadyAfterRestartMs / 1000,
  "longest-loop-run": longestLoopRunMs / 1000,
  "longer-than-before": longerThanBefore,
  "long-unseen": longUnseenRunMs / 1000,
  "crash-window": crashLoopWindowMs / 1000,
  "crash-restarts": crashLoopRestarts,
};

/** One line for each word: its kind, what systemd says, and the agent's words for it. */
function unitWords(): string {
  const kinds = { result: plainResults, activity: activities, "no-next-start": noNextStart };
  return Object.entries(kinds)
    .flatMap(([kind, words]) => Object.entries(words).map(([key, text]) => `${kind}\t${key}\t${text}`))
    .join("\n");
}

/** The agent's data for the script's judge, by the name of its variable. The same for every config. */
export const judgeData = {
  exit_names: pairs(Object.entries(systemdExitNames)),
  signals: pairs(signalNames()),
  limits: pairs(Object.entries(limits)),
  unit_words: unitWords(),
} as const;
