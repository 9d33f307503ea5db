import { checkFunctions } from "./arguments/check-functions.ts";
import { checkCallOptions, checkTimeout } from "./arguments/check-call-options.ts";
import { checkObject } from "./arguments/check-object.ts";
import type { AuthStrategy } from "./auth/auth-strategy.ts";
import { checkRoute } from "./arguments/check-route.ts";
import { silentLogger } from "./logger.ts";
import type { Logger } from "./logger.ts";
import { proxyFor } from "./transport/proxy.ts";
import type { Timeouts, TransportSettings } from "./transport/transport-settings.ts";
import { parseServerUrl } from "./urls/server-url.ts";

/** How long to wait, in milliseconds. */
export interface TimeoutOptions {
  /** Until the server is ready to be talked to. @defaultValue `15_000` */
  readonly connect?: number | undefined;
  /**
   * For the answer to a log-in. The time starts again, up to ten times as long in all, whenever the server sends anything: a big one sends
   * long lists first. @defaultValue `60_000`
   */
  readonly login?: number | undefined;
  /** For the answer to any other call; longer, in the same way, while the lists of a log-in still come. @defaultValue `30_000` */
  readonly call?: number | undefined;
  /**
   * For a lost connection to come back: calls wait for it so long, and fail at once when it takes longer, until it is
   * back. @defaultValue `10_000`
   */
  readonly reconnect?: number | undefined;
}

/** Whom to trust. */
export interface TlsOptions {
  /** The certificate authority that signed the server's certificate, in PEM. */
  readonly ca?: string | undefined;
  /** `false` trusts anybody: for a test set-up only. @defaultValue `true` */
  readonly rejectUnauthorized?: boolean | undefined;
}

/** How to reach a server. */
export interface ConnectionOptions {
  /** The address that opens it in a browser, such as `http://kuma.example:3001`, with the path of a reverse proxy if there is one. */
  readonly url: string | URL;
  /** How long to wait, in milliseconds. */
  readonly timeouts?: TimeoutOptions | undefined;
  /** Headers for a proxy in front of the server. Do not set `Origin`: the server compares it with its own host. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Whom to trust. */
  readonly tls?: TlsOptions | undefined;
  /**
   * The HTTP proxy to go through, with its credentials if it wants any; `false` for none.
   *
   * @defaultValue what `HTTPS_PROXY` (for an `https:` URL), `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` say
   */
  readonly proxy?: string | URL | false | undefined;
  /** Where the client says what it does. @defaultValue it says nothing */
  readonly logger?: Logger | undefined;
  /** Stops connecting and logging in; calls have another signal. */
  readonly signal?: AbortSignal | undefined;
}

/** How to reach a server and log in. */
export interface ConnectOptions extends ConnectionOptions {
  /** How to log in. @defaultValue not at all: for a server whose authentication is switched off */
  readonly auth?: AuthStrategy | undefined;
  /**
   * Stay connected without a log-in where the server wants one. It then shows little more than that it is there; its
   * version is `unknown`. Ignored with `auth`.
   * @defaultValue false
   */
  readonly asVisitor?: boolean | undefined;
  /**
   * Keep what the server sends of every monitor by itself, some 100 heartbeats each, for {@link Monitors.states}. Reads that
   * else take a second log-in on servers before 2.0 use it, too.
   * @defaultValue false
   */
  readonly keepStates?: boolean | undefined;
}

const defaults: Timeouts = { connect: 15_000, login: 60_000, call: 30_000, reconnect: 10_000 };

function timeoutsOf(given: TimeoutOptions = {}): Timeouts {
  checkObject(given, "timeouts");
  const timeouts = {
    connect: given.connect ?? defaults.connect,
    login: given.login ?? defaults.login,
    call: given.call ?? defaults.call,
    reconnect: given.reconnect ?? defaults.reconnect,
  };
  for (const [name, value] of Object.entries(timeouts)) checkTimeout(value, `timeouts.${name}`);
  return timeouts;
}

function checkWays(options: ConnectionOptions): void {
  checkObject(options, "options");
  checkRoute(options);
  const { logger, signal } = options;
  checkCallOptions({ signal });
  if (logger !== undefined) checkFunctions(logger, "logger", "debug", "info", "warn", "error");
}

/**
 * Checks the options and fills the defaults in.
 *
 * @throws {@link KumaValidationError}
 */
export function settingsOf(options: ConnectionOptions): TransportSettings {
  checkWays(options);
  const url = parseServerUrl(options.url);
  return {
    url,
    timeouts: timeoutsOf(options.timeouts),
    headers: options.headers ?? {},
    tls: options.tls ?? {},
    proxy: proxyFor(options.proxy, url),
    needsAuthState: true,
    logger: options.logger ?? silentLogger,
    signal: options.signal,
  };
}
