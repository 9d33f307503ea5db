import type { TlsOptions } from "../connect-options.ts";

/** How a plain HTTP request is made. */
export interface HttpOptions {
  /** Headers for a proxy in front of the server. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Whom to trust. */
  readonly tls?: TlsOptions | undefined;
  /**
   * The HTTP proxy to go through, with its credentials if it wants any; `false` for none.
   *
   * @defaultValue what `HTTPS_PROXY` (for an `https:` URL), `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` say
   */
  readonly proxy?: string | URL | false | undefined;
  /** Milliseconds until the whole answer must be there. @defaultValue `30_000`; `120_000` for a push */
  readonly timeout?: number | undefined;
  /** Stops waiting for the answer. */
  readonly signal?: AbortSignal | undefined;
}
