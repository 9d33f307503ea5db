import { resolve } from "node:path";
import { ProgramWatch } from "./program-watch.ts";
import { supervisorAddress } from "./supervisor-address.ts";
import { defineCheck } from "../check.ts";
import type { supervisordCheck } from "./settings.ts";

/** Starts a check of the type `supervisord`. */
export const startSupervisord = defineCheck<typeof supervisordCheck>((settings, { configFolder, report, signal }) => {
  const { login, programs } = settings;
  const watch = new ProgramWatch({
    supervisor: {
      address: supervisorAddress(settings.serverUrl),
      pollMs: settings.pollEvery * 1000,
      ...(login === undefined ? {} : { login: { ...login, passwordFile: resolve(configFolder, login.passwordFile) } }),
    },
    patience: {
      mustRun: settings.mustRun ?? programs !== undefined,
      startingTooLongMs: settings.startingTooLong * 1000,
      stoppingTooLongMs: settings.stoppingTooLong * 1000,
      backoffTooLongMs: settings.backoffTooLong * 1000,
      downAfterMs: settings.downAfter * 1000,
    },
    ...(programs === undefined ? {} : { programs }),
    report,
  });
  signal.addEventListener("abort", () => watch.stop());
  // Its own limits end a look much sooner; this one is for a look that hangs in spite of them.
  return { longestLookMs: 45_000, look: () => watch.look() };
});
