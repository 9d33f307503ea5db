import type { AuthAnswer, AuthQuestion } from "./auth-question.ts";

/** The log-in of a server that keeps its sessions in cookies: Uptime Kuma 3 and later. */
export interface CookieLogin {
  /**
   * Asks something of `/api/auth/`. Where the server takes no more for a moment, it waits.
   *
   * @throws {@link KumaAuthError}, {@link KumaRejectedError} when the server says no.
   */
  readonly ask: (question: AuthQuestion) => Promise<AuthAnswer>;
  /**
   * Makes the connection again with the cookie of a session, `NAME=VALUE`.
   *
   * @returns The user's name; `undefined` when the server does not accept the cookie.
   */
  readonly open: (cookie: string) => Promise<string | undefined>;
}

/** The means of a strategy to log a connection in. */
export interface AuthSession {
  /** The server's address, for messages. */
  readonly url: string;
  /** Sends an event and gives the raw answer. Waits as long as a log-in may take. */
  readonly call: (event: string, ...args: readonly unknown[]) => Promise<unknown>;
  /** For a server of 3.0 and later, which has no log-in over {@link AuthSession.call}; `undefined` for one of before. */
  readonly cookies?: CookieLogin | undefined;
  /** Fires when the caller of `connect` has lost interest. */
  readonly signal: AbortSignal | undefined;
}

/** Who is logged in now. */
export interface AuthOutcome {
  /** The user's name, when it is known. */
  readonly username?: string | undefined;
  /** The session token, which logs later connections in without a password: from 3.0 on a cookie, `NAME=VALUE`. */
  readonly token?: string | undefined;
}

/**
 * A way to log in: {@link passwordAuth}, {@link sessionTokenAuth} or {@link storedSessionAuth}. It is asked once for each new
 * connection, and knows nothing of sockets but {@link AuthSession.call} and {@link AuthSession.cookies}; the client knows nothing of passwords and tokens
 * but {@link AuthOutcome}. Where a later server wants something else, another strategy takes its place.
 */
export interface AuthStrategy {
  /** Its name, for logs. */
  readonly kind: string;
  /**
   * Whether to find out first if authentication is switched off, because this log-in would then fail or be wasted. Costs
   * 0.4 s on servers before 2.0, which say so late.
   *
   * @defaultValue true
   */
  readonly needsAuthState?: boolean | undefined;
  /**
   * Logs the connection in.
   *
   * @throws {@link KumaAuthError} when the server refuses.
   */
  authenticate(session: AuthSession): Promise<AuthOutcome>;
}
