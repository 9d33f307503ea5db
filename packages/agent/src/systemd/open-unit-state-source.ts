import type { Logger } from "../logger.ts";
import { BusUnitStateSource } from "./bus-unit-state-source.ts";
import { SystemctlUnitStateSource } from "./systemctl-unit-state-source.ts";
import type { UnitQuery } from "./unit-pattern.ts";
import type { ManagerPhase, ReadOptions, UnitScope, UnitState, UnitStateSource } from "./unit-state.ts";

/** A bus that answers nothing for so long while systemctl gets answers will not come back by itself, in ms. */
const cutOffAfterMs = 60_000;

/** Watches over the bus; reads over the bus, or by `systemctl` while the bus cannot be reached. */
class UnitStateSourceWithFallback implements UnitStateSource {
  readonly #bus: BusUnitStateSource;
  readonly #systemctl: UnitStateSource;
  readonly #logger: Logger;
  #hasBusAnswered = false;
  /** Since when the bus does not answer but systemctl does, monotonic ms. */
  #fallbackSince: number | undefined;
  #usesFallback = false;

  constructor(scope: UnitScope, logger: Logger) {
    this.#bus = new BusUnitStateSource({ scope, logger });
    this.#systemctl = new SystemctlUnitStateSource(scope);
    this.#logger = logger;
  }

  get isCutOff(): boolean {
    // A new start does not mend a bus that has never answered.
    if (!this.#hasBusAnswered || this.#fallbackSince === undefined) return false;
    return performance.now() - this.#fallbackSince > cutOffAfterMs;
  }

  get phase(): ManagerPhase | undefined {
    return this.#bus.phase;
  }

  readPhase(): Promise<ManagerPhase | undefined> {
    return this.#bus.readPhase();
  }

  recent(unit: string, maxAgeMs: number): UnitState | undefined {
    return this.#bus.recent(unit, maxAgeMs);
  }

  read(units: readonly string[], options?: ReadOptions): Promise<UnitState[]> {
    return this.#ask((source) => source.read(units, options));
  }

  readMatching(query: UnitQuery, options?: ReadOptions): Promise<UnitState[]> {
    return this.#ask((source) => source.readMatching(query, options));
  }

  async #ask(question: (source: UnitStateSource) => Promise<UnitState[]>): Promise<UnitState[]> {
    try {
      const states = await question(this.#bus);
      this.#hasBusAnswered = true;
      this.#fallbackSince = undefined;
      this.#usesFallback = false;
      return states;
    } catch (error) {
      if (!this.#usesFallback) this.#logger.warn(`${(error as Error).message}; systemctl is asked instead`);
      this.#usesFallback = true;
      return this.#askFallback(question);
    }
  }

  async #askFallback(question: (source: UnitStateSource) => Promise<UnitState[]>): Promise<UnitState[]> {
    try {
      const states = await question(this.#systemctl);
      this.#fallbackSince ??= performance.now();
      return states;
    } catch (error) {
      this.#fallbackSince = undefined;
      throw error;
    }
  }

  watch(units: readonly string[], onChange: (state: UnitState) => void): () => void {
    return this.#bus.watch(units, onChange);
  }

  watchMatching(query: UnitQuery, onChange: (states: UnitState[]) => void): () => void {
    return this.#bus.watchMatching(query, onChange);
  }

  close(): void {
    this.#bus.close();
    this.#systemctl.close();
  }
}

/**
 * Opens the best source of unit states that the host has: D-Bus, with `systemctl` behind it.
 *
 * @param scope - the system's service manager or the user's
 * @param logger - hears when the fallback is used
 */
export function openUnitStateSource(scope: UnitScope, logger: Logger): UnitStateSource {
  return new UnitStateSourceWithFallback(scope, logger);
}
