import { KumaTimeoutError } from "../errors/kuma-timeout-error.ts";
import type { Transport } from "../transport/transport.ts";
import type { AuthOutcome, AuthSession, AuthStrategy } from "./auth-strategy.ts";
import { sessionTokenAuth } from "./session-token-auth.ts";

async function authenticate(
  transport: Transport,
  strategy: AuthStrategy,
  signal: AbortSignal | undefined,
): Promise<AuthOutcome> {
  const { url, timeouts, logger } = transport.settings;
  const session: AuthSession = {
    url: url.href,
    signal,
    call: (event, ...args) => transport.callAtOnce(event, args, { timeout: timeouts.login, signal }),
  };
  logger.debug(`logging in by ${strategy.kind}`);
  try {
    return await strategy.authenticate(session);
  } catch (error) {
    if (!(error instanceof KumaTimeoutError)) throw error;
    throw new KumaTimeoutError("KUMA_TIMEOUT_CALL", `The log-in was not answered within ${timeouts.login / 1000} s.`, {
      timeout: timeouts.login,
      cause: error,
      hint: "A server of the 2.x line answers only after it has sent every list: allow more time for a big one.",
    });
  }
}

/**
 * Arranges that every later connection of a transport is logged in: by the strategy, and then with the session token that it
 * brought.
 *
 * @returns Logs in at once.
 */
export function stayLoggedIn(
  transport: Transport,
  strategy: AuthStrategy,
): (signal?: AbortSignal) => Promise<AuthOutcome> {
  let next = strategy;
  const logInAgain = async (signal?: AbortSignal): Promise<AuthOutcome> => {
    if (transport.greeting.isAuthDisabled) return {};
    const outcome = await authenticate(transport, next, signal);
    if (outcome.token !== undefined) next = sessionTokenAuth(outcome.token);
    return outcome;
  };
  transport.onReconnect = async () => {
    await logInAgain();
  };
  return logInAgain;
}

/**
 * Logs a fresh connection in, and arranges that every later connection of the same transport is logged in with the
 * session token. A server whose authentication is switched off needs no log-in.
 *
 * @param transport - The connection.
 * @param strategy - How to log in; none for an anonymous client.
 */
export async function logIn(transport: Transport, strategy: AuthStrategy | undefined): Promise<AuthOutcome> {
  if (strategy === undefined) return {};
  return stayLoggedIn(transport, strategy)(transport.settings.signal);
}
