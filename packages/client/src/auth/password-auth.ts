import * as z from "zod";
import { checkFunctions } from "../arguments/check-functions.ts";
import { checkText } from "../arguments/check-text.ts";
import { checkObject } from "../arguments/check-object.ts";
import { KumaAuthError, KumaProtocolError } from "../errors/kuma-errors.ts";
import { looksLikeApiKey } from "./looks-like-api-key.ts";
import type { AuthOutcome, AuthSession, AuthStrategy } from "./auth-strategy.ts";
import { loginRefusal } from "./login-refusal.ts";
import { needsCode, sendCode } from "./send-code.ts";
import { signIn } from "./sign-in.ts";
import type { Credentials } from "./sign-in.ts";
import { TotpCodes } from "./totp-codes.ts";
import type { TotpCallback } from "./totp-codes.ts";

/** The account to log in with. */
export interface PasswordAuthOptions {
  /** The username of the server's web page. */
  readonly username: string;
  /** Its password. */
  readonly password: string;
  /** Called when the account uses two-factor authentication, for the code that is valid now. */
  readonly totp?: TotpCallback | undefined;
}

const answerSchema = z.looseObject({
  ok: z.boolean().optional(),
  token: z.string().optional(),
  tokenRequired: z.boolean().optional(),
});
type LoginAnswer = z.infer<typeof answerSchema>;

async function send(session: AuthSession, credentials: Credentials, code: string): Promise<LoginAnswer> {
  const { username, password } = credentials;
  const answer = answerSchema.safeParse(await session.call("login", { username, password, token: code }));
  if (!answer.success) throw new KumaProtocolError("The server answered the log-in in an unknown shape.");
  if (answer.data.ok === false) throw loginRefusal(answer.data, session.url, [password, code]);
  return answer.data;
}

async function login(session: AuthSession, credentials: Credentials): Promise<AuthOutcome> {
  const { username, password, codes } = credentials;
  if (looksLikeApiKey(password)) {
    throw new KumaAuthError("KUMA_AUTH_API_KEY", "That is an API key, not a password.", { secrets: [password] });
  }
  if (session.cookies !== undefined) return signIn(session.cookies, credentials, session.signal);
  let answer = await send(session, credentials, "");
  if (answer.tokenRequired === true) {
    if (codes === undefined) throw needsCode(username);
    answer = await sendCode(codes, (code) => send(session, credentials, code), session.signal);
  }
  if (answer.token === undefined) throw new KumaProtocolError("The server logged in without giving a session token.");
  return { username, token: answer.token };
}

/**
 * Logs in with username and password. The server takes 20 log-ins a minute from all clients together, successful ones
 * included (two for an account with two-factor authentication), so use it once and keep `client.session.token`. Uptime
 * Kuma 3 takes 3 in 10 seconds from one address.
 *
 * @param options - The account.
 * @throws {@link KumaValidationError} when name or password is not a text.
 */
export function passwordAuth(options: PasswordAuthOptions): AuthStrategy {
  checkObject(options, "options");
  checkText(options.username, "username");
  checkText(options.password, "password");
  if (options.totp !== undefined) checkFunctions(options, "options", "totp");
  const codes = options.totp === undefined ? undefined : new TotpCodes(options.totp);
  const credentials: Credentials = { username: options.username, password: options.password, codes };
  return { kind: "password", authenticate: (session) => login(session, credentials) };
}
