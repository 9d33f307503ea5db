import { JournalWatch } from "./journal-watch.ts";
import { defineCheck } from "../check.ts";
import type { journalCheck } from "./settings.ts";

/** Starts a check of the type `journal`. */
export const startJournal = defineCheck<typeof journalCheck>((settings, { report, signal, clean = (text) => text }) => {
  const { clearAfter, lookEvery, ...which } = settings;
  const watch = new JournalWatch({ ...which, signal, clean, clearAfterMs: clearAfter * 1000 });
  const timer = setInterval(() => void watch.look().then(report), lookEvery * 1000);
  signal.addEventListener("abort", () => clearInterval(timer));
  return { longestLookMs: 30_000, look: () => watch.look() };
});
