import type { AuthOutcome } from "./auth/auth-strategy.ts";
import { hide } from "./protocol/hide.ts";

/** Who is logged in. */
export interface KumaSession {
  /** The user's name, when it is known. */
  readonly username?: string;
  /** The session token, for {@link sessionTokenAuth}. Not enumerable: no JSON, spread or log shows it by accident. */
  readonly token?: string;
}

/** The session that a log-in brought. */
export function sessionOf(outcome: AuthOutcome): KumaSession {
  const { username, token } = outcome;
  const named = username === undefined ? {} : { username };
  return token === undefined ? named : hide({ ...named, token }, "token");
}
