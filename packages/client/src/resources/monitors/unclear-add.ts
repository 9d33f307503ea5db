import { isUnclear, withHint } from "../../errors/with-hint.ts";
import { KumaNotFoundError, KumaProtocolError, KumaRejectedError } from "../../errors/kuma-errors.ts";
import type { Monitor } from "../../model/monitor.ts";
import { readAck } from "../../protocol/ack.ts";
import { isSameValue } from "../../same-value.ts";
import type { ClientContext } from "../client-context.ts";
import { keepsMark, looksLike, markColumn } from "./add-mark.ts";
import type { AddOptions } from "./add-mark.ts";
import { despiteCuts, isCut, seenAfterCut } from "./after-cut.ts";
import { deleteArguments } from "./delete-monitor.ts";
import { fetchMonitor } from "./fetch-monitor.ts";
import { sharedMonitors } from "./shared-list.ts";

type Wire = Readonly<Record<string, unknown>>;

/** An `add` that went wrong. */
export interface FailedAdd {
  /** What was sent, with its mark. */
  readonly wire: Wire;
  readonly error: unknown;
  /** The highest id that was there before it. */
  readonly before: number;
  readonly options: AddOptions;
}

/** The traces of an `add` with a bad or unknown outcome. */
interface Traces {
  /** The id of the monitor that carries its mark. */
  readonly made: number | undefined;
  /** New ones that look like it; whose they are cannot be known. */
  readonly similar: readonly number[];
}

function tracesIn(rows: readonly Wire[], { wire, before }: FailedAdd): Traces {
  const made = rows.find((row) => row[markColumn] === wire[markColumn])?.["id"];
  const similar = rows.filter((row) => looksLike(row, wire, before)).map(({ id }) => Number(id));
  return { made: made === undefined ? undefined : Number(made), similar: [...new Set(similar)] };
}

/** Removes a monitor that carries the mark of an `add` of this client. */
export async function removeOwn(context: ClientContext, id: number, options: AddOptions): Promise<void> {
  const what = "Removing the half-made monitor";
  const { timeout } = options;
  const remove = (): Promise<unknown> =>
    context.transport.call("deleteMonitor", deleteArguments(context, id), { timeout });
  readAck(await despiteCuts(context, remove, options), { what });
}

async function removeHalf(context: ClientContext, id: number, { error, options }: FailedAdd): Promise<void> {
  try {
    await removeOwn(context, id, options);
  } catch {
    throw withHint(error, `The server has kept it all the same, with the id ${id}, and it could not be removed.`);
  }
}

function lookFirst({ error, wire }: FailedAdd): unknown {
  return withHint(error, `Look whether there is a monitor "${String(wire["name"])}" before you try again.`);
}

function alike({ error }: FailedAdd, ids: readonly number[]): unknown {
  const list = ids.join(", ");
  return withHint(
    error,
    `A monitor like it is new (id ${list}). Whose it is cannot be known: look before you try again.`,
  );
}

/** The monitor that an `add` has made, if it is whole: a server that died meanwhile may have stored it without its notifications. */
async function wholeMonitor(context: ClientContext, id: number, failed: FailedAdd): Promise<Monitor | undefined> {
  const { options, wire } = failed;
  const read = (): Promise<Monitor> => fetchMonitor(context, id, { timeout: options.timeout });
  try {
    const monitor = await despiteCuts(context, read, options);
    const links = monitor.raw["notificationIDList"] ?? {};
    if (isSameValue(links, wire["notificationIDList"] ?? {})) return monitor;
    await removeHalf(context, id, failed);
    return undefined;
  } catch (error) {
    if (error instanceof KumaNotFoundError) return undefined;
    throw error;
  }
}

async function settleCut(context: ClientContext, failed: FailedAdd): Promise<Monitor | undefined> {
  const rows = await seenAfterCut(context, failed.options).catch(() => {
    throw lookFirst(failed);
  });
  const { made, similar } = tracesIn(rows, failed);
  if (made !== undefined) return wholeMonitor(context, made, failed);
  if (!keepsMark(failed.wire) && similar.length > 0) throw alike(failed, similar);
  return undefined;
}

/**
 * Finds out what became of an `add`: gives back what it made when only the answer was lost, and removes what it left
 * half-made when the server refused it. Only the monitor with the mark of this very `add` is taken for it; where none has it
 * but something new looks like it, the error names that and nothing is touched.
 *
 * @returns `undefined` when its connection was cut before the server has carried it out: it can be sent again, with the same mark.
 * @throws what the `add` failed with.
 */
export async function settleAdd(context: ClientContext, failed: FailedAdd): Promise<Monitor | undefined> {
  const { error } = failed;
  if (isCut(error)) return settleCut(context, failed);
  const isRefusal = error instanceof KumaRejectedError;
  if (isRefusal) failed.options.onRefusal?.();
  if (!isUnclear(error) && !(error instanceof KumaProtocolError) && !isRefusal) throw error;
  // Without the signal: a caller who stops the call must still learn what is there.
  const monitors = await sharedMonitors(context).catch(() => undefined);
  if (monitors === undefined) throw lookFirst(failed);
  const rows = monitors.map(({ raw }) => raw);
  const { made, similar } = tracesIn(rows, failed);
  if (made === undefined) throw similar.length === 0 ? error : alike(failed, similar);
  if (!isRefusal) return monitors.find(({ id }) => id === made);
  // Refused, but stored: the server writes the row before it links the notifications.
  await removeHalf(context, made, failed);
  throw error;
}
