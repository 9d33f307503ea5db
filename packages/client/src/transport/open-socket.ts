import type { Agent } from "node:http";
import { io } from "socket.io-client";
import type { ManagerOptions, Socket, SocketOptions } from "socket.io-client";
import { isKumaError, KumaAbortedError, type KumaError, KumaTimeoutError } from "../errors/kuma-errors.ts";
import { realError } from "./connection-loss.ts";
import { waitFor } from "./deadline.ts";
import { endAfterFailedUpgrade } from "./failed-upgrade.ts";
import { explainFailure } from "./explain-failure.ts";
import { withCookie } from "./with-cookie.ts";
import { networkFailure } from "./network-failure.ts";
import { probeEntryPage } from "./probe-entry-page.ts";
import { proxyAgents } from "./proxy.ts";
import type { ProxyAgents } from "./proxy.ts";
import type { TransportSettings } from "./transport-settings.ts";

type TransportName = "websocket" | "polling";
interface Plan {
  readonly transports: readonly TransportName[];
  readonly agent: Agent | undefined;
}
type Prepare = (socket: Socket) => void;

// The rest of the time is for finding out what is wrong, and for long polling.
const webSocketShare = 0.6;
const firstReconnectDelay = 500;
// So short that a server is found soon after it is back: calls do not wait long for it.
const longestReconnectDelay = 2_000;

function socketOptions(
  settings: TransportSettings,
  { transports, agent }: Plan,
): Partial<ManagerOptions & SocketOptions> {
  const { ca, rejectUnauthorized } = settings.tls;
  return {
    path: settings.url.socketPath,
    transports: [...transports],
    extraHeaders: { ...withCookie(settings.headers, settings.cookie) },
    autoConnect: false,
    forceNew: true,
    reconnection: false,
    reconnectionDelay: firstReconnectDelay,
    reconnectionDelayMax: longestReconnectDelay,
    timeout: settings.timeouts.connect,
    // The type knows only the browser's; Node's agents are handed on to every request.
    ...(agent === undefined ? {} : { agent: agent as never }),
    ...(ca === undefined ? {} : { ca }),
    ...(rejectUnauthorized === undefined ? {} : { rejectUnauthorized }),
  };
}

/** The connection stood, and was closed before anything was said. */
class CutTooSoon extends Error {}

function attempt(socket: Socket, settings: TransportSettings, timeout: number): Promise<void> {
  const onTimeout = (): Error => new KumaTimeoutError("KUMA_TIMEOUT_CONNECT", "The socket stayed silent.", { timeout });
  return waitFor({ timeout, signal: settings.signal, what: "The connection", onTimeout }, ({ resolve, reject }) => {
    const onConnect = (): void => resolve();
    const onError = (error: Error): void => reject(realError(error));
    // A standing connection that is cut before Socket.IO has greeted gives no error.
    const onClose = (): void => reject(new CutTooSoon("The connection was closed."));
    socket.on("connect", onConnect);
    socket.on("connect_error", onError);
    socket.connect();
    const { engine } = socket.io;
    engine.on("close", onClose);
    return () => {
      engine.off("close", onClose);
      socket.off("connect", onConnect);
      socket.off("connect_error", onError);
    };
  });
}

async function tryTransports(
  settings: TransportSettings,
  prepare: Prepare,
  plan: Plan & { readonly timeout: number },
): Promise<Socket> {
  const socket = io(settings.url.origin, socketOptions(settings, plan));
  endAfterFailedUpgrade(socket);
  prepare(socket);
  try {
    await attempt(socket, settings, plan.timeout);
  } catch (error) {
    socket.disconnect();
    throw error;
  }
  socket.io.reconnection(true);
  return socket;
}

/** Only what was silent, or what something above TCP and TLS said, may be different in another way. */
function isFinal(error: unknown, settings: TransportSettings): KumaError | undefined {
  if (isKumaError(error)) return error.code === "KUMA_ABORTED" ? error : undefined;
  return networkFailure(error, settings);
}

/** A proxy that lets no tunnel through takes plain requests all the same, but those cannot become a WebSocket. */
function pollingPlan({ url }: TransportSettings, agents: ProxyAgents | undefined): Plan {
  if (agents === undefined) return { transports: ["polling", "websocket"], agent: undefined };
  if (url.origin.startsWith("https:")) return { transports: ["polling", "websocket"], agent: agents.tunnel };
  return { transports: ["polling"], agent: agents.plain };
}

async function fallBack(
  settings: TransportSettings,
  prepare: Prepare,
  first: { error: unknown; until: number; agents: ProxyAgents | undefined },
): Promise<Socket> {
  const rest = (): number => Math.max(first.until - performance.now(), 200);
  const page = await probeEntryPage(settings.url.href, settings, rest());
  let cause = first.error;
  if (page.kind === "kuma") {
    settings.logger.debug("WebSocket did not work, trying long polling");
    const plan = pollingPlan(settings, first.agents);
    const poll = (transports: Plan["transports"]): Promise<Socket> =>
      tryTransports(settings, prepare, { ...plan, transports, timeout: rest() });
    try {
      return await poll(plan.transports).catch((error: unknown) => {
        // By the WebSocket that was to take over.
        if (error instanceof CutTooSoon) return poll(["polling"]);
        throw error;
      });
    } catch (error) {
      cause = error;
    }
  }
  if (settings.signal?.aborted === true)
    throw new KumaAbortedError("The connection", { cause: settings.signal.reason });
  throw await explainFailure({ cause: isKumaError(cause) ? undefined : cause, page }, settings);
}

/**
 * Opens a socket: by WebSocket, and where something in between does not let that through, by long polling.
 *
 * @param settings - Where to, and how long it may take.
 * @param prepare - Called with each socket before it connects, to attach listeners; nothing that the server says first is lost.
 * @throws {@link KumaConnectionError}, {@link KumaTimeoutError}, {@link KumaSetupRequiredError}, {@link KumaAbortedError}
 */
export async function openSocket(settings: TransportSettings, prepare: Prepare): Promise<Socket> {
  const { connect } = settings.timeouts;
  const until = performance.now() + connect;
  const agents = await proxyAgents(settings);
  try {
    return await tryTransports(settings, prepare, {
      transports: ["websocket"],
      agent: agents?.tunnel,
      timeout: connect * webSocketShare,
    });
  } catch (error) {
    const final = isFinal(error, settings);
    if (final !== undefined) throw final;
    return await fallBack(settings, prepare, { error, until, agents });
  }
}
