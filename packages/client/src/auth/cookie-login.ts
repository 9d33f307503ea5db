import type { Transport } from "../transport/transport.ts";
import { askAuth } from "./ask-auth.ts";
import type { CookieLogin } from "./auth-strategy.ts";

/** {@link CookieLogin} for a connection. */
export function cookieLogin(transport: Transport, signal: AbortSignal | undefined): CookieLogin {
  const { settings } = transport;
  return {
    ask: (question) => askAuth(settings, question, { timeout: settings.timeouts.login, signal }),
    open: async (cookie) => {
      const { handshake } = transport;
      // A busy server may take long over it; until it has said no, the session is as good as before.
      if (handshake.cookie === cookie) await handshake.waitForVerdict(signal);
      const isOpen = handshake.cookie === cookie && transport.greeting.username !== undefined;
      if (!isOpen) await handshake.reopen(cookie, signal);
      return transport.greeting.username;
    },
  };
}
