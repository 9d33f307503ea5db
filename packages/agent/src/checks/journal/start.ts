import { JournalWatch } from "./journal-watch.ts";
import type { CheckStarter } from "../check-starter.ts";

/** What the settings are when the config does not say; times in seconds. */
const defaults = { clearAfter: 600, lookEvery: 10 } as const;

/** Starts a check of the type `journal`. */
export const journalStarter: CheckStarter<"journal"> = {
  longestLookMs: () => 30_000,
  start(settings, { report, signal, clean = (text) => text }) {
    const { clearAfter, lookEvery, atLeast, scope, ...which } = settings;
    const watch = new JournalWatch({
      ...which,
      signal,
      clean,
      scope: scope ?? "system",
      atLeast: atLeast ?? 1,
      clearAfterMs: (clearAfter ?? defaults.clearAfter) * 1000,
    });
    const timer = setInterval(() => void watch.look().then(report), (lookEvery ?? defaults.lookEvery) * 1000);
    signal.addEventListener("abort", () => clearInterval(timer));
    return { look: () => watch.look() };
  },
};
