import { io } from "socket.io-client";

/** A plain socket.io client, logged in, for what the package does not do yet. */
export interface RawCalls extends AsyncDisposable {
  call(event: string, ...args: readonly unknown[]): Promise<Record<string, unknown>>;
}

/** Opens one with a session token, or without where authentication is switched off. */
export async function openRawCalls(url: string, token: string | undefined): Promise<RawCalls> {
  // From 3.0 on it is the cookie of the handshake.
  const extraHeaders = token?.includes("session_token=") === true ? { cookie: token } : {};
  const socket = io(url, { transports: ["websocket"], forceNew: true, reconnection: false, extraHeaders });
  const call = async (event: string, ...args: readonly unknown[]): Promise<Record<string, unknown>> =>
    (await socket.timeout(20_000).emitWithAck(event, ...args)) as Record<string, unknown>;
  await new Promise<void>((resolve) => socket.once("info", () => setTimeout(resolve, 500)));
  if (token !== undefined && extraHeaders.cookie === undefined) await call("loginByToken", token);
  return {
    call,
    [Symbol.asyncDispose]: () => {
      socket.disconnect();
      return Promise.resolve();
    },
  };
}
