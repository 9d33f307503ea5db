import { checkFunctions } from "./arguments/check-functions.ts";
import type { ConnectOptions } from "./connect-options.ts";
import { settingsOf } from "./connect-options.ts";
import type { AuthOutcome } from "./auth/auth-strategy.ts";
import { logIn } from "./auth/log-in.ts";
import { KumaAuthError } from "./errors/kuma-auth-error.ts";
import { KumaSetupRequiredError } from "./errors/kuma-setup-required-error.ts";
import { ConnectedClient } from "./kuma-client.ts";
import type { KumaClient } from "./kuma-client.ts";
import { EventHub } from "./live-state/event-hub.ts";
import { LiveState } from "./live-state/live-state.ts";
import type { ClientContext } from "./resources/client-context.ts";
import { WriteQueues } from "./resources/write-queues.ts";
import { sessionOf } from "./session.ts";
import { capabilitiesOf, isNewerThanKnown } from "./server-version/capabilities.ts";
import type { ServerInfo } from "./server-version/server-info.ts";
import { Transport } from "./transport/transport.ts";

async function serverInfoOf(transport: Transport, live: LiveState, isLetIn: boolean): Promise<ServerInfo> {
  const { signal, timeouts, url } = transport.settings;
  const version = isLetIn ? await live.version(transport, { signal, timeout: timeouts.login }) : undefined;
  const speaksTwo = transport.greeting.asksForLogin || live.hasTypeList;
  return { url: url.href, version: version ?? "unknown", capabilities: capabilitiesOf({ version, speaksTwo }) };
}

interface Listening {
  readonly live: LiveState;
  readonly events: EventHub;
}

function checkHasUser({ greeting, settings }: Transport): void {
  if (greeting.needsFirstUser) throw new KumaSetupRequiredError("first-user", settings.url.href);
}

/** Whether a connection without a log-in may do something. */
async function needsNoLogin(transport: Transport): Promise<boolean> {
  const { greeting, settings } = transport;
  if (greeting.isAuthDisabled) return true;
  if (greeting.asksForLogin) return false;
  // Servers before 2.0 do not say that they want one; they refuse what is asked without.
  const answer: unknown = await transport.callAtOnce("getTags", [], { signal: settings.signal });
  return Reflect.get(Object(answer), "ok") === true;
}

function wantsLogin({ settings }: Transport): KumaAuthError {
  return new KumaAuthError("KUMA_AUTH_REQUIRED", `The Uptime Kuma at ${settings.url.href} wants a log-in.`, {
    hint: "Give `auth`: passwordAuth, sessionTokenAuth or storedSessionAuth.",
  });
}

async function begin(transport: Transport, listening: Listening, options: ConnectOptions): Promise<KumaClient> {
  checkHasUser(transport);
  const session: ClientContext["session"] = { current: {} };
  const onLogin = (outcome: AuthOutcome): void => {
    session.current = sessionOf(outcome);
  };
  await logIn(transport, options.auth, onLogin).catch((error: unknown) => {
    // It may have said so only after the log-in was on its way.
    checkHasUser(transport);
    throw error;
  });
  const isLetIn = options.auth !== undefined || (await needsNoLogin(transport));
  if (!isLetIn && options.asVisitor !== true) throw wantsLogin(transport);
  if (options.auth !== undefined && transport.greeting.isAuthDisabled)
    transport.settings.logger.warn(
      `authentication is switched off at ${transport.settings.url.href}: anybody may do everything there, and the log-in went unchecked`,
    );
  const server = await serverInfoOf(transport, listening.live, isLetIn);
  if (isNewerThanKnown(server.version))
    transport.settings.logger.warn(
      `Uptime Kuma ${server.version} is newer than this package was tested with (2.5); most things will work`,
    );
  return new ConnectedClient({ transport, ...listening, server, session, writes: new WriteQueues() });
}

/**
 * Connects to an Uptime Kuma and logs in. Works with 1.23 and every 2.x.
 *
 * @param options - Where to, and how to log in.
 * @returns A client that is logged in, for a server whose version is known; with `asVisitor` it may be neither. Close it in the end.
 * @throws {@link KumaValidationError} when an option is wrong.
 * @throws {@link KumaConnectionError} when there is no Uptime Kuma at that address; its code and hint say why.
 * @throws {@link KumaTimeoutError} when nobody answers in time.
 * @throws {@link KumaSetupRequiredError} when the server was never set up.
 * @throws {@link KumaAuthError} when the log-in is refused, or when the server wants one and neither `auth` nor `asVisitor` is given.
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
  const checked = settingsOf(options);
  if (options.auth !== undefined) checkFunctions(options.auth, "auth", "authenticate");
  const settings = { ...checked, needsAuthState: options.auth?.needsAuthState ?? true };
  const listening = { live: new LiveState(), events: new EventHub(settings.logger) };
  const transport = await Transport.open(settings, listening.live.listeners, listening.events.listeners);
  try {
    return await begin(transport, listening, options);
  } catch (error) {
    await transport.close();
    throw error;
  }
}
