import { setTimeout as sleep } from "node:timers/promises";
import { KumaAbortedError, KumaConflictError } from "../errors/kuma-errors.ts";
import { isSameValue } from "../same-value.ts";
import type { CallOptions } from "./call-options.ts";
import type { ClientContext } from "./client-context.ts";
import type { Row, RowLooks } from "./row-looks.ts";

/** An edit of a thing that the server takes whole. */
export interface LastingEdit {
  /** The thing, for the error. */
  readonly what: string;
  readonly read: () => Promise<Row>;
  /** All of it with what is to be changed. */
  readonly wish: (present: Row) => Row;
  readonly write: (row: Row) => Promise<void>;
  /** What the server reports of it to all clients; nothing where it reports no edit. */
  readonly looks?: RowLooks | undefined;
  readonly options?: CallOptions | undefined;
}

/** How often a thing is written at most. */
export const mostRounds = 8;
const longestPause = 400;
// A client that has read before this one wrote, and not written yet, has its write there within a few times as long as this one.
const patience = { times: 3, least: 100, most: 2_000 };

function differing(left: Row, right: Row): readonly string[] {
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].filter(
    (name) => !isSameValue(left[name], right[name]),
  );
}

async function pause(time: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(time, undefined, { signal }).catch((error: unknown) => {
    throw new KumaAbortedError("The change", { cause: error });
  });
}

/** Waits for a moment, so that two clients that meet do not meet again. */
export function pauseBetween(rounds: number, signal: AbortSignal | undefined): Promise<void> {
  return pause(Math.random() * Math.min(longestPause, 10 * 2 ** rounds), signal);
}

/** One write, and what was seen before and after it. */
interface Round {
  readonly base: Row;
  readonly written: Row;
  readonly looks: readonly Row[];
}

/** The values that others had stored between the read and this write, which has written what was there before. */
function overwrittenBy({ base, looks, written }: Round): Row {
  const own = differing(base, written);
  const first = looks.findIndex((look) => own.every((name) => isSameValue(look[name], written[name])));
  // Where the server stores another form of it, the last one is that of this write.
  const theirs = looks[(first === -1 ? looks.length - 1 : first) - 1];
  if (theirs === undefined) return {};
  const names = differing(base, theirs).filter((name) => !own.includes(name));
  return Object.fromEntries(names.map((name) => [name, theirs[name]]));
}

/** A thing as it would be if nothing had been overwritten: neither what others wrote, nor this edit. */
function mended(present: Row, round: Round, wish: LastingEdit["wish"]): Row {
  const { base, written } = round;
  const theirs = Object.entries(overwrittenBy(round)).filter(([name]) => isSameValue(present[name], written[name]));
  const whole = { ...present, ...Object.fromEntries(theirs) };
  // A value that is neither the one of before nor the one written is a later write of somebody else.
  const isLost = differing(base, written).some((name) => isSameValue(present[name], base[name]));
  return isLost ? wish(whole) : whole;
}

/**
 * Edits a thing so that nothing is lost, neither of this client nor of another one. The server takes such things whole and
 * knows no versions: two clients that read, change and write at once overwrite each other without a word. After each
 * write the thing is read, and what is missing is written again. Sends nothing when nothing would change.
 *
 * Where the server reports edits to nobody, the look comes a moment later: when the write of another client that had read
 * before must be there. A client that takes much longer from its read to its write can still overwrite this one.
 *
 * @throws {@link KumaConflictError} when the change does not stay.
 */
export async function editToLast(context: ClientContext, edit: LastingEdit): Promise<void> {
  const { looks, options, read, what, wish, write } = edit;
  const { logger } = context.transport.settings;
  let started = performance.now();
  let base = await read();
  looks?.forget();
  let written = wish(base);
  for (let rounds = 1; differing(base, written).length > 0; rounds += 1) {
    if (rounds > mostRounds) {
      const names = differing(base, written).join(", ");
      throw new KumaConflictError(`Others change ${what} at the same time: ${names} did not stay.`);
    }
    if (rounds > 1) logger.debug(`others change ${what} at the same time: writing once more`);
    await write(written);
    const time = patience.times * (performance.now() - started);
    if (looks === undefined) await pause(Math.min(Math.max(time, patience.least), patience.most), options?.signal);
    const after = await read();
    const round: Round = { base, written, looks: looks?.rows ?? [] };
    if (differing(after, mended(after, round, wish)).length === 0) return;
    await pauseBetween(rounds, options?.signal);
    started = performance.now();
    base = await read();
    looks?.forget();
    written = mended(base, round, wish);
  }
}
