import { needsFirstUser, passwordAuth, setUpFirstUser, type KumaClient } from "@kumakit/client";

import { CliError } from "../cli-error.ts";
import { connectionSettings, connectWith, type ConnectionOptions } from "../connection/open-client.ts";
import { EXIT } from "../exit-codes.ts";
import type { SessionStore } from "./session-store.ts";

/** Where the answers come from; each is asked for only when it is needed. */
export interface LoginQuestions {
  readonly username: () => Promise<string>;
  readonly password: () => Promise<string>;
  /** A two-factor code, for an account that has no secret given. */
  readonly code: () => Promise<string>;
}

/** A login that is wanted. */
export interface LoginWish {
  /** Normalised. */
  readonly url: string;
  /** Create the first user on the way. */
  readonly createsAdmin: boolean;
  /** What two-factor codes are made from. */
  readonly totpSecret: string | undefined;
  readonly questions: LoginQuestions;
}

/** How the login is made, and where it is remembered. */
export interface LoginOptions extends ConnectionOptions {
  readonly sessions: SessionStore;
}

/**
 * Logs in with user name and password, once, and remembers the session token.
 *
 * @throws KumaError; CliError (exit 4) when the server has no user yet, (exit 6) when `createsAdmin` meets one that has
 */
export async function logIn(wish: LoginWish, options: LoginOptions): Promise<KumaClient> {
  const { url, questions, createsAdmin } = wish;
  const reach = connectionSettings(options);
  // Asked before the password is, so that nobody types one in vain; it is not a login, and the server does not count it.
  const isNew = await needsFirstUser(url, reach);
  if (isNew !== createsAdmin) throw isNew ? hasNoUser(url) : hasUser(url);
  if (!isNew) {
    const visitor = await connectWith(url, undefined, options);
    // A visitor sees the version only where nobody has to log in.
    if (visitor.server.version !== "unknown") {
      await options.sessions.save({
        server: visitor.server.url,
        username: null,
        token: null,
        headers: options.headers,
      });
      return visitor;
    }
    await visitor.close();
  }
  const username = await questions.username();
  const password = await questions.password();
  if (createsAdmin) await setUpFirstUser({ ...reach, url, username, password });
  return passIn({ ...wish, username, password }, options);
}

async function passIn(
  wish: LoginWish & { readonly username: string; readonly password: string },
  options: LoginOptions,
): Promise<KumaClient> {
  const { username, password } = wish;
  const totp = await codes(wish);
  const client = await connectWith(wish.url, passwordAuth({ username, password, totp }), options);
  const { token = null } = client.session;
  const { server, session } = client;
  const { headers } = options;
  await options.sessions.save({ server: server.url, username: session.username ?? username, token, headers });
  return client;
}

async function codes({ totpSecret, questions }: LoginWish): Promise<() => string | Promise<string>> {
  if (totpSecret === undefined) return questions.code;
  const { totpCodes } = await import("../secrets/totp-codes.ts");
  return totpCodes(totpSecret);
}

function hasNoUser(url: string): CliError {
  return new CliError({
    code: "KUMA_SETUP_FIRST_USER",
    message: `The server ${url} has no user yet`,
    hint: `create the first one with "kuma login ${url} --create-admin"`,
    exit: EXIT.auth,
  });
}

function hasUser(url: string): CliError {
  return new CliError({
    code: "KUMA_SETUP_DONE",
    message: `The server ${url} has a user already; --create-admin is for new servers`,
    hint: `kuma login ${url}`,
    exit: EXIT.refused,
  });
}
