import { KumaAuthError, type KumaAuthErrorCode, KumaTimeoutError } from "../errors/kuma-errors.ts";
import type { Transport } from "../transport/transport.ts";
import type { AuthOutcome, AuthSession, AuthStrategy } from "./auth-strategy.ts";
import { cookieLogin } from "./cookie-login.ts";
import { noteRefusal, takeLogin } from "./login-limit.ts";
import { findSessionKind } from "./session-kind.ts";
import type { SessionKind } from "./session-kind.ts";
import { sessionTokenAuth, sessionTokenKind } from "./session-token-auth.ts";

function isAuthError(error: unknown, code: KumaAuthErrorCode): boolean {
  return error instanceof KumaAuthError && error.code === code;
}

/**
 * Waits until a log-in by token is done. Servers from 2.0 on answer it only after they have sent every heartbeat that they have, but
 * say their version to a connection as soon as it is logged in.
 */
async function isInOrAnswered(transport: Transport, answer: Promise<unknown>): Promise<unknown> {
  let stop = (): void => {};
  const isIn = new Promise<unknown>((resolve) => {
    stop = transport.on("info", (info) => {
      const isKnown = typeof Reflect.get(Object(info), "version") === "string";
      if (isKnown && transport.greeting.asksForLogin) resolve({ ok: true });
    });
  });
  try {
    return await Promise.race([answer, isIn]);
  } finally {
    stop();
  }
}

/** How a log-in goes. */
interface Way {
  readonly kind: SessionKind;
  readonly signal: AbortSignal | undefined;
}

/** Who is let in by the cookie of the handshake has no need of the question. */
async function kindOf(
  transport: Transport,
  signal: AbortSignal | undefined,
  asked: KnownLogin["kind"],
): Promise<SessionKind> {
  if (transport.greeting.username !== undefined) return "cookie";
  const kind = await (asked ?? findSessionKind({ ...transport.settings, signal }));
  // Without an answer: a session that is a cookie was made by a 3.0, which may be too busy to answer.
  return kind ?? (transport.handshake.cookie === undefined ? "token" : "cookie");
}

async function authenticate(transport: Transport, strategy: AuthStrategy, { kind, signal }: Way): Promise<AuthOutcome> {
  const { settings } = transport;
  const { url, timeouts, logger } = settings;
  const session: AuthSession = {
    url: url.href,
    signal,
    cookies: kind === "cookie" ? cookieLogin(transport, signal) : undefined,
    call: async (event, ...args) => {
      if (event === "login") await takeLogin(settings, signal);
      const answer = transport.callEarly(event, args, { timeout: timeouts.login, signal, isLogin: true });
      transport.login.track(answer);
      return event === "loginByToken" ? isInOrAnswered(transport, answer) : answer;
    },
  };
  logger.debug(`logging in by ${strategy.kind}`);
  try {
    return await strategy.authenticate(session);
  } catch (error) {
    if (kind === "token" && isAuthError(error, "KUMA_AUTH_RATE_LIMITED")) noteRefusal(url.href);
    if (!(error instanceof KumaTimeoutError)) throw error;
    throw new KumaTimeoutError("KUMA_TIMEOUT_CALL", `The log-in was not answered within ${timeouts.login / 1000} s.`, {
      timeout: timeouts.login,
      cause: error,
      hint:
        kind === "cookie"
          ? "Check that the proxy in front passes /api/auth/ on."
          : "A server of the 2.x line answers only after it has sent every list: allow more time for a big one. One of 3.0 is reached only through a proxy that passes /api/auth/ on.",
    });
  }
}

/** A connection's log-in, apart from its strategy. */
interface KnownLogin {
  /** The session token to begin with. */
  readonly token?: string | undefined;
  /** Called after each log-in, the first one included. */
  readonly onLogin?: ((outcome: AuthOutcome) => void) | undefined;
  /** How the server keeps its sessions, when that is being asked already. It counts for the first log-in only. */
  readonly kind?: Promise<SessionKind | undefined> | undefined;
}

/**
 * Arranges that every later connection of a transport is logged in: with the session token of the newest log-in, and from
 * the beginning when there is none or the server does not accept it any more.
 *
 * @returns Logs in at once.
 */
export function stayLoggedIn(
  transport: Transport,
  strategy: AuthStrategy,
  known: KnownLogin = {},
): (signal?: AbortSignal) => Promise<AuthOutcome> {
  let { token, kind: asked } = known;
  const byToken = async (way: Way): Promise<AuthOutcome | undefined> => {
    // A change of the account brings another cookie.
    const present = way.kind === "cookie" ? (transport.handshake.cookie ?? token) : token;
    if (present === undefined) return undefined;
    try {
      return await authenticate(transport, sessionTokenAuth(present), way);
    } catch (error) {
      if (!isAuthError(error, "KUMA_AUTH_SESSION_INVALID") || strategy.kind === sessionTokenKind) throw error;
      return undefined;
    }
  };
  const logInAgain = async (signal?: AbortSignal): Promise<AuthOutcome> => {
    if (transport.greeting.isAuthDisabled) return {};
    const way: Way = { kind: await kindOf(transport, signal, asked), signal };
    asked = undefined;
    const outcome = (await byToken(way)) ?? (await authenticate(transport, strategy, way));
    token = outcome.token;
    known.onLogin?.(outcome);
    return outcome;
  };
  transport.onReconnect = async () => {
    await logInAgain();
  };
  return logInAgain;
}

/**
 * Logs a fresh connection in, and arranges that every later connection of the same transport is logged in. A server whose
 * authentication is switched off needs no log-in.
 *
 * @param transport - The connection.
 * @param strategy - How to log in; none for an anonymous client.
 * @param known - What is known of it.
 */
export async function logIn(
  transport: Transport,
  strategy: AuthStrategy | undefined,
  known: KnownLogin = {},
): Promise<void> {
  if (strategy !== undefined) await stayLoggedIn(transport, strategy, known)(transport.settings.signal);
}
