import { KumaNotFoundError } from "../../errors/kuma-errors.ts";
import type { Monitor } from "../../model/monitor.ts";
import type { CallOptions } from "../call-options.ts";
import type { ClientContext } from "../client-context.ts";
import { fetchMonitors, monitorsOf } from "./fetch-list.ts";
import { fetchMonitor } from "./fetch-monitor.ts";

/** So many ids are asked for one by one; for more the list is cheaper. */
const mostQuestions = 20;

/** So many of them at once. A cluster of databases may skip two ids for each that it gives. */
const atOnce = 3;

/**
 * All monitors as the server has reported them by itself, by id: those that were made before the call are there. Servers before 2.0 send
 * the whole list to everybody before they answer the one who changed something, so that no list has to be asked for.
 */
export async function reportedMonitors(context: ClientContext, options: CallOptions = {}): Promise<readonly Monitor[]> {
  const { events, live, server, transport } = context;
  await transport.ready(options);
  await live.monitorList(transport, options);
  if (!server.capabilities.sendsSingleMonitors) {
    await live.lists.catchUp(transport, options);
    return monitorsOf(events.reported.rows);
  }
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
