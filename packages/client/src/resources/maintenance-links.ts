import * as z from "zod";
import { checkId } from "../arguments/check-id.ts";
import { KumaConflictError, KumaNotFoundError } from "../errors/kuma-errors.ts";
import { fieldOf, readAck } from "../protocol/ack.ts";
import { idSchema } from "../protocol/id-schema.ts";
import type { CallOptions } from "./call-options.ts";
import type { ClientContext } from "./client-context.ts";
import { fetchMonitors } from "./monitors/fetch-list.ts";
import { fetchStatusPageRows } from "./fetch-status-page.ts";
import { mostRounds, pauseBetween } from "./lasting-edit.ts";
import { isSameValue } from "../same-value.ts";

/** The two kinds of links of a maintenance, and their events. */
const kinds = {
  monitors: { read: "getMonitorMaintenance", write: "addMonitorMaintenance", field: "monitors" },
  statusPages: { read: "getMaintenanceStatusPage", write: "addMaintenanceStatusPage", field: "statusPages" },
} as const;

/** One side of a maintenance's links. */
export type LinkKind = keyof typeof kinds;

/** The ids that are to be linked; what is left out is not looked at. */
export interface WantedLinks {
  readonly monitorIds?: readonly number[] | undefined;
  readonly statusPageIds?: readonly number[] | undefined;
}

const rowsSchema = z.array(z.looseObject({ id: idSchema }));

/** The ids that are linked with a maintenance. An unknown maintenance has none. */
export async function readLinks(
  context: ClientContext,
  id: number,
  request: { kind: LinkKind; options?: CallOptions | undefined },
): Promise<readonly number[]> {
  checkId(id);
  const { read, field } = kinds[request.kind];
  const ack = readAck(await context.transport.call(read, [id], request.options), { what: `The maintenance ${id}` });
  const ids = fieldOf(ack, field, rowsSchema).map((row) => row.id);
  return ids.toSorted((a, b) => a - b);
}

/** Replaces the ids that are linked with a maintenance. */
export async function writeLinks(
  context: ClientContext,
  id: number,
  request: { kind: LinkKind; ids: readonly number[]; options?: CallOptions | undefined },
): Promise<void> {
  const rows = [...new Set(request.ids)].map((linked) => ({ id: linked }));
  const answer = await context.transport.call(kinds[request.kind].write, [id, rows], request.options);
  const what = request.kind === "monitors" ? "monitors" : "status pages";
  readAck(answer, { what: `Linking the maintenance ${id} with its ${what}` });
}

/**
 * Replaces the ids that are linked with a maintenance, so that it lasts: the server deletes the links and stores them one by one,
 * and those of two clients that write at once can be mixed.
 *
 * @throws {@link KumaConflictError} when they do not stay.
 */
export async function replaceLinks(
  context: ClientContext,
  id: number,
  request: { kind: LinkKind; ids: readonly number[]; options?: CallOptions | undefined },
): Promise<void> {
  const wanted = [...new Set(request.ids)].toSorted((a, b) => a - b);
  for (let rounds = 0; !isSameValue(await readLinks(context, id, request), wanted); rounds += 1) {
    if (rounds === mostRounds)
      throw new KumaConflictError(`Others change the links of the maintenance ${id} at the same time.`);
    if (rounds > 0) await pauseBetween(rounds, request.options?.signal);
    await writeLinks(context, id, request);
  }
}

/**
 * Makes sure that everything to be linked exists: the server notices only after it has dropped the links of before.
 *
 * @throws {@link KumaNotFoundError}
 */
export async function checkLinks(context: ClientContext, wanted: WantedLinks, options?: CallOptions): Promise<void> {
  const { monitorIds = [], statusPageIds = [] } = wanted;
  if (monitorIds.length > 0) {
    const known = new Set((await fetchMonitors(context, options)).map(({ id }) => id));
    const missing = monitorIds.find((id) => !known.has(id));
    if (missing !== undefined) throw new KumaNotFoundError("monitor", missing);
  }
  if (statusPageIds.length > 0) {
    const known = new Set((await fetchStatusPageRows(context, options)).map(({ id }) => id));
    const missing = statusPageIds.find((id) => !known.has(id));
    if (missing !== undefined) throw new KumaNotFoundError("status page", missing);
  }
}
