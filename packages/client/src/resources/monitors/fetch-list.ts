import { KumaNotFoundError } from "../../errors/kuma-errors.ts";
import type { Monitor } from "../../model/monitor.ts";
import { readAck } from "../../protocol/ack.ts";
import { monitorListSchema, monitorSchema } from "../../protocol/monitor-schema.ts";
import { parsePayload } from "../../protocol/parse-payload.ts";
import type { CallOptions } from "../call-options.ts";
import type { ClientContext } from "../client-context.ts";
import { fetchMonitor } from "./fetch-monitor.ts";

/** A list of so many monitors may take as long again as another call: servers before 2.0 gather it monitor by monitor. */
const monitorsForOneTimeout = 400;

const longestTimeout = 600_000;

/** So many ids are asked for one by one; for more the list is cheaper. */
const mostQuestions = 20;

/** So many of them at once. A cluster of databases may skip two ids for each that it gives. */
const atOnce = 3;

function monitorsOf(rows: readonly unknown[]): readonly Monitor[] {
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

/**
 * All monitors as the server has reported them by itself, by id: those that were made before the call are there. Servers before 2.0 do not
 * name each change, and are asked.
 */
export async function reportedMonitors(context: ClientContext, options: CallOptions = {}): Promise<readonly Monitor[]> {
  const { events, live, server, transport } = context;
  if (!server.capabilities.sendsSingleMonitors) return fetchMonitors(context, options);
  await transport.ready(options);
  await live.monitorList(transport, options);
  const found = await unreportedMonitors(context, options);
  if (found === undefined) return fetchMonitors(context, options);
  const all = new Map([...found, ...monitorsOf(events.reported.rows)].map((monitor) => [monitor.id, monitor]));
  return [...all.values()].toSorted((a, b) => a.id - b.id);
}

/**
 * The monitors that have an id and of which the server has reported nothing yet: ones that other clients make just now. Where monitors
 * with the highest ids were deleted before the log-in, theirs are asked for, too, until some in a row are not there: those below were
 * given earlier still, so that the list would have had them.
 *
 * @returns `undefined` when there are so many that the list is cheaper.
 */
async function unreportedMonitors(
  context: ClientContext,
  options: CallOptions,
): Promise<readonly Monitor[] | undefined> {
  const { missing } = context.events.reported;
  const found: Monitor[] = [];
  for (let asked = 0; asked < missing.length; asked += atOnce) {
    if (asked >= mostQuestions) return undefined;
    const ids = missing.slice(asked, asked + atOnce);
    const answers = await Promise.all(ids.map((id) => monitorIfThere(context, id, options)));
    const there = answers.filter((monitor) => monitor !== undefined);
    if (there.length === 0) {
      context.events.settleUpTo(ids[0] ?? 0);
      break;
    }
    found.push(...there);
  }
  return found;
}

async function monitorIfThere(context: ClientContext, id: number, options: CallOptions): Promise<Monitor | undefined> {
  try {
    return await fetchMonitor(context, id, options);
  } catch (error) {
    if (error instanceof KumaNotFoundError) return undefined;
    throw error;
  }
}
