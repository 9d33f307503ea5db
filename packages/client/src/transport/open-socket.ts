import { io } from "socket.io-client";
import type { ManagerOptions, Socket, SocketOptions } from "socket.io-client";
import { KumaTimeoutError } from "../errors/kuma-timeout-error.ts";
import { isKumaError } from "../errors/is-kuma-error.ts";
import { waitFor } from "./deadline.ts";
import { explainFailure } from "./explain-failure.ts";
import { networkFailure } from "./network-failure.ts";
import type { TransportSettings } from "./transport-settings.ts";

type TransportName = "websocket" | "polling";

const firstReconnectDelay = 500;
const longestReconnectDelay = 5_000;

function socketOptions(
  settings: TransportSettings,
  transports: readonly TransportName[],
): Partial<ManagerOptions & SocketOptions> {
  const { ca, rejectUnauthorized } = settings.tls;
  return {
    path: settings.url.socketPath,
    transports: [...transports],
    extraHeaders: { ...settings.headers },
    autoConnect: false,
    forceNew: true,
    reconnection: false,
    reconnectionDelay: firstReconnectDelay,
    reconnectionDelayMax: longestReconnectDelay,
    timeout: settings.timeouts.connect,
    ...(ca === undefined ? {} : { ca }),
    ...(rejectUnauthorized === undefined ? {} : { rejectUnauthorized }),
  };
}

/** engine.io hides the real error of the WebSocket in the event that it attaches to its own. */
function realError(error: Error): unknown {
  const event: unknown = Reflect.get(error, "description");
  const inner: unknown = typeof event === "object" && event !== null ? Reflect.get(event, "error") : undefined;
  return inner instanceof Error ? inner : error;
}

function attempt(socket: Socket, settings: TransportSettings, timeout: number): Promise<void> {
  const onTimeout = (): Error => new KumaTimeoutError("KUMA_TIMEOUT_CONNECT", "The socket stayed silent.", { timeout });
  return waitFor({ timeout, signal: settings.signal, what: "The connection", onTimeout }, ({ resolve, reject }) => {
    const onConnect = (): void => resolve();
    const onError = (error: Error): void => reject(realError(error));
    socket.on("connect", onConnect);
    socket.on("connect_error", onError);
    socket.connect();
    return () => {
      socket.off("connect", onConnect);
      socket.off("connect_error", onError);
    };
  });
}

async function tryTransports(
  settings: TransportSettings,
  prepare: (socket: Socket) => void,
  plan: { readonly transports: readonly TransportName[]; readonly timeout: number },
): Promise<Socket> {
  const socket = io(settings.url.origin, socketOptions(settings, plan.transports));
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

/** A refused port or an unknown host will not get better by asking in another way. */
function isFinal(error: unknown, settings: TransportSettings): boolean {
  if (isKumaError(error)) return error.code === "KUMA_ABORTED";
  return networkFailure(error, settings.url) !== undefined;
}

/**
 * Opens a socket: by WebSocket, and where something in between does not let that through, by long polling.
 *
 * @param settings - Where to, and how long it may take.
 * @param prepare - Called with each socket before it connects, to attach listeners; nothing that the server says first is lost.
 * @throws {@link KumaConnectionError}, {@link KumaTimeoutError}, {@link KumaSetupRequiredError}, {@link KumaAbortedError}
 */
export async function openSocket(settings: TransportSettings, prepare: (socket: Socket) => void): Promise<Socket> {
  const { connect } = settings.timeouts;
  const started = Date.now();
  try {
    return await tryTransports(settings, prepare, { transports: ["websocket"], timeout: connect * 0.6 });
  } catch (error) {
    if (isFinal(error, settings)) throw isKumaError(error) ? error : await explainFailure(error, settings);
    settings.logger.debug("WebSocket did not work, trying long polling");
  }
  const rest = Math.max(connect - (Date.now() - started), connect * 0.2);
  try {
    return await tryTransports(settings, prepare, { transports: ["polling", "websocket"], timeout: rest });
  } catch (error) {
    if (isKumaError(error) && error.code === "KUMA_ABORTED") throw error;
    throw await explainFailure(isKumaError(error) ? undefined : error, settings);
  }
}
