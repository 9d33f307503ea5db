import type { ConnectOptions } from "./connect-options.ts";
import { settingsOf } from "./connect-options.ts";
import { logIn } from "./auth/log-in.ts";
import type { AuthOutcome } from "./auth/auth-strategy.ts";
import { KumaSetupRequiredError } from "./errors/kuma-setup-required-error.ts";
import { ConnectedClient } from "./kuma-client.ts";
import type { KumaClient } from "./kuma-client.ts";
import { LiveState } from "./live-state/live-state.ts";
import { sessionOf } from "./session.ts";
import { capabilitiesOf, isNewerThanKnown } from "./server-version/capabilities.ts";
import type { ServerInfo } from "./server-version/server-info.ts";
import { Transport } from "./transport/transport.ts";

async function serverInfoOf(transport: Transport, live: LiveState, isLoggedIn: boolean): Promise<ServerInfo> {
  const { signal, timeouts, url } = transport.settings;
  const version = isLoggedIn ? await live.version(transport, { signal, timeout: timeouts.login }) : undefined;
  const speaksTwo = transport.greeting.asksForLogin || live.hasTypeList;
  return { url: url.href, version: version ?? "unknown", capabilities: capabilitiesOf({ version, speaksTwo }) };
}

async function begin(transport: Transport, live: LiveState, options: ConnectOptions): Promise<KumaClient> {
  if (transport.greeting.needsFirstUser) throw new KumaSetupRequiredError("first-user", transport.settings.url.href);
  const outcome: AuthOutcome = await logIn(transport, options.auth);
  const isLoggedIn = options.auth !== undefined || transport.greeting.isAuthDisabled;
  const server = await serverInfoOf(transport, live, isLoggedIn);
  if (isNewerThanKnown(server.version))
    transport.settings.logger.warn(
      `Uptime Kuma ${server.version} is newer than this package was tested with (2.5); most things will work`,
    );
  return new ConnectedClient({ transport, live, server, session: { current: sessionOf(outcome) } });
}

/**
 * Connects to an Uptime Kuma and logs in. Works with 1.23 and every 2.x.
 *
 * @param options - Where to, and how to log in.
 * @returns A client that is logged in (or anonymous without `auth`), for a server whose version is known. Close it in the end.
 * @throws {@link KumaValidationError} when an option is wrong.
 * @throws {@link KumaConnectionError} when there is no Uptime Kuma at that address; its code and hint say why.
 * @throws {@link KumaTimeoutError} when nobody answers in time.
 * @throws {@link KumaSetupRequiredError} when the server was never set up.
 * @throws {@link KumaAuthError} when the log-in is refused.
 * @throws {@link KumaAbortedError} when the signal fires.
 *
 * @example
 * ```ts
 * await using client = await connect({
 *   url: "http://localhost:3001",
 *   auth: passwordAuth({ username: "admin", password: await readPassword() }),
 * });
 * console.log(client.server.version);
 * ```
 */
export async function connect(options: ConnectOptions): Promise<KumaClient> {
  const settings = { ...settingsOf(options), needsAuthState: options.auth?.needsAuthState ?? true };
  const live = new LiveState();
  const transport = await Transport.open(settings, live.listeners);
  try {
    return await begin(transport, live, options);
  } catch (error) {
    await transport.close();
    throw error;
  }
}
