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
  /** Whether others send some of these values back as they have read them. By default they do. */
  readonly isSentByOthers?: (names: readonly string[]) => boolean;
  /** Whether the server stores these values one after the other, so that two writes can be mixed. By default it does not. */
  readonly isInSteps?: (names: readonly string[]) => boolean;
  /** Whether the server will still know it after a restart. By default it does. */
  readonly isKept?: () => Promise<boolean>;
  readonly options?: CallOptions | undefined;
}

/** How often a thing is written at most. */
export const mostRounds = 8;
const longestPause = 400;
// A client that has read before this one wrote, and not written yet, has its write there within a few times as long as this one.
const patience = { times: 3, least: 300, most: 2_000 };
// Two mixed writes can give the same twice; a third time it is meant.
const fewestSightings = 3;

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
  /** The names that the edit itself changes; the others were written for somebody else, or as they were. */
  readonly own: readonly string[];
  /** Until the write was answered. */
  readonly looks: readonly Row[];
  /** How it looked before the read: a value that is like this again was only sent back, and who did that mends it. */
  readonly earlier: readonly Row[];
  /** For values that are stored one after the other: whether they are not all there, and have to be written again. */
  readonly isMixed: boolean | undefined;
}

/** The values that others had stored between the read and this write, which has written what was there before. */
function overwrittenBy({ base, earlier, looks, own, written }: Round): Row {
  const names = own.length > 0 ? own : Object.keys(written);
  const last = looks.findLastIndex((look) => names.every((name) => isSameValue(look[name], written[name])));
  // Where the server stores another form of it, the last one is that of this write.
  const before = looks.slice(0, last === -1 ? -1 : last);
  const theirs = before.findLast((look) => differing(look, written).length > 0);
  if (theirs === undefined) return {};
  const isNews = (name: string): boolean => !earlier.some((row) => isSameValue(row[name], theirs[name]));
  const changed = differing(base, theirs).filter((name) => !own.includes(name) && isNews(name));
  return Object.fromEntries(changed.map((name) => [name, theirs[name]]));
}

/** A thing as it would be if nothing had been overwritten: neither what others wrote, nor this edit. */
function mended(present: Row, round: Round, wish: LastingEdit["wish"]): Row {
  const { base, isMixed, written } = round;
  const theirs = Object.entries(overwrittenBy(round)).filter(([name]) => isSameValue(present[name], written[name]));
  const whole = { ...present, ...Object.fromEntries(theirs) };
  // A value that is neither the one of before nor the one written is a later write of somebody else.
  const isLost = isMixed ?? differing(base, written).some((name) => isSameValue(present[name], base[name]));
  return isLost ? wish(whole) : whole;
}

/** Waits until the write of another client that had read before this one must be there, where nothing will report it. */
async function waitForOthers(edit: LastingEdit, names: readonly string[], taken: number): Promise<void> {
  const { isSentByOthers, looks, options } = edit;
  if (looks !== undefined || isSentByOthers?.(names) === false) return;
  const { least, most, times } = patience;
  await pause(Math.min(Math.max(times * taken, least), most), options?.signal);
}

/** Counts how often in a row the same is seen. */
export class Sightings {
  #seen: unknown;
  #times = 0;

  /** Whether a value that is seen now is there again and again, so that it is meant. */
  isSettled(value: unknown): boolean {
    this.#times = isSameValue(value, this.#seen) ? this.#times + 1 : 1;
    this.#seen = value;
    return this.#times >= fewestSightings;
  }
}

/**
 * Finds out whether values that are stored one after the other are mixed with those of another write. They are not when they are as
 * written, or when somebody else's are there again and again.
 */
class Mixture {
  readonly #first: Row;
  readonly #sightings = new Sightings();

  /** Takes the thing as it was before the edit. */
  constructor(first: Row) {
    this.#first = first;
  }

  isIn(after: Row, written: Row, names: readonly string[]): boolean {
    const lost = names.filter((name) => !isSameValue(after[name], written[name]));
    const present = Object.fromEntries(names.map((name) => [name, after[name]]));
    const isSettled = this.#sightings.isSettled(present);
    const isSomebodys = lost.every((name) => !isSameValue(after[name], this.#first[name]));
    return lost.length > 0 && !(isSomebodys && isSettled);
  }
}

/** Writes once, and looks what has become of it. */
async function writeOnce(
  edit: LastingEdit,
  { base, mixture, started, written }: Pick<Round, "base" | "written"> & { mixture: Mixture; started: number },
): Promise<Round & { readonly isDone: boolean }> {
  const { isInSteps, isKept, looks, read, wish, write } = edit;
  const [names, own] = [differing(base, written), differing(base, wish(base))];
  const earlier = [...(looks?.earlier ?? [])];
  await write(written);
  const seen = [...(looks?.rows ?? [])];
  await waitForOthers(edit, names, performance.now() - started);
  const after = await read();
  const isMixed = isInSteps?.(names) === true ? mixture.isIn(after, written, names) : undefined;
  const round: Round = { base, written, own, isMixed, earlier, looks: seen };
  const isThere = differing(after, mended(after, round, wish)).length === 0;
  return { ...round, isDone: isThere && (isKept === undefined || (await isKept())) };
}

/**
 * Edits a thing so that nothing is lost, neither of this client nor of another one. The server knows no versions: two clients
 * that read, change and write at once overwrite each other without a word. After each write the thing is read, and what is
 * missing is written again. Sends nothing when nothing would change.
 *
 * Where the server reports edits to nobody, the look comes a moment later: when the write of another client that had read
 * before must be there. A client that takes much longer from its read to its write can still overwrite this one. So a
 * writer sends as little as the server takes.
 *
 * @throws {@link KumaConflictError} when the change does not stay.
 */
export async function editToLast(context: ClientContext, edit: LastingEdit): Promise<void> {
  const { looks, options, read, what, wish } = edit;
  let started = performance.now();
  let base = await read();
  const mixture = new Mixture(base);
  looks?.forgetUpTo(base);
  let written = wish(base);
  if (differing(base, written).length === 0) return;
  for (let rounds = 1; ; rounds += 1) {
    const round = await writeOnce(edit, { base, written, mixture, started });
    if (round.isDone) return;
    await pauseBetween(rounds, options?.signal);
    started = performance.now();
    base = await read();
    looks?.forgetUpTo(base);
    written = mended(base, round, wish);
    const names = differing(base, written);
    if (names.length === 0 && edit.isKept === undefined) return;
    if (rounds === mostRounds)
      throw new KumaConflictError(`Others change ${what} at the same time: ${names.join(", ") || "it"} did not stay.`);
    context.transport.settings.logger.debug(`others change ${what} at the same time: writing once more`);
  }
}
