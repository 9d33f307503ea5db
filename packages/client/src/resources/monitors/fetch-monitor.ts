import { checkId } from "../../arguments/check-id.ts";
import { KumaNotFoundError } from "../../errors/kuma-errors.ts";
import type { Monitor } from "../../model/monitor.ts";
import { readAck } from "../../protocol/ack.ts";
import { monitorSchema } from "../../protocol/monitor-schema.ts";
import { parsePayload } from "../../protocol/parse-payload.ts";
import { serverSaid } from "../../protocol/server-words.ts";
import type { CallOptions } from "../call-options.ts";
import type { ClientContext } from "../client-context.ts";

/** Runs a call about one monitor, and turns the server's ways of saying "unknown id" into an error that says so. */
export async function aboutMonitor<T>(id: number, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (serverSaid(error, "unknownMonitor")) throw new KumaNotFoundError("monitor", id, { cause: error });
    throw error;
  }
}

/**
 * Reads one monitor.
 *
 * @throws {@link KumaNotFoundError}
 */
export async function fetchMonitor(context: ClientContext, id: number, options?: CallOptions): Promise<Monitor> {
  checkId(id);
  return aboutMonitor(id, async () => {
    const ack = readAck(await context.transport.call("getMonitor", [id], options), { what: `The monitor ${id}` });
    return parsePayload("A monitor", monitorSchema, ack["monitor"]);
  });
}
