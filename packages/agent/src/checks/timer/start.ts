import { TimerWatch } from "./timer-watch.ts";
import { defineCheck } from "../check.ts";
import type { timerCheck } from "./settings.ts";

/** Starts a check of the type `timer`. */
export const startTimer = defineCheck<typeof timerCheck>((settings, context) => {
  const { unit: timer, scope, logLines } = settings;
  const ms = (seconds: number | undefined): number | undefined => (seconds === undefined ? undefined : seconds * 1000);
  const watch = new TimerWatch(
    {
      timer,
      scope,
      maxAgeMs: ms(settings.maxAge),
      maxRuntimeMs: ms(settings.maxRuntime),
      downAfterMs: settings.downAfter * 1000,
      logLines,
    },
    context,
  );
  return { longestLookMs: 60_000, look: () => watch.look() };
});
