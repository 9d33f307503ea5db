/** Why a push was not recorded. */
export type PushFailureKind =
  /** The server knows no active monitor with this token: deleted, paused, or a wrong token. */
  | "monitor-not-found"
  /** The server answered that it could not record the beat; that passes. */
  | "refused-by-server"
  /** Something answered that is not the push endpoint: a web page, a wrong base path, a login page of a proxy. */
  | "not-the-push-endpoint"
  | "redirected"
  | "too-large"
  | "rate-limited"
  | "server-error"
  | "dns"
  | "connection-refused"
  | "connection-lost"
  | "unreachable"
  /** The proxy is away, wants a login, or cannot or will not reach the server. */
  | "proxy"
  | "tls"
  /** The connection stands, but no answer came. */
  | "timeout"
  /** A file that is needed for it, as that with the token, cannot be used. */
  | "unusable-file"
  | "stopped";

/** The outcome of a push. `message` holds no secret. */
export type PushOutcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly kind: PushFailureKind;
      readonly message: string;
      /** The server asked to wait so long, in ms. */
      readonly retryAfterMs?: number;
    };

/** A push that was not recorded. */
export type PushFailure = Extract<PushOutcome, { ok: false }>;
