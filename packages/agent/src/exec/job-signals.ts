/** What may be meant for a job when it reaches the process that looks after it. */
const forwarded = ["SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM", "SIGUSR1", "SIGUSR2", "SIGCONT", "SIGWINCH"] as const;

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
