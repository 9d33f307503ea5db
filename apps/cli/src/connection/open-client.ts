import {
  connect,
  passwordAuth,
  sessionTokenAuth,
  type AuthStrategy,
  type ConnectionOptions as ClientOptions,
  type KumaClient,
  type Logger,
} from "@kumakit/client";
import { printable } from "@kumakit/text";

import { readVariable } from "../environment.ts";
import type { Credentials } from "../profiles/choose-credentials.ts";
import { styled } from "../output/theme.ts";
import { write } from "../output/write.ts";

/** How long to wait, and what stops the waiting. */
export interface ConnectionOptions {
  /** For each answer, in ms; undefined leaves the library's defaults. */
  readonly timeout: number | undefined;
  /** Shows what is said to the server on stderr. */
  readonly debug: boolean;
  readonly signal: AbortSignal;
  /** For something in front of the server; secret. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** The purpose of a connection. */
export interface ClientWish {
  /** Nobody has to be logged in. Default: false. */
  readonly asVisitor?: boolean;
  /** Keep what the server sends of every monitor by itself. Default: false. */
  readonly keepStates?: boolean;
}

/** Connects and logs in with what was chosen. @throws KumaError */
export async function openClient(
  credentials: Credentials,
  options: ConnectionOptions,
  { asVisitor = false, keepStates = false }: ClientWish = {},
): Promise<KumaClient> {
  const auth = await strategyFor(credentials);
  const settings = connectionSettings({ ...options, headers: credentials.headers });
  return connect({ ...settings, url: credentials.server, auth, asVisitor, keepStates });
}

/** Connects to a server in a given way. Without one it connects as a visitor. @throws KumaError */
export function connectWith(
  url: string,
  auth: AuthStrategy | undefined,
  options: ConnectionOptions,
): Promise<KumaClient> {
  return connect({ ...connectionSettings(options), url, auth, asVisitor: true });
}

/** The options in the terms of the client library. */
export function connectionSettings({ timeout, debug, signal, headers }: ConnectionOptions): Omit<ClientOptions, "url"> {
  return {
    signal,
    headers,
    ...(timeout === undefined
      ? {}
      : { timeouts: { connect: timeout, login: timeout, call: timeout, reconnect: timeout } }),
    ...(debug ? { logger: debugLogger() } : {}),
  };
}

async function strategyFor(credentials: Credentials): Promise<AuthStrategy | undefined> {
  if (credentials.kind === "session")
    return credentials.token === null ? undefined : sessionTokenAuth(credentials.token);
  const { username, password } = credentials;
  const secret = readVariable("KUMA_TOTP_SECRET");
  if (secret === undefined) return passwordAuth({ username, password });
  const { totpCodes } = await import("../secrets/totp-codes.ts");
  return passwordAuth({ username, password, totp: totpCodes(secret) });
}

/** Writes what the client library logs to stderr, one line each; the library has taken the secrets out. */
function debugLogger(): Logger {
  const log = (message: string, details?: unknown): void => {
    const more = details === undefined ? "" : ` ${JSON.stringify(details)}`;
    write(`${styled("faint", printable(`kuma: ${message}${more}`), process.stderr)}\n`, process.stderr);
  };
  return { debug: log, info: log, warn: log, error: log };
}
