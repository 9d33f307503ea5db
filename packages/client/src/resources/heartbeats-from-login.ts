import * as z from "zod";
import { logIn } from "../auth/log-in.ts";
import { sessionTokenAuth } from "../auth/session-token-auth.ts";
import { KumaTimeoutError } from "../errors/kuma-timeout-error.ts";
import type { Heartbeat } from "../model/heartbeat.ts";
import { heartbeatSchema } from "../protocol/heartbeat-schema.ts";
import { parsePayload } from "../protocol/parse-payload.ts";
import { waitFor } from "../transport/deadline.ts";
import { Transport } from "../transport/transport.ts";
import type { ClientContext } from "./client-context.ts";
import type { HeartbeatRange } from "./monitors.ts";

/** Keeps the rows of one monitor among the lists that follow a log-in. */
class RowsOfMonitor {
  readonly #id: number;
  #rows: { readonly payload: unknown } | undefined;
  #onRows: (() => void) | undefined;

  constructor(id: number) {
    this.#id = id;
  }

  readonly listen = (monitorId: unknown, payload: unknown): void => {
    if (Number(monitorId) !== this.#id) return;
    this.#rows ??= { payload };
    this.#onRows?.();
  };

  wait(timeout: number, signal: AbortSignal | undefined): Promise<unknown> {
    const what = "The list of heartbeats";
    const onTimeout = (): Error =>
      new KumaTimeoutError("KUMA_TIMEOUT_CALL", `${what} did not come within ${timeout / 1000} s.`, { timeout });
    return waitFor<unknown>({ timeout, signal, what, onTimeout }, ({ resolve }) => {
      this.#onRows = () => resolve(this.#rows?.payload);
      if (this.#rows !== undefined) this.#onRows();
      return () => {
        this.#onRows = undefined;
      };
    });
  }
}

/**
 * Reads heartbeats where `getMonitorBeats` fails, as it does in the npm registry's 2.0.0-dev.0 on SQLite: a log-in on a
 * connection of its own brings the last 100 of every monitor.
 */
export async function heartbeatsFromLogin(
  context: ClientContext,
  id: number,
  range: HeartbeatRange,
): Promise<readonly Heartbeat[]> {
  const { settings } = context.transport;
  const rows = new RowsOfMonitor(id);
  const transport = await Transport.open({ ...settings, signal: range.signal }, { heartbeatList: rows.listen });
  try {
    await logIn(transport, context.token === undefined ? undefined : sessionTokenAuth(context.token));
    const payload = await rows.wait(range.timeout ?? settings.timeouts.call, range.signal);
    const beats = parsePayload("The list of heartbeats", z.array(heartbeatSchema), payload);
    const since = Date.now() - range.hours * 3_600_000;
    return beats.filter(({ time }) => time.getTime() > since);
  } finally {
    await transport.close();
  }
}
