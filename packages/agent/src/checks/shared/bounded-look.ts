import { formatDuration } from "@kumakit/text";

/** A look was not possible, so the check has no data; the message says why, for people. */
export class LookError extends Error {
  /** The class's name. */
  override readonly name = "LookError";
}

/**
 * How many looks may be on their way at once. What hangs in the kernel, as on a network file system whose server is gone,
 * holds one of Node's four threads and cannot be called back. One must stay free: names are resolved there too.
 */
const slots = 3;

interface Outstanding {
  readonly since: number;
  readonly outcome: Promise<unknown>;
}

const outstanding = new Map<string, Outstanding>();
const waiting = new Set<() => void>();

function wakeAll(): void {
  const woken = [...waiting];
  waiting.clear();
  for (const wake of woken) wake();
}

function begin<Result>(what: string, look: () => Promise<Result>): Promise<Result> {
  const outcome = look().finally(() => {
    outstanding.delete(what);
    wakeAll();
  });
  // Whoever waited may have gone; a late failure is nobody's then.
  outcome.catch(() => undefined);
  outstanding.set(what, { since: performance.now(), outcome });
  return outcome;
}

async function slotFree(isOver: () => boolean): Promise<void> {
  while (outstanding.size >= slots && !isOver()) {
    await new Promise<void>((resolve) => waiting.add(resolve));
  }
}

/**
 * Looks at something that may hang for ever, and waits for it only so long. What hangs is not asked again before it comes
 * back: at most one look at the same thing is on its way.
 *
 * @param what - names the thing, for the message as well
 * @param limitMs - how long to wait
 * @param look - asks the kernel
 * @throws {@link LookError} when it takes longer; else what `look` throws
 */
export async function boundedLook<Result>(what: string, limitMs: number, look: () => Promise<Result>): Promise<Result> {
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      isOver = true;
      wakeAll();
      reject(new LookError(hangs(what)));
    }, limitMs);
  });
  async function run(): Promise<Result> {
    if (!outstanding.has(what)) await slotFree(() => isOver);
    const before = outstanding.get(what);
    if (before !== undefined) return (await before.outcome) as Result;
    return await (isOver ? limit : begin(what, look));
  }
  try {
    return await Promise.race([run(), limit]);
  } finally {
    clearTimeout(timer);
  }
}

function hangs(what: string): string {
  const own = outstanding.get(what);
  if (own !== undefined)
    return `${what} does not answer for ${formatDuration(performance.now() - own.since)}: it hangs`;
  return `${what} was not looked at, because other things hang: ${[...outstanding.keys()].join(", ")}`;
}
