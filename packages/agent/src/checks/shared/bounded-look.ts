import { formatDuration } from "@kumakit/text";

/** A look was not possible, so the check has no data; the message says why, for people. */
export class LookError extends Error {
  /** The class's name. */
  override readonly name = "LookError";
}

/**
 * How many looks may be on their way at once. A look that hangs in the kernel, for example on a network file system
 * whose server is gone, holds one of Node's four threads and cannot be called back. One must stay free: names are
 * resolved there too.
 */
const slots = 3;

/** A look that is on its way. */
interface Outstanding {
  /** The thing, for messages. */
  readonly what: string;
  readonly since: number;
}

/** The looks of all kinds that are on their way. */
const outstanding = new Set<Outstanding>();
const waiting = new Set<() => void>();

function wakeAll(): void {
  const woken = [...waiting];
  waiting.clear();
  for (const wake of woken) wake();
}

async function slotFree(isOver: () => boolean): Promise<void> {
  while (outstanding.size >= slots && !isOver()) {
    await new Promise<void>((resolve) => waiting.add(resolve));
  }
}

/** One kind of look at things that may hang for ever. */
export interface BoundedLooks<Thing, Result> {
  /** The longest wait, in ms. */
  readonly limitMs: number;
  /** The name of a thing, for messages; things of one name share one answer. */
  readonly nameOf: (thing: Thing) => string;
  /** Asks the kernel. */
  readonly look: (thing: Thing) => Promise<Result>;
}

/**
 * Defines a look that is waited for only so long. A thing that hangs is not asked again before it comes back: at most one
 * look of this kind at the same thing is on its way, and all who ask meanwhile share its answer.
 *
 * @returns looks at one thing. It throws a {@link LookError} when that takes longer; else what `look` throws
 */
export function defineBoundedLook<Thing, Result>({
  limitMs,
  nameOf,
  look,
}: BoundedLooks<Thing, Result>): (thing: Thing) => Promise<Result> {
  const ofThisKind = new Map<string, Outstanding & { readonly outcome: Promise<Result> }>();

  function begin(what: string, thing: Thing): Promise<Result> {
    const outcome = look(thing).finally(() => {
      outstanding.delete(own);
      ofThisKind.delete(what);
      wakeAll();
    });
    // The caller may have gone; then a late failure belongs to nobody.
    outcome.catch(() => undefined);
    const own = { what, since: performance.now(), outcome };
    outstanding.add(own);
    ofThisKind.set(what, own);
    return outcome;
  }

  return async (thing) => {
    const what = nameOf(thing);
    let isOver = false;
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        isOver = true;
        wakeAll();
        reject(new LookError(hangs(what, ofThisKind.get(what))));
      }, limitMs);
    });
    async function run(): Promise<Result> {
      if (!ofThisKind.has(what)) await slotFree(() => isOver);
      return await (ofThisKind.get(what)?.outcome ?? (isOver ? limit : begin(what, thing)));
    }
    try {
      return await Promise.race([run(), limit]);
    } finally {
      clearTimeout(timer);
    }
  };
}

function hangs(what: string, own: Outstanding | undefined): string {
  if (own !== undefined)
    return `${what} does not answer for ${formatDuration(performance.now() - own.since)}: it hangs`;
  const others = [...outstanding].map((other) => other.what);
  return `${what} was not looked at, because other things hang: ${others.join(", ")}`;
}
