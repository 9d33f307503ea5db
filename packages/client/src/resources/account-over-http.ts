import * as z from "zod";
import { checkFilledText, checkText } from "../arguments/check-text.ts";
import { checkObject } from "../arguments/check-object.ts";
import { askAuth } from "../auth/ask-auth.ts";
import type { AuthAnswer, AuthQuestion } from "../auth/auth-question.ts";
import { stayLoggedIn } from "../auth/log-in.ts";
import { passwordAuth } from "../auth/password-auth.ts";
import { isSessionCookie } from "../auth/session-cookie.ts";
import { KumaAuthError, KumaProtocolError, KumaRejectedError } from "../errors/kuma-errors.ts";
import { hide } from "../protocol/hide.ts";
import { sessionOf } from "../session.ts";
import type { Account, PasswordChange, TwoFactor, TwoFactorSecret } from "./account.ts";
import type { CallOptions } from "./call-options.ts";
import type { ClientContext } from "./client-context.ts";

const sessionSchema = z.looseObject({ user: z.looseObject({ twoFactorEnabled: z.boolean().nullish() }) });
const preparedSchema = z.looseObject({
  totpURI: z.string().startsWith("otpauth://"),
  backupCodes: z.array(z.string()).default([]),
});

/** {@link Account} of a server from 3.0 on: by HTTP, with the cookie of the session. A change brings another cookie. */
export class AccountOverHttp implements Account {
  readonly twoFactor: TwoFactor;
  readonly #context: ClientContext;

  /** Takes the connection. */
  constructor(context: ClientContext) {
    this.#context = context;
    this.twoFactor = {
      isEnabled: (options) => this.#isEnabled(options),
      prepare: (currentPassword, options) => this.#prepare(currentPassword, options),
      enable: (currentPassword, code, options) => this.#enable({ currentPassword, code }, options),
      disable: (currentPassword, options) => this.#disable(currentPassword, options),
    };
  }

  async changePassword(change: PasswordChange, options?: CallOptions): Promise<void> {
    checkObject(change);
    const { currentPassword, newPassword, totp } = change;
    checkText(currentPassword, "currentPassword");
    checkFilledText(newPassword, "newPassword");
    const { session, transport, writes } = this.#context;
    const send = { currentPassword, newPassword, revokeOtherSessions: true };
    const secrets = [currentPassword, newPassword];
    const question = { path: "change-password", send, what: "The change of the password", secrets };
    await writes.one(["account", undefined], () => this.#change(question, options), options);
    const { username, token } = session.current;
    if (username === undefined) return;
    const strategy = passwordAuth({ username, password: newPassword, totp });
    const onLogin = (outcome: Parameters<typeof sessionOf>[0]): void => {
      session.current = sessionOf(outcome);
    };
    stayLoggedIn(transport, strategy, { token, onLogin });
  }

  async #isEnabled(options?: CallOptions): Promise<boolean> {
    const what = "The state of two-factor authentication";
    const answer = await this.#ask({ path: "get-session", what, secrets: [] }, options);
    const session = sessionSchema.safeParse(answer.body);
    if (!session.success) throw new KumaProtocolError(`${what}: the server's answer has an unknown shape.`);
    return session.data.user.twoFactorEnabled === true;
  }

  async #prepare(currentPassword: string, options?: CallOptions): Promise<TwoFactorSecret> {
    checkText(currentPassword, "currentPassword");
    // The server would put another secret instead of the one in force.
    if (await this.#isEnabled(options))
      throw new KumaRejectedError("Two-factor authentication is switched on already.");
    const answer = await this.#ask(this.#about("two-factor/enable", { password: currentPassword }), options);
    const prepared = preparedSchema.safeParse(answer.body);
    if (!prepared.success) throw new KumaProtocolError("The server's answer lacks a usable two-factor secret.");
    const { totpURI: uri, backupCodes } = prepared.data;
    const secret = new URL(uri).searchParams.get("secret") ?? "";
    return hide({ uri, secret, backupCodes }, "uri", "secret", "backupCodes");
  }

  async #enable(
    { currentPassword, code }: { readonly currentPassword: string; readonly code: string },
    options?: CallOptions,
  ): Promise<void> {
    checkText(currentPassword, "currentPassword");
    checkFilledText(code, "code", 100);
    // The server does not want the password for the next step, but one that is wrong must not pass.
    await this.#ask(this.#about("two-factor/get-totp-uri", { password: currentPassword }), options);
    await this.#change(this.#about("two-factor/verify-totp", { code: code.replaceAll(/\s/g, "") }), options);
  }

  async #disable(currentPassword: string, options?: CallOptions): Promise<void> {
    checkText(currentPassword, "currentPassword");
    await this.#change(this.#about("two-factor/disable", { password: currentPassword }), options);
  }

  #about(path: string, send: Readonly<Record<string, string>>): AuthQuestion {
    return { path, send, what: "The change of two-factor authentication", secrets: Object.values(send) };
  }

  async #change(question: AuthQuestion, options?: CallOptions): Promise<void> {
    const { cookies } = await this.#ask(question, options);
    const token = cookies.find(isSessionCookie);
    if (token === undefined) return;
    const { session, transport } = this.#context;
    transport.handshake.carry(token);
    session.current = sessionOf({ username: session.current.username, token });
  }

  async #ask(question: AuthQuestion, options: CallOptions = {}): Promise<AuthAnswer> {
    const { session, transport } = this.#context;
    await transport.ready(options);
    const cookie = session.current.token;
    if (cookie === undefined) {
      throw new KumaAuthError("KUMA_AUTH_REQUIRED", `${question.what} needs a session, and this client has none.`, {
        hint: "Where authentication is switched off, switch it on first.",
      });
    }
    const { timeout = transport.settings.timeouts.call, signal } = options;
    return askAuth(transport.settings, { ...question, cookie }, { timeout, signal });
  }
}
