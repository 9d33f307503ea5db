import type { ReadOptions, UnitState, UnitStateSource } from "../../systemd/unit-state.ts";

/** Whether a unit rests, and others may start it when it is needed: then theirs counts, too. */
export function restsForTriggers({ activeState, loadState, result, hasJob, triggeredBy = [] }: UnitState): boolean {
  return (
    activeState === "inactive" && loadState === "loaded" && result === "success" && !hasJob && triggeredBy.length > 0
  );
}

/** A timer that has elapsed starts nothing any more. */
function startsOthers({ activeState, subState }: UnitState): boolean {
  return activeState === "active" && subState !== "elapsed";
}

/**
 * A unit with the trigger that it waits for, when it rests and one of them is active.
 *
 * @param state - of the unit
 * @param triggers - the states of those that start it; others may be among them
 */
export function withTrigger(state: UnitState, triggers: readonly UnitState[]): UnitState {
  if (!restsForTriggers(state)) return state;
  const names = state.triggeredBy ?? [];
  const waitsFor = names.find((name) => triggers.some((trigger) => trigger.unit === name && startsOthers(trigger)));
  return { ...state, waitsFor };
}

/** The triggers of the units of one check. */
export class TriggerWatch {
  readonly #source: UnitStateSource;
  readonly #onChange: () => void;
  readonly #ends = new Map<string, () => void>();

  /**
   * @param source - of their states
   * @param onChange - called when one of them may have changed
   */
  constructor(source: UnitStateSource, onChange: () => void) {
    this.#source = source;
    this.#onChange = onChange;
  }

  /**
   * Adds to units at rest what they wait for, and listens to that from now on.
   *
   * @throws UnitStateError when the service manager cannot be asked
   */
  async complete(states: readonly UnitState[], options: ReadOptions): Promise<readonly UnitState[]> {
    const names = [...new Set(states.flatMap((state) => (restsForTriggers(state) ? (state.triggeredBy ?? []) : [])))];
    if (names.length === 0) return states;
    const triggers = await this.#source.read(names, options);
    for (const name of names) if (!this.#ends.has(name)) this.#listenTo(name);
    return states.map((state) => withTrigger(state, triggers));
  }

  /** Nothing is listened to any more. */
  stop(): void {
    for (const end of this.#ends.values()) end();
    this.#ends.clear();
  }

  #listenTo(name: string): void {
    let isFirst = true;
    const end = this.#source.watch([name], () => {
      // The first call only says how it is.
      if (!isFirst) this.#onChange();
      isFirst = false;
    });
    this.#ends.set(name, end);
  }
}
