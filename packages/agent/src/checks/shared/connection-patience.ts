import { triesMs } from "./look-again.ts";

/** What a check that connects to something does unless told otherwise; the timeout in s. */
export const connectionDefaults = { timeout: 10, attempts: 2 } as const;

/** What `connectionSettings` say. */
interface ConnectionPatience {
  readonly timeout?: number | undefined;
  readonly attempts?: number | undefined;
}

/** How long all tries of a look may take, in ms. */
export function connectionMs({ attempts, timeout }: ConnectionPatience): number {
  return triesMs(attempts ?? connectionDefaults.attempts, (timeout ?? connectionDefaults.timeout) * 1000);
}
