/** A state that lasted for a while, as it really was; times in ms since 1970. */
export interface TrueState {
  readonly status: "up" | "down";
  readonly from: number;
  /** Infinity for the last one. */
  readonly to: number;
}

/** A change of state that Uptime Kuma has recorded. */
export interface RecordedChange {
  readonly status: "up" | "down";
  readonly at: number;
  readonly message: string;
}

/** How exact the recorded history has to be, in ms. */
export interface Bounds {
  /** A state that lasted longer must not be missing. */
  readonly shortest: number;
  /** How late the report of a state may be. */
  readonly late: number;
}

/** Two clocks and the time that a command takes, in ms. */
const slackMs = 500;

/**
 * Holds what was recorded of one service against what really happened.
 *
 * @returns what is wrong, one line each; nothing when all is right
 */
export function compareHistories(
  truth: readonly TrueState[],
  recorded: readonly RecordedChange[],
  { shortest, late }: Bounds,
): readonly string[] {
  const tells = (state: TrueState, { status, at }: RecordedChange): boolean =>
    status === state.status && at >= state.from - slackMs && at <= state.to + late;
  const missing = truth
    .filter((state) => state.to - state.from >= shortest && !recorded.some((change) => tells(state, change)))
    // Nothing to tell: what was recorded before still held when this state began.
    .filter(({ status, from }) => recorded.findLast(({ at }) => at < from - slackMs)?.status !== status)
    .map(({ status, from, to }) => `lost: ${status} at ${clock(from)} for ${Math.round((to - from) / 1000)} s`);
  const wrong = recorded
    .filter((change) => !truth.some((state) => tells(state, change)))
    .map(({ status, at, message }) => `false: ${status} at ${clock(at)}: ${message}`);
  const [isNow, said] = [truth.at(-1)?.status, recorded.at(-1)?.status];
  return [...missing, ...wrong, ...(isNow === said ? [] : [`in the end: ${said}, but it is ${isNow}`])];
}

function clock(ms: number): string {
  return Number.isFinite(ms) ? new Date(ms).toISOString().slice(11, 23) : "the end";
}
