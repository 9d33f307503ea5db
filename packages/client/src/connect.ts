import { checkFunctions } from "./arguments/check-functions.ts";
import type { ConnectOptions } from "./connect-options.ts";
import { settingsOf } from "./connect-options.ts";
import type { AuthOutcome, AuthStrategy } from "./auth/auth-strategy.ts";
import { logIn } from "./auth/log-in.ts";
import { keepSession } from "./auth/renew-session.ts";
import { findSessionKind } from "./auth/session-kind.ts";
import type { SessionKind } from "./auth/session-kind.ts";
import { cookieOf } from "./auth/session-token-auth.ts";
import { KumaAuthError, KumaSetupRequiredError } from "./errors/kuma-errors.ts";
import { ConnectedClient } from "./kuma-client.ts";
import type { KumaClient } from "./kuma-client.ts";
import { EventHub } from "./live-state/event-hub.ts";
import { KeptStates } from "./live-state/kept-states.ts";
import { LiveState } from "./live-state/live-state.ts";
import type { ClientContext } from "./resources/client-context.ts";
import { WriteQueues } from "./resources/write-queues.ts";
import { sessionOf } from "./session.ts";
import { capabilitiesOf, isNewerThanKnown } from "./server-version/capabilities.ts";
import type { ServerInfo } from "./server-version/server-info.ts";
import { Transport } from "./transport/transport.ts";
import type { TransportSettings } from "./transport/transport-settings.ts";

async function serverInfoOf(transport: Transport, live: LiveState, isLetIn: boolean): Promise<ServerInfo> {
  const { signal, timeouts, url } = transport.settings;
  const version = isLetIn ? await live.version(transport, { signal, timeout: timeouts.login }) : undefined;
  const { monitorTypes } = live;
  const { asksForLogin, username } = transport.greeting;
  const speaksTwo = asksForLogin || username !== undefined || monitorTypes !== undefined;
  const capabilities = capabilitiesOf({ version, speaksTwo, monitorTypes, hasCookieSessions: username !== undefined });
  return { url: url.href, version: version ?? "unknown", capabilities };
}

interface Listening {
  readonly live: LiveState;
  readonly events: EventHub;
  readonly states: KeptStates | undefined;
  /** How the server keeps its sessions; asked for while the connection is made. */
  readonly kind: Promise<SessionKind | undefined> | undefined;
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
  await logIn(transport, options.auth, { onLogin, kind: listening.kind }).catch((error: unknown) => {
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
  if (server.capabilities.hasCookieSessions) keepSession(transport, () => session.current.token);
  if (isNewerThanKnown(server.version))
    transport.settings.logger.warn(
      `Uptime Kuma ${server.version} is newer than this package was tested with (2.5); most things will work`,
    );
  return new ConnectedClient({ transport, ...listening, server, session, writes: new WriteQueues() });
}

/** Asks while the connection is made, unless nobody logs in, or it will be clear from the cookie that comes along. */
function askSessionKind(
  settings: TransportSettings,
  auth: AuthStrategy | undefined,
): { readonly kind: Promise<SessionKind | undefined> | undefined; readonly stop: () => void } {
  if (auth === undefined || settings.cookie !== undefined) return { kind: undefined, stop: () => {} };
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  settings.signal?.addEventListener("abort", stop);
  return {
    kind: findSessionKind({ ...settings, signal: controller.signal }),
    stop: () => {
      settings.signal?.removeEventListener("abort", stop);
      stop();
    },
  };
}

/**
 * Connects to an Uptime Kuma and logs in. Works with 1.23, every 2.x and 3.0.
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
  const needsAuthState = options.auth?.needsAuthState ?? true;
  const settings = { ...checked, needsAuthState, cookie: cookieOf(options.auth) };
  const [live, events] = [new LiveState(), new EventHub(settings.logger)];
  const states = options.keepStates === true ? new KeptStates() : undefined;
  const asking = askSessionKind(settings, options.auth);
  let transport: Transport | undefined;
  try {
    transport = await Transport.open(settings, live.listeners, events.listeners, states?.listeners ?? {});
    return await begin(transport, { live, events, states, kind: asking.kind }, options);
  } catch (error) {
    await transport?.close();
    throw error;
  } finally {
    asking.stop();
  }
}
