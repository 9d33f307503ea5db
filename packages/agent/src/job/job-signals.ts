/** What may be meant for a job when it reaches the process that looks after it. */
const forwarded = ["SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM", "SIGUSR1", "SIGUSR2", "SIGCONT", "SIGWINCH"] as const;

const urgent: ReadonlySet<NodeJS.Signals> = new Set(["SIGINT", "SIGQUIT", "SIGTERM"]);

/** Whether who sends this signal wants an end: another window size, `fg`, or a terminal that goes away do not say so. */
export function asksForEnd(signal: NodeJS.Signals): boolean {
  return urgent.has(signal);
}

/**
 * Takes over all signals: none of them ends the process any more.
 *
 * @param listener - called for each
 * @returns gives them back
 */
export function listenToSignals(listener: (signal: NodeJS.Signals) => void): () => void {
  for (const signal of forwarded) process.on(signal, listener);
  return () => {
    for (const signal of forwarded) process.off(signal, listener);
  };
}
