/** A call of a history: when it ran, and what it wrote where. */
export interface HistoryCall {
  readonly name: string;
  /** Of one clock, for all calls. */
  readonly start: number;
  readonly end: number;
  /** What it wrote, by the name of the place. */
  readonly writes: Readonly<Record<string, string>>;
  /** It was said to be done; another one may have happened or not. */
  readonly isCertain: boolean;
}

type State = Readonly<Record<string, string>>;

interface History {
  readonly before: State;
  readonly calls: readonly HistoryCall[];
  readonly after: State;
}

/** Every way to take one of each list. */
function* choicesOf<T>(lists: readonly (readonly T[])[]): Generator<readonly T[]> {
  const [first, ...rest] = lists;
  if (first === undefined) yield [];
  else for (const item of first) for (const others of choicesOf(rest)) yield [item, ...others];
}

function hasCircle(calls: readonly HistoryCall[], mustFollow: ReadonlyMap<HistoryCall, Set<HistoryCall>>): boolean {
  const left = new Set(calls);
  for (;;) {
    const next = [...left].find((call) => ![...(mustFollow.get(call) ?? [])].some((other) => left.has(other)));
    if (next === undefined) return left.size > 0;
    left.delete(next);
  }
}

/** Whether there is an order in which each chosen call is the last one that wrote its place. */
function isPossible(
  lastWriters: readonly (readonly [string, HistoryCall | undefined])[],
  { calls, after }: History,
): boolean {
  const chosen = new Set(lastWriters.map(([, call]) => call));
  const happened = calls.filter((call) => call.isCertain || chosen.has(call));
  const mustFollow = new Map(
    happened.map((call) => [call, new Set(happened.filter((other) => other.end < call.start))] as const),
  );
  for (const [place, last] of lastWriters) {
    const others = happened.filter((call) => call !== last && (call.writes[place] ?? after[place]) !== after[place]);
    if (last === undefined && others.length > 0) return false;
    for (const other of others) if (last !== undefined) mustFollow.get(last)?.add(other);
  }
  return !hasCircle(happened, mustFollow);
}

/**
 * Whether some order of the calls, one after the other, would have given the state that there is in the end. A call that had
 * ended before another one began comes before it.
 */
export function isExplainedByOrder(history: History): boolean {
  const { after, before, calls } = history;
  const places = Object.keys(after);
  const candidates = places.map((place) => [
    ...calls.filter((call) => call.writes[place] === after[place]),
    ...(after[place] === before[place] ? [undefined] : []),
  ]);
  for (const choice of choicesOf(candidates)) {
    if (
      isPossible(
        places.map((place, index) => [place, choice[index]] as const),
        history,
      )
    )
      return true;
  }
  return false;
}
