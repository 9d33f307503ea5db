import { setTimeout as sleep } from "node:timers/promises";
import type { CheckResult } from "../check.ts";

/** The pause before another try, in ms. */
const pauseMs = 1_000;

/** How long all tries of a look may take, in ms; the timeout of one is in s. */
export function triesMs({ attempts, timeout }: { readonly attempts: number; readonly timeout: number }): number {
  return attempts * timeout * 1000 + (attempts - 1) * pauseMs + 5_000;
}

/**
 * Looks again when the first look says DOWN, so that one lost packet raises no alarm.
 *
 * @param attempts - how often at most
 * @param look - one try
 * @param signal - ends the waiting
 */
export async function lookAgain(
  attempts: number,
  look: () => Promise<CheckResult>,
  signal: AbortSignal,
): Promise<CheckResult> {
  for (let attempt = 1; ; attempt += 1) {
    const result = await look();
    if (result.status !== "down" || signal.aborted) return result;
    if (attempt >= attempts) {
      return attempts === 1 ? result : { ...result, message: `${result.message} (tried ${attempts} times)` };
    }
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}
