import * as z from "zod";
import { checkFilledText, checkText } from "../arguments/check-text.ts";
import { checkObject } from "../arguments/check-object.ts";
import type { AuthOutcome, AuthStrategy } from "../auth/auth-strategy.ts";
import { passwordAuth } from "../auth/password-auth.ts";
import { sessionTokenAuth } from "../auth/session-token-auth.ts";
import { stayLoggedIn } from "../auth/log-in.ts";
import type { TotpCallback } from "../auth/totp-codes.ts";
import { KumaAuthError, type KumaAuthErrorCode } from "../errors/kuma-errors.ts";
import { fieldOf, readAck } from "../protocol/ack.ts";
import type { Ack } from "../protocol/ack.ts";
import { hide } from "../protocol/hide.ts";
import { serverSaid } from "../protocol/server-words.ts";
import type { ServerWord } from "../protocol/server-words.ts";
import { sessionOf } from "../session.ts";
import type { CallOptions } from "./call-options.ts";
import type { ClientContext } from "./client-context.ts";

/** The old password and the new one. */
export interface PasswordChange {
  /** The password until now. */
  readonly currentPassword: string;
  /**
   * The new one: at least 6 characters, and of two kinds among small letters, capitals, digits and symbols; from 3.0 on
   * at least 8 characters, and none that is known to be stolen.
   */
  readonly newPassword: string;
  /**
   * Gives a two-factor code where the account wants one. Asked for only by servers before 2.0: they give no new session
   * token, so that a log-in with the new password has to fetch it.
   */
  readonly totp?: TotpCallback | undefined;
}

/** A secret that is not in force yet. Its properties are not enumerable: no JSON, spread or log shows them by accident. */
export interface TwoFactorSecret {
  /** What an authenticator app takes as a QR code: `otpauth://totp/…`. */
  readonly uri: string;
  /** The same secret in base32, for typing it in. */
  readonly secret: string;
  /** Codes that work once each where the authenticator app is lost; 3.0 and later. */
  readonly backupCodes?: readonly string[] | undefined;
}

/** The two-factor authentication of the account. From 3.0 on a change brings another session token. */
export interface TwoFactor {
  /** Whether a log-in by password wants a code. */
  isEnabled(options?: CallOptions): Promise<boolean>;
  /**
   * Makes a new secret. It does nothing until {@link TwoFactor.enable}.
   *
   * @throws {@link KumaAuthError} when the password is wrong, or there were too many attempts (30 a minute).
   * @throws {@link KumaRejectedError} when it is enabled already.
   */
  prepare(currentPassword: string, options?: CallOptions): Promise<TwoFactorSecret>;
  /**
   * Puts the secret in force, once a code shows that the authenticator app has it.
   *
   * @throws {@link KumaAuthError} when the password or the code is wrong; nothing has changed.
   */
  enable(currentPassword: string, code: string, options?: CallOptions): Promise<void>;
  /**
   * Switches it off.
   *
   * @throws {@link KumaAuthError} when the password is wrong.
   */
  disable(currentPassword: string, options?: CallOptions): Promise<void>;
}

/** The one account of a server. */
export interface Account {
  /** Its two-factor authentication. */
  readonly twoFactor: TwoFactor;
  /**
   * Changes the password. Every other client is thrown out, and no session token of before works any more; this client stays
   * logged in, and `client.session.token` is a new one. A server from 3.0 on keeps the connections of others, but none of
   * their tokens.
   *
   * @throws {@link KumaAuthError} when the current password is wrong.
   * @throws {@link KumaRejectedError} when the new one is too weak.
   */
  changePassword(change: PasswordChange, options?: CallOptions): Promise<void>;
}

const refusals: readonly (readonly [ServerWord, KumaAuthErrorCode, string])[] = [
  ["tooFrequent", "KUMA_AUTH_RATE_LIMITED", "The server takes no further attempts for the moment."],
  ["wrongCurrentPassword", "KUMA_AUTH_INVALID_CREDENTIALS", "The server does not accept that password."],
  ["wrongTotpCode", "KUMA_AUTH_TOTP_INVALID", "The server refused the two-factor code."],
];

interface Sensitive {
  readonly args: readonly unknown[];
  readonly what: string;
  readonly secrets: readonly string[];
  readonly options: CallOptions | undefined;
}

async function callWithSecrets(context: ClientContext, event: string, asked: Sensitive): Promise<Ack> {
  const { what, secrets } = asked;
  try {
    return readAck(await context.transport.call(event, asked.args, asked.options), { what, secrets });
  } catch (error) {
    const refusal = refusals.find(([word]) => serverSaid(error, word));
    if (refusal === undefined) throw error;
    throw new KumaAuthError(refusal[1], refusal[2], { secrets });
  }
}

class TwoFactorOverSocket implements TwoFactor {
  readonly #context: ClientContext;

  constructor(context: ClientContext) {
    this.#context = context;
  }

  async isEnabled(options?: CallOptions): Promise<boolean> {
    const answer = await this.#context.transport.call("twoFAStatus", [], options);
    return fieldOf(readAck(answer, { what: "The state of two-factor authentication" }), "status", z.boolean());
  }

  async prepare(currentPassword: string, options?: CallOptions): Promise<TwoFactorSecret> {
    const ack = await this.#call("prepare2FA", [currentPassword], options);
    const uri = fieldOf(ack, "uri", z.string().startsWith("otpauth://"));
    const secret = new URL(uri).searchParams.get("secret") ?? "";
    return hide({ uri, secret }, "uri", "secret");
  }

  async enable(currentPassword: string, code: string, options?: CallOptions): Promise<void> {
    checkFilledText(code, "code", 100);
    const digits = code.replaceAll(/\s/g, "");
    // Saved without this, a mistyped secret would lock the account.
    await this.#call("verifyToken", [digits, currentPassword], options);
    await this.#call("save2FA", [currentPassword], options);
  }

  async disable(currentPassword: string, options?: CallOptions): Promise<void> {
    await this.#call("disable2FA", [currentPassword], options);
  }

  async #call(event: string, args: readonly string[], options?: CallOptions): Promise<Ack> {
    for (const text of args) checkText(text, "currentPassword");
    const what = "The change of two-factor authentication";
    return callWithSecrets(this.#context, event, { args, what, secrets: args, options });
  }
}

/** {@link Account} over a connection. */
export class AccountOverSocket implements Account {
  readonly twoFactor: TwoFactor;
  readonly #context: ClientContext;

  /** Takes the connection. */
  constructor(context: ClientContext) {
    this.#context = context;
    this.twoFactor = new TwoFactorOverSocket(context);
  }

  async changePassword(change: PasswordChange, options?: CallOptions): Promise<void> {
    checkObject(change);
    const { currentPassword, newPassword } = change;
    checkText(currentPassword, "currentPassword");
    checkFilledText(newPassword, "newPassword");
    return this.#context.writes.one(["account", undefined], () => this.#change(change, options), options);
  }

  async #change(change: PasswordChange, options?: CallOptions): Promise<void> {
    const { currentPassword, newPassword } = change;
    const ack = await callWithSecrets(this.#context, "changePassword", {
      args: [{ currentPassword, newPassword }],
      what: "The change of the password",
      secrets: [currentPassword, newPassword],
      options,
    });
    const token = z.string().safeParse(ack["token"]).data;
    await (token === undefined ? this.#logInWith(change, options) : this.#adopt(token, change));
  }

  #adopt(token: string, change: PasswordChange): void {
    const { session, transport } = this.#context;
    const { username } = session.current;
    this.#keep({ username, token });
    stayLoggedIn(transport, this.#strategyWith(change) ?? sessionTokenAuth(token), { token, onLogin: this.#keep });
  }

  /** Servers before 2.0 give no new token. */
  async #logInWith(change: PasswordChange, options?: CallOptions): Promise<void> {
    const strategy = this.#strategyWith(change);
    if (strategy === undefined) return;
    try {
      await stayLoggedIn(this.#context.transport, strategy, { onLogin: this.#keep })(options?.signal);
    } catch (error) {
      if (!(error instanceof KumaAuthError)) throw error;
      const message = `The password was changed, but no new session was got with it: ${error.message}`;
      throw new KumaAuthError(error.code, message, { secrets: [change.newPassword], hint: error.hint });
    }
  }

  #strategyWith({ newPassword: password, totp }: PasswordChange): AuthStrategy | undefined {
    const { username } = this.#context.session.current;
    return username === undefined ? undefined : passwordAuth({ username, password, totp });
  }

  readonly #keep = (outcome: AuthOutcome): void => {
    this.#context.session.current = sessionOf(outcome);
  };
}
