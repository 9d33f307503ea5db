import { EXIT } from "./exit-codes.ts";

const SIGNALS = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated } as const;

/** How long a clean-up may take before a note says how to skip it, in ms. */
const PATIENCE = 1500;

const controller = new AbortController();
let exitCode: number | undefined;

/** Aborted on the first Ctrl-C (SIGINT) or SIGTERM. */
export const interruption: AbortSignal = controller.signal;

/** 130 or 143 once the process was asked to stop, else undefined. */
export function interruptedExitCode(): number | undefined {
  return exitCode;
}

/** Stops as Ctrl-C does; for prompts, which read the terminal in raw mode and so see the key themselves. */
export function interrupt(): void {
  stop("SIGINT");
}

/** Starts listening; the second signal of any kind ends the process at once, without clean-up. Call it once. */
export function listenForInterruption(): void {
  for (const signal of Object.keys(SIGNALS) as (keyof typeof SIGNALS)[]) process.on(signal, stop);
}

/** Stops listening: from now on signals are somebody else's, such as a job's that is run. */
export function leaveSignals(): void {
  for (const signal of Object.keys(SIGNALS)) process.off(signal, stop);
}

function stop(signal: NodeJS.Signals): void {
  if (exitCode !== undefined) process.exit(exitCode);
  exitCode = signal === "SIGTERM" ? SIGNALS.SIGTERM : SIGNALS.SIGINT;
  controller.abort();
  setTimeout(() => {
    if (process.stderr.isTTY) process.stderr.write("Cleaning up; press Ctrl-C again to stop at once.\n");
  }, PATIENCE).unref();
}
