import { needsFirstUser, passwordAuth, setUpFirstUser, type KumaClient } from "@kumakit/client";

import { CliError } from "../cli-error.ts";
import { connectWith, type ConnectionOptions } from "../connection/open-client.ts";
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

/**
 * Logs in with user name and password, once, and remembers the session token.
 *
 * @throws KumaError; CliError (exit 4) when the server has no user yet, (exit 6) when `createsAdmin` meets one that has
 */
export async function logIn(
  wish: LoginWish,
  options: ConnectionOptions & { readonly sessions: SessionStore },
): Promise<KumaClient> {
  const { url, questions, createsAdmin } = wish;
  // Asked before the password is, so that nobody types one in vain; it is no login, and the server does not count it.
  const isNew = await needsFirstUser(url);
  if (isNew !== createsAdmin) throw isNew ? hasNoUser(url) : hasUser(url);
  const username = await questions.username();
  const password = await questions.password();
  if (createsAdmin) await setUpFirstUser({ url, username, password });
  const totp = await codes(wish);
  const client = await connectWith(url, passwordAuth({ username, password, totp }), options);
  const { token } = client.session;
  const server = client.server.url;
  if (token !== undefined)
    await options.sessions.save({ server, username: client.session.username ?? username, token });
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
    hint: `kuma login ${url} --create-admin, which creates the first one`,
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
