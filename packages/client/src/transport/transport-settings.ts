import type { Logger } from "../logger.ts";
import type { ServerUrl } from "../urls/server-url.ts";

/** How long to wait, in milliseconds. */
export interface Timeouts {
  /** From the first packet until the server is ready to be talked to. */
  readonly connect: number;
  /** For the answer to a log-in. */
  readonly login: number;
  /** For the answer to any other call. */
  readonly call: number;
  /** For a lost connection to come back, before the log-in on it. */
  readonly reconnect: number;
}

/** An HTTP proxy between this machine and the server. */
export interface ProxySettings {
  /** With its credentials, if there are any. */
  readonly url: URL;
  /** Host and port, for messages. */
  readonly host: string;
}

/** The way to a server. */
export interface Route {
  readonly url: ServerUrl;
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: { readonly ca?: string | undefined; readonly rejectUnauthorized?: boolean | undefined };
  /** The HTTP proxy to go through. */
  readonly proxy: ProxySettings | undefined;
}

/** Everything that the transport needs to know. */
export interface TransportSettings extends Route {
  readonly timeouts: Timeouts;
  /** Whether it matters before the log-in if authentication is switched off. */
  readonly needsAuthState: boolean;
  /** The cookie of a session to come with at once, `NAME=VALUE`; 3.0 and later. */
  readonly cookie?: string | undefined;
  readonly logger: Logger;
  readonly signal: AbortSignal | undefined;
}
