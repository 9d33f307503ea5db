import { checkText } from "../arguments/check-text.ts";
import { KumaAuthError } from "../errors/kuma-errors.ts";
import { looksLikeApiKey } from "./looks-like-api-key.ts";
import type { AuthOutcome, AuthSession, AuthStrategy, CookieLogin } from "./auth-strategy.ts";
import { isSessionCookie, secretsOfCookie } from "./session-cookie.ts";
import { usernameInToken } from "./username-in-token.ts";

/** How the strategy calls itself. */
export const sessionTokenKind = "session-token";

async function loginByToken(session: AuthSession, token: string): Promise<AuthOutcome> {
  if (looksLikeApiKey(token))
    throw new KumaAuthError("KUMA_AUTH_API_KEY", "That is an API key, not a session token.", { secrets: [token] });
  if (session.cookies !== undefined) return openWithCookie(session.cookies, { token, url: session.url });
  // A server up to 2.x never made it.
  if (isSessionCookie(token)) throw notAccepted(session.url, secretsOfCookie(token));
  const answer = await session.call("loginByToken", token);
  const isIn: unknown = typeof answer === "object" && answer !== null && Reflect.get(answer, "ok");
  if (isIn !== true) throw notAccepted(session.url, [token]);
  return { token, username: usernameInToken(token) };
}

async function openWithCookie(
  cookies: CookieLogin,
  { token, url }: { readonly token: string; readonly url: string },
): Promise<AuthOutcome> {
  if (!isSessionCookie(token)) {
    throw new KumaAuthError(
      "KUMA_AUTH_SESSION_INVALID",
      `The session token is of an Uptime Kuma up to 2.x, and ${url} is one of 3.0 or later.`,
      { secrets: [token], hint: "Log in again." },
    );
  }
  const username = await cookies.open(token);
  if (username !== undefined) return { token, username };
  throw notAccepted(
    url,
    secretsOfCookie(token),
    "Log in again; a session of Uptime Kuma 3 ends after seven days without a connection, and with a change of the password.",
  );
}

function notAccepted(url: string, secrets: readonly string[], hint?: string): KumaAuthError {
  return new KumaAuthError(
    "KUMA_AUTH_SESSION_INVALID",
    `The Uptime Kuma at ${url} does not accept the session token any more.`,
    { secrets, hint },
  );
}

/**
 * Logs in with the token of an earlier session (`client.session.token`). The server does not count this as a log-in,
 * and asks for no two-factor code. A token is as good as the password: keep it like one. It never expires, but one of Uptime
 * Kuma 3 does after seven days without a connection.
 *
 * @param token - The session token.
 * @throws {@link KumaValidationError} when it is not a text.
 */
export function sessionTokenAuth(token: string): AuthStrategy {
  checkText(token, "token");
  const trimmed = token.trim();
  // A valid token is accepted also where authentication is switched off.
  const strategy: AuthStrategy = {
    kind: sessionTokenKind,
    needsAuthState: false,
    authenticate: (session) => loginByToken(session, trimmed),
  };
  if (isSessionCookie(trimmed)) knownCookies.set(strategy, trimmed);
  return strategy;
}

const knownCookies = new WeakMap<AuthStrategy, string>();

/** The cookie that a strategy logs in with, where it is known before the server is asked: the first handshake carries it. */
export function cookieOf(strategy: AuthStrategy | undefined): string | undefined {
  return strategy === undefined ? undefined : knownCookies.get(strategy);
}
