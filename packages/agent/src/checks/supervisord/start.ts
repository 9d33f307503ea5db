import { resolve } from "node:path";
import { ProgramWatch } from "./program-watch.ts";
import { supervisorAddress } from "./supervisor-address.ts";
import type { CheckStarter } from "../check-starter.ts";

/** What the settings are when the config does not say, in seconds. */
const defaults = { pollEvery: 1, startingTooLong: 60, stoppingTooLong: 60, backoffTooLong: 5, downAfter: 5 } as const;

/** Starts a check of the type `supervisord`. */
export const supervisordStarter: CheckStarter<"supervisord"> = {
  longestLookMs: () => 45_000,
  start(settings, { configFolder, report, signal }) {
    const { login, programs } = settings;
    const ms = (setting: keyof typeof defaults): number => (settings[setting] ?? defaults[setting]) * 1000;
    const watch = new ProgramWatch({
      supervisor: {
        address: supervisorAddress(settings.serverUrl),
        pollMs: ms("pollEvery"),
        ...(login === undefined
          ? {}
          : { login: { ...login, passwordFile: resolve(configFolder, login.passwordFile) } }),
      },
      patience: {
        mustRun: settings.mustRun ?? programs !== undefined,
        startingTooLongMs: ms("startingTooLong"),
        stoppingTooLongMs: ms("stoppingTooLong"),
        backoffTooLongMs: ms("backoffTooLong"),
        downAfterMs: ms("downAfter"),
      },
      ...(programs === undefined ? {} : { programs }),
      report,
    });
    signal.addEventListener("abort", () => watch.stop());
    return { look: () => watch.look() };
  },
};
