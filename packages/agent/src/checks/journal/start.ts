import { JournalWatch } from "./journal-watch.ts";
import { defineCheck } from "../check.ts";
import type { journalCheck } from "./settings.ts";

/** Between two looks when nobody says how often, in ms. */
const usualPauseMs = 10_000;

/** Starts a check of the type `journal`. */
export const startJournal = defineCheck<typeof journalCheck>((settings, { report, signal, clean = (text) => text }) => {
  const { clearAfter, lookEvery, ...which } = settings;
  const watch = new JournalWatch({ ...which, signal, clean, clearAfterMs: clearAfter * 1000 });
  if (lookEvery === undefined) {
    const timer = setInterval(() => void watch.look().then(report), usualPauseMs);
    signal.addEventListener("abort", () => clearInterval(timer));
  }
  return { longestLookMs: 30_000, look: () => watch.look() };
});
