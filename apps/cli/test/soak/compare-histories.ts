/** A state that lasted for a while, as it really was; times in ms since 1970. */
export interface TrueState {
  readonly status: "up" | "down";
  readonly from: number;
  /** Infinity for the last one. */
  readonly to: number;
  /** It must be reported once it has been in sight for so long, in ms. */
  readonly needs: number;
  /** The words that the report of a DOWN must have. */
  readonly reason?: RegExp;
}

/** A change of state that Uptime Kuma has recorded. */
export interface RecordedChange {
  readonly status: "up" | "down";
  readonly at: number;
  readonly message: string;
}

/** A time in which the agent could see nothing, in ms since 1970. */
export interface BlindTime {
  readonly from: number;
  readonly to: number;
}

/** The tolerances. */
export interface Bounds {
  /** How late the report of a state may be, in ms. */
  readonly late: number;
  readonly blind: readonly BlindTime[];
}

/** Two clocks and the time that a command takes, in ms. */
const slackMs = 500;

interface Account {
  readonly problems: number;
  /** The lines, newest first. */
  readonly lines: { readonly line: string; readonly next: Account["lines"] } | undefined;
}

/**
 * Holds what was recorded of one service against what really happened. The two are matched in order, each true state with
 * one recorded change at most, so that as little as possible is wrong.
 *
 * @returns what is wrong, one line each; nothing when all is right
 */
export function compareHistories(
  truth: readonly TrueState[],
  recorded: readonly RecordedChange[],
  bounds: Bounds,
): readonly string[] {
  const known = new Map<string, Account>();
  const best = (state: number, change: number, last: TrueState["status"] | undefined): Account => {
    const key = `${state} ${change} ${last}`;
    const found = known.get(key) ?? reckon(state, change, last);
    known.set(key, found);
    return found;
  };
  const reckon = (state: number, change: number, last: TrueState["status"] | undefined): Account => {
    const [real, said] = [truth[state], recorded[change]];
    if (real === undefined && said === undefined) return { problems: 0, lines: undefined };
    const ways: Account[] = [];
    if (real !== undefined && said !== undefined && tells(real, said, bounds)) {
      const wrong = real.reason?.test(said.message) === false ? wording("wrong reason", said) : undefined;
      ways.push(add(best(state + 1, change + 1, said.status), wrong));
    }
    if (real !== undefined) {
      const isFree = real.status === last || inSight(real, bounds.blind) < real.needs;
      ways.push(add(best(state + 1, change, last), isFree ? undefined : loss(real)));
    }
    if (said !== undefined) ways.push(add(best(state, change + 1, last), wording("false", said)));
    return ways.reduce((one, other) => (other.problems < one.problems ? other : one));
  };
  const lines: string[] = [];
  for (let rest = best(0, 0, undefined).lines; rest !== undefined; rest = rest.next) lines.push(rest.line);
  const [isNow, saidLast] = [truth.at(-1)?.status, recorded.at(-1)?.status];
  return [...lines, ...(isNow === saidLast ? [] : [`in the end: ${saidLast}, but it is ${isNow}`])];
}

function add({ problems, lines }: Account, line: string | undefined): Account {
  return line === undefined ? { problems, lines } : { problems: problems + 1, lines: { line, next: lines } };
}

function tells(state: TrueState, { status, at }: RecordedChange, { late }: Bounds): boolean {
  return status === state.status && at >= state.from - slackMs && at <= state.to + late;
}

/** How long a state was in sight at one go, in ms. */
function inSight({ from, to }: TrueState, blind: readonly BlindTime[]): number {
  let longest = 0;
  let since = from;
  for (const gap of blind.filter((one) => one.to > from && one.from < to)) {
    longest = Math.max(longest, gap.from - since);
    since = Math.max(since, gap.to);
  }
  return Math.max(longest, to - since);
}

function loss({ status, from, to }: TrueState): string {
  return `lost: ${status} at ${clock(from)} for ${Math.round((to - from) / 1000)} s`;
}

function wording(what: string, { status, at, message }: RecordedChange): string {
  return `${what}: ${status} at ${clock(at)}: ${message}`;
}

function clock(ms: number): string {
  return Number.isFinite(ms) ? new Date(ms).toISOString().slice(11, 23) : "the end";
}
