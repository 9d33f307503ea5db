import { TimerWatch } from "./timer-watch.ts";
import type { CheckStarter } from "../check-starter.ts";

/** How long a timer that stopped cleanly may stay away unless the config says otherwise, in seconds. */
export const defaultDownAfter = 5;

/** Starts a check of the type `timer`. */
export const timerStarter: CheckStarter<"timer"> = {
  longestLookMs: () => 60_000,
  start(settings, context) {
    const ms = (seconds: number | undefined): number | undefined =>
      seconds === undefined ? undefined : seconds * 1000;
    const watch = new TimerWatch(
      {
        timer: settings.unit,
        scope: settings.scope ?? "system",
        maxAgeMs: ms(settings.maxAge),
        maxRuntimeMs: ms(settings.maxRuntime),
        downAfterMs: (settings.downAfter ?? defaultDownAfter) * 1000,
        logLines: settings.logLines ?? true,
      },
      context,
    );
    return { look: () => watch.look() };
  },
};
