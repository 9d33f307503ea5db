import type { CheckContext } from "../../src/checks/check.ts";

/** A context for a check that listens to no unit. */
export function contextFor(
  signal: AbortSignal = new AbortController().signal,
  report: CheckContext["report"] = () => undefined,
): CheckContext {
  return {
    signal,
    onEnd: (listener) => signal.addEventListener("abort", listener),
    report,
    bootGraceUntil: 0,
    configFolder: "/",
    units: () => {
      throw new Error("this check needs no units");
    },
  };
}
