import type { Monitor } from "../../model/monitor.ts";
import { readAck } from "../../protocol/ack.ts";
import { monitorListSchema, monitorSchema } from "../../protocol/monitor-schema.ts";
import { parsePayload } from "../../protocol/parse-payload.ts";
import type { CallOptions } from "../call-options.ts";
import type { ClientContext } from "../client-context.ts";

/** A list of so many monitors may take as long again as another call: servers before 2.0 gather it monitor by monitor. */
const monitorsForOneTimeout = 400;

const longestTimeout = 600_000;

/** Reads the monitors of a list, by id. */
export function monitorsOf(rows: readonly unknown[]): readonly Monitor[] {
  return rows.map((raw) => parsePayload("A monitor", monitorSchema, raw)).toSorted((a, b) => a.id - b.id);
}

function timeoutFor({ events, transport }: ClientContext): number {
  const { call } = transport.settings.timeouts;
  return Math.max(call, Math.min(longestTimeout, call * (1 + events.monitorCount / monitorsForOneTimeout)));
}

/** Reads all monitors, by id. The first read on a connection takes the list that came with the log-in. */
export async function fetchMonitors(context: ClientContext, options: CallOptions = {}): Promise<readonly Monitor[]> {
  const { events, transport } = context;
  await transport.ready(options);
  const first = transport.calls === 0 ? events.takeFirstList() : undefined;
  if (first !== undefined) return monitorsOf(first);
  const timeout = options.timeout ?? timeoutFor(context);
  let payload: unknown;
  // Every version sends the list before it acknowledges the request for it.
  const stop = transport.on("monitorList", (list) => {
    payload = list;
  });
  try {
    const answer = await transport.call("getMonitorList", [], { signal: options.signal, timeout });
    readAck(answer, { what: "The list of monitors" });
  } finally {
    stop();
  }
  return monitorsOf(parsePayload("The list of monitors", monitorListSchema, payload));
}
