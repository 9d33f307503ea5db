import { checkText } from "../arguments/check-text.ts";
import { KumaAuthError } from "../errors/kuma-auth-error.ts";
import { looksLikeApiKey } from "../errors/looks-like-api-key.ts";
import type { AuthOutcome, AuthSession, AuthStrategy } from "./auth-strategy.ts";
import { usernameInToken } from "./username-in-token.ts";

/** How the strategy calls itself. */
export const sessionTokenKind = "session-token";

async function loginByToken(session: AuthSession, token: string): Promise<AuthOutcome> {
  if (looksLikeApiKey(token))
    throw new KumaAuthError("KUMA_AUTH_API_KEY", "That is an API key, not a session token.", { secrets: [token] });
  const answer = await session.call("loginByToken", token);
  const isIn: unknown = typeof answer === "object" && answer !== null && Reflect.get(answer, "ok");
  if (isIn !== true) {
    throw new KumaAuthError(
      "KUMA_AUTH_SESSION_INVALID",
      `The Uptime Kuma at ${session.url} does not accept the session token any more.`,
      { secrets: [token] },
    );
  }
  return { token, username: usernameInToken(token) };
}

/**
 * Logs in with the token of an earlier session (`client.session.token`). The server does not count this as a log-in,
 * and asks for no two-factor code. A token is as good as the password and never expires: keep it like one.
 *
 * @param token - The session token.
 * @throws {@link KumaValidationError} when it is no text.
 */
export function sessionTokenAuth(token: string): AuthStrategy {
  checkText(token, "token");
  // A valid token is accepted also where authentication is switched off.
  return {
    kind: sessionTokenKind,
    needsAuthState: false,
    authenticate: (session) => loginByToken(session, token.trim()),
  };
}
