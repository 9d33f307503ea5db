import { ContainerWatch } from "./container-watch.ts";
import type { CheckStarter } from "../check-starter.ts";

/** What the settings are when the config does not say, in seconds. */
export const defaults = { downAfter: 5, startingTooLong: 300, timeout: 10 } as const;

/** Starts a check of the type `docker`. */
export const dockerStarter: CheckStarter<"docker"> = {
  longestLookMs: ({ timeout }) => (timeout ?? defaults.timeout) * 1000 + 5_000,
  start({ socket, containers, label, ...settings }, { report, signal }) {
    const ms = (setting: keyof typeof defaults): number => (settings[setting] ?? defaults[setting]) * 1000;
    const watch = new ContainerWatch({
      choice: {
        ...(containers === undefined ? {} : { names: containers }),
        ...(label === undefined ? {} : { label }),
      },
      rules: {
        mustRun: settings.mustRun ?? (containers !== undefined || label !== undefined),
        exitCodes: settings.exitCodes ?? [0],
      },
      downAfterMs: ms("downAfter"),
      startingTooLongMs: ms("startingTooLong"),
      timeoutMs: ms("timeout"),
      report,
      signal,
      ...(socket === undefined ? {} : { socket }),
    });
    return { look: () => watch.look() };
  },
};
