import { ContainerWatch } from "./container-watch.ts";
import { defineCheck } from "../check.ts";
import type { dockerCheck } from "./settings.ts";

/** Starts a check of the type `docker`. */
export const startDocker = defineCheck<typeof dockerCheck>((settings, { report, signal }) => {
  const { socket, containers, label, timeout } = settings;
  const watch = new ContainerWatch({
    choice: {
      ...(containers === undefined ? {} : { names: containers }),
      ...(label === undefined ? {} : { label }),
    },
    rules: {
      mustRun: settings.mustRun ?? (containers !== undefined || label !== undefined),
      exitCodes: settings.exitCodes,
    },
    downAfterMs: settings.downAfter * 1000,
    startingTooLongMs: settings.startingTooLong * 1000,
    timeoutMs: timeout * 1000,
    report,
    signal,
    ...(socket === undefined ? {} : { socket }),
  });
  return { longestLookMs: timeout * 1000 + 5_000, look: () => watch.look() };
});
