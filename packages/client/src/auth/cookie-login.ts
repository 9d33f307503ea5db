import type { Transport } from "../transport/transport.ts";
import { askAuth } from "./ask-auth.ts";
import type { CookieLogin } from "./auth-strategy.ts";

/** {@link CookieLogin} for a connection. */
export function cookieLogin(transport: Transport, signal: AbortSignal | undefined): CookieLogin {
  const { settings } = transport;
  return {
    ask: (question) => askAuth(settings, question, { timeout: settings.timeouts.login, signal }),
    open: async (cookie) => {
      const isOpen = transport.handshake.cookie === cookie && transport.greeting.username !== undefined;
      if (!isOpen) await transport.handshake.reopen(cookie, signal);
      return transport.greeting.username;
    },
  };
}
