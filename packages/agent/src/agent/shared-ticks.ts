import { startTickTimer, type TickTimer } from "./tick-timer.ts";

/** So many checks tick in the same instant at most: one question to systemd and a handful of pushes in a row. */
const mostTogether = 16;

/** Places one after the other so that any number of them is spread evenly over a round. */
const goldenShare = 0.618_033_988_749_895;

/** Checks that tick together. */
interface Slice {
  readonly periodMs: number;
  readonly members: Set<() => void>;
  readonly timer: TickTimer;
}

/**
 * One rhythm for all checks of an agent: those with the same period tick together, so that the process wakes up once for
 * all of them. Of many, only some tick in one instant and the others spread over the period; where the first ones begin
 * is random, so that hosts do not push together.
 */
export class SharedTicks {
  readonly #slices = new Set<Slice>();
  readonly #start: number;
  #opened = 0;

  /** @param random - from 0 to below 1; decides where in its period this host begins */
  constructor(random: () => number = Math.random) {
    this.#start = random();
  }

  /**
   * Ticks at the fixed rate of a slice that has room.
   *
   * @param periodMs - between two ticks, in ms; the first one comes within it
   * @param onTick - called at every tick
   */
  start(periodMs: number, onTick: () => void): TickTimer {
    const found = [...this.#slices].find((slice) => slice.periodMs === periodMs && slice.members.size < mostTogether);
    const slice = found ?? this.#open(periodMs);
    // The same function may be given twice.
    const member = (): void => onTick();
    slice.members.add(member);
    return {
      untilNext: () => slice.timer.untilNext(),
      stop: () => {
        slice.members.delete(member);
        if (slice.members.size > 0) return;
        slice.timer.stop();
        this.#slices.delete(slice);
      },
    };
  }

  #open(periodMs: number): Slice {
    const members = new Set<() => void>();
    const timer = startTickTimer({
      periodMs,
      firstAfterMs: ((this.#start + this.#opened * goldenShare) % 1) * periodMs,
      onTick: () => {
        for (const tick of members) tick();
      },
    });
    this.#opened += 1;
    const slice = { periodMs, members, timer };
    this.#slices.add(slice);
    return slice;
  }
}
