import { checkFunctions } from "../arguments/check-functions.ts";
import { KumaAuthError } from "../errors/kuma-errors.ts";
import type { AuthOutcome, AuthSession, AuthStrategy } from "./auth-strategy.ts";
import { sessionTokenAuth } from "./session-token-auth.ts";

/** Where session tokens are kept between runs of a program. A token is as good as the password: keep it like one. */
export interface SessionStore {
  /** The token of the last session, if there is one. */
  load(): string | undefined | Promise<string | undefined>;
  /** Keeps a new token instead of the old one. */
  save(token: string): void | Promise<void>;
  /** Throws the token away, because the server does not accept it any more. */
  clear(): void | Promise<void>;
}

async function byStoredToken(session: AuthSession, store: SessionStore): Promise<AuthOutcome | undefined> {
  const token = await store.load();
  if (token === undefined) return undefined;
  try {
    return await sessionTokenAuth(token).authenticate(session);
  } catch (error) {
    if (!(error instanceof KumaAuthError && error.code === "KUMA_AUTH_SESSION_INVALID")) throw error;
    await store.clear();
    return undefined;
  }
}

/**
 * Logs in with a session token that is kept between runs. Another strategy is used only when there is no token or the
 * server does not accept it any more; the new token is kept then. So a program that runs every minute costs none of the
 * 20 log-ins a minute. Errors of the store are thrown by `connect`.
 *
 * @param store - Where the token is kept.
 * @param fallback - How to get a new one.
 * @throws {@link KumaValidationError} when one of them lacks a function.
 * @example
 * ```ts
 * const auth = storedSessionAuth(store, passwordAuth({ username, password }));
 * await using client = await connect({ url, auth });
 * ```
 */
export function storedSessionAuth(store: SessionStore, fallback: AuthStrategy): AuthStrategy {
  checkFunctions(store, "store", "load", "save", "clear");
  checkFunctions(fallback, "fallback", "authenticate");
  return {
    kind: `stored session, or ${fallback.kind}`,
    authenticate: async (session) => {
      const known = await byStoredToken(session, store);
      if (known !== undefined) return known;
      const outcome = await fallback.authenticate(session);
      if (outcome.token !== undefined) await store.save(outcome.token);
      return outcome;
    },
  };
}
