import * as z from "zod";
import { KumaProtocolError } from "../errors/kuma-errors.ts";
import type { AuthOutcome, CookieLogin } from "./auth-strategy.ts";
import { needsCode, sendCode } from "./send-code.ts";
import { isSessionCookie } from "./session-cookie.ts";
import type { TotpCodes } from "./totp-codes.ts";

/** An account, and where its two-factor codes come from. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly codes: TotpCodes | undefined;
}

const what = "The log-in";
const answerSchema = z.looseObject({ twoFactorRedirect: z.boolean().optional() });

/**
 * Logs in to a server that keeps its sessions in cookies: by HTTP, and then by a connection with the cookie.
 *
 * @throws {@link KumaAuthError} when the server refuses.
 */
export async function signIn(
  cookies: CookieLogin,
  { username, password, codes }: Credentials,
  signal: AbortSignal | undefined,
): Promise<AuthOutcome> {
  const secrets = [password];
  const answer = await cookies.ask({ path: "sign-in/username", send: { username, password }, what, secrets });
  const body = answerSchema.safeParse(answer.body);
  if (!body.success) throw new KumaProtocolError("The server answered the log-in in an unknown shape.");
  let { cookies: given } = answer;
  if (body.data.twoFactorRedirect === true) {
    if (codes === undefined) throw needsCode(username);
    // It says who has given the right password.
    const cookie = given.join("; ");
    const send = (code: string): ReturnType<CookieLogin["ask"]> =>
      cookies.ask({ path: "two-factor/verify-totp", send: { code }, cookie, what, secrets: [code] });
    ({ cookies: given } = await sendCode(codes, send, signal));
  }
  const token = given.find(isSessionCookie);
  if (token === undefined) throw new KumaProtocolError("The server logged in without giving a session cookie.");
  const name = await cookies.open(token);
  if (name === undefined) throw new KumaProtocolError("The server does not accept the session that it has just given.");
  return { username: name, token };
}
