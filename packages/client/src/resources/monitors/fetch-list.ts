import type { Monitor } from "../../model/monitor.ts";
import { readAck } from "../../protocol/ack.ts";
import { monitorListSchema, monitorSchema } from "../../protocol/monitor-schema.ts";
import { parsePayload } from "../../protocol/parse-payload.ts";
import { isSameValue } from "../../same-value.ts";
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

/** How often the list is asked for at most, while others come with it. */
const mostTries = 3;

/** Reads all monitors, by id. The first read on a connection takes the list that came with the log-in. */
export async function fetchMonitors(context: ClientContext, options: CallOptions = {}): Promise<readonly Monitor[]> {
  const { events, transport } = context;
  await transport.ready(options);
  const first = transport.calls === 0 ? events.takeFirstList() : undefined;
  if (first !== undefined) return monitorsOf(first);
  const timeout = options.timeout ?? timeoutFor(context);
  const start = performance.now();
  for (let tries = 1; ; tries += 1) {
    const { payload, isTheOnlyOne } = await askForList(context, { signal: options.signal, timeout });
    const isLate = performance.now() - start > timeout / 2;
    if (isTheOnlyOne || isLate || tries === mostTries)
      return monitorsOf(parsePayload("The list of monitors", monitorListSchema, payload));
  }
}

/**
 * Asks for the list. Every version sends it before it acknowledges the request. But servers before 2.0 broadcast the list
 * after a deletion or an edit, gather it row by row, and may send that of an earlier state between ours and the
 * acknowledgement: a monitor that was deleted would be in it.
 */
async function askForList(
  { transport }: ClientContext,
  options: CallOptions,
): Promise<{ readonly payload: unknown; readonly isTheOnlyOne: boolean }> {
  const lists: unknown[] = [];
  const stop = transport.on("monitorList", (list) => {
    if (!lists.some((other) => isSameValue(other, list))) lists.push(list);
  });
  try {
    const answer = await transport.call("getMonitorList", [], options);
    readAck(answer, { what: "The list of monitors" });
  } finally {
    stop();
  }
  return { payload: lists.at(-1), isTheOnlyOne: lists.length <= 1 };
}
