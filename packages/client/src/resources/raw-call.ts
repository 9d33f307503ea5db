import { checkCallOptions } from "../arguments/check-call-options.ts";
import { checkFilledText } from "../arguments/check-text.ts";
import { secretsOf } from "../errors/redact.ts";
import { KumaTimeoutError, KumaValidationError } from "../errors/kuma-errors.ts";
import { withHint } from "../errors/with-hint.ts";
import { readAck } from "../protocol/ack.ts";
import { waitFor } from "../transport/deadline.ts";
import type { Transport } from "../transport/transport.ts";
import type { CallOptions } from "./call-options.ts";

/** How an event is sent as it is. */
export interface RawCallOptions extends CallOptions {
  /**
   * An event that the server sends because of this one, such as `monitorList` because of `getMonitorList`: its payload is
   * the result, in place of the answer.
   */
  readonly receive?: string | undefined;
}

/** An event with its arguments. */
export interface RawEvent {
  readonly event: string;
  readonly args: readonly unknown[];
}

const longestName = 200;

/** Events of the library itself, which it refuses to send. */
const reserved = /^(?:connect|connect_error|disconnect|disconnecting|newListener|removeListener)$/;

const unanswered =
  "Look the event and its arguments up: the server never answers one that it does not know or that lacks an argument. It may have been carried out.";

/** Sends an event as it is, and gives what comes back. */
export async function rawCall(
  transport: Transport,
  { event, args }: RawEvent,
  options: RawCallOptions = {},
): Promise<unknown> {
  checkEvent(event, "event");
  checkCallOptions(options);
  const sent = asJson(args);
  const { receive } = options;
  if (receive !== undefined) checkEvent(receive, "receive");
  const ask = async (): Promise<unknown> => checkedAnswer(event, sent, await transport.call(event, sent, options));
  try {
    await transport.ready(options);
    return receive === undefined ? await ask() : await payloadAfter(transport, ask, { ...options, receive });
  } catch (error) {
    throw error instanceof KumaTimeoutError ? withHint(error, unanswered) : error;
  }
}

/** The payload of an event that comes because of a question, before its answer or after it. */
async function payloadAfter(
  transport: Transport,
  ask: () => Promise<unknown>,
  { receive, timeout = transport.settings.timeouts.call, signal }: CallOptions & { readonly receive: string },
): Promise<unknown> {
  let received: readonly unknown[] | undefined;
  let onReceived = (): void => {};
  const stop = transport.on(receive, (...payload) => {
    received = payload;
    onReceived();
  });
  try {
    await ask();
    const what = `The event "${receive}"`;
    const onTimeout = (): Error =>
      new KumaTimeoutError("KUMA_TIMEOUT_CALL", `${what} did not come within ${timeout / 1000} s.`, { timeout });
    return await waitFor<unknown>({ timeout, signal, what, onTimeout }, ({ resolve, reject }) => {
      onReceived = () => resolve(received?.length === 1 ? received[0] : received);
      if (received !== undefined) onReceived();
      return transport.onLoss(reject);
    });
  } finally {
    stop();
  }
}

function checkEvent(name: string, field: string): void {
  checkFilledText(name, field, longestName);
  if (reserved.test(name)) throw new KumaValidationError(field, "is an event of the connection itself");
}

/** The values as the server will see them. A function among the arguments would be taken for the one that waits for the answer. */
function asJson(args: readonly unknown[]): readonly unknown[] {
  if (!Array.isArray(args)) throw new KumaValidationError("args", "must be a list");
  try {
    return JSON.parse(JSON.stringify(args)) as readonly unknown[];
  } catch {
    throw new KumaValidationError("args", "must be values that JSON can hold");
  }
}

/** Most answers say whether the server did it; some are bare values. */
function checkedAnswer(event: string, args: readonly unknown[], answer: unknown): unknown {
  const isRefused = typeof answer === "object" && answer !== null && Reflect.get(answer, "ok") === false;
  const secrets = (): readonly string[] =>
    args.flatMap((arg) => (typeof arg === "object" && arg !== null ? secretsOf({ ...arg }) : []));
  return isRefused ? readAck(answer, { what: `The event "${event}"`, secrets }) : answer;
}
