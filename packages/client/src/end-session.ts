import { checkText } from "./arguments/check-text.ts";
import { checkObject } from "./arguments/check-object.ts";
import { askAuth } from "./auth/ask-auth.ts";
import { isSessionCookie } from "./auth/session-cookie.ts";
import type { ConnectionOptions } from "./connect-options.ts";
import { settingsOf } from "./connect-options.ts";

/** The session to be ended, and where. */
export interface EndSessionOptions extends ConnectionOptions {
  /** Its token (`client.session.token`). */
  readonly token: string;
}

/**
 * Ends a session, so that nobody can log in with its token any more. Uptime Kuma can do that from 3.0 on; before, a session
 * ends only with a change of the password, and nothing is asked.
 *
 * @returns Whether it has ended.
 * @throws {@link KumaValidationError} when an option is wrong.
 * @throws {@link KumaConnectionError}, {@link KumaTimeoutError}, {@link KumaAbortedError}
 */
export async function endSession(options: EndSessionOptions): Promise<boolean> {
  checkObject(options, "options");
  checkText(options.token, "token");
  const settings = settingsOf(options);
  const cookie = options.token.trim();
  if (!isSessionCookie(cookie)) return false;
  const question = { path: "sign-out", send: {}, cookie, what: "The end of the session", secrets: [] };
  await askAuth(settings, question, { timeout: settings.timeouts.call, signal: settings.signal });
  return true;
}
