import type { Transport } from "../transport/transport.ts";
import { askAuth } from "./ask-auth.ts";
import { isSessionCookie } from "./session-cookie.ts";

// Anything that shows the cookie to the server makes a session that is older than a day good for seven days more.
const period = 12 * 3_600_000;

/**
 * Keeps the session of a long connection alive: the server looks at its cookie only when a connection is made, and forgets it
 * after seven days. Until the client is closed.
 *
 * @param cookieNow - The present cookie of the session.
 */
export function keepSession(transport: Transport, cookieNow: () => string | undefined): void {
  const { settings } = transport;
  const renew = async (): Promise<void> => {
    const cookie = cookieNow();
    if (cookie === undefined || !isSessionCookie(cookie)) return;
    const question = { path: "get-session", cookie, what: "The renewal of the session", secrets: [] };
    try {
      await askAuth(settings, question, { timeout: settings.timeouts.call, signal: undefined });
      settings.logger.debug("renewed the session");
    } catch (error) {
      settings.logger.warn(`could not renew the session: ${error instanceof Error ? error.message : "unknown reason"}`);
    }
  };
  const timer = setInterval(() => void renew(), period);
  timer.unref();
  transport.onLoss((_, isFinal) => {
    if (isFinal) clearInterval(timer);
  });
}
