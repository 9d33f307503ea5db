import { KumaConnectionError } from "../errors/kuma-errors.ts";
import type { TransportSettings } from "./transport-settings.ts";

/** engine.io hides the real error of the WebSocket in the event that it attaches to its own. */
export function realError(error: unknown): unknown {
  const event: unknown = Reflect.get(Object(error), "description");
  const inner: unknown = Reflect.get(Object(event), "error");
  return inner instanceof Error ? inner : error;
}

/**
 * The error for a connection that was lost.
 *
 * @param details - How socket.io explains it.
 */
export function lostError({ url }: TransportSettings, details?: unknown): KumaConnectionError {
  const message = `The connection to ${url.href} was lost`;
  const cause = realError(details);
  // ws reads no message of more than 100 MiB.
  if (Reflect.get(Object(cause), "code") !== "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH")
    return new KumaConnectionError("KUMA_CONNECTION_LOST", `${message}.`);
  return new KumaConnectionError("KUMA_CONNECTION_LOST", `${message}: the server sent a list of over 100 MB.`, {
    cause,
    hint: "A WebSocket takes no longer message: delete monitors, or shorten their descriptions and settings.",
  });
}

/** The error for a connection that stays lost. */
export function stillDown({ url }: TransportSettings): KumaConnectionError {
  const message = `The connection to ${url.href} was lost and could not be made again in time.`;
  return new KumaConnectionError("KUMA_CONNECTION_LOST", message);
}

/** The error for a client that was closed. */
export function closedError(): KumaConnectionError {
  return new KumaConnectionError("KUMA_CONNECTION_CLOSED", "The client was closed.");
}
