import { KumaAuthError } from "../errors/kuma-errors.ts";
import type { TotpCodes } from "./totp-codes.ts";

/** The present code, that of the next step, and one after a wait. */
const mostCodes = 3;

/**
 * Sends two-factor codes until one is taken. A server up to 2.x takes each code once, from whomever: another program may
 * have used the present one.
 *
 * @param codes - Where they come from.
 * @param send - Sends one.
 * @param signal - Stops waiting for a code.
 */
export async function sendCode<Answer>(
  codes: TotpCodes,
  send: (code: string) => Promise<Answer>,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await send(await codes.next(signal));
    } catch (error) {
      const isRefused = error instanceof KumaAuthError && error.code === "KUMA_AUTH_TOTP_INVALID";
      if (!isRefused || !codes.hasMore || tries === mostCodes) throw error;
    }
  }
}

/** The error for an account that wants a code where nobody can give one. */
export function needsCode(username: string): KumaAuthError {
  return new KumaAuthError(
    "KUMA_AUTH_TOTP_REQUIRED",
    `The account "${username}" uses two-factor authentication: a code is needed.`,
  );
}
