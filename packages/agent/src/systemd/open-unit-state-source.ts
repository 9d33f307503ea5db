import type { Logger } from "../logger.ts";
import { BusUnitStateSource } from "./bus-unit-state-source.ts";
import { SystemctlUnitStateSource } from "./systemctl-unit-state-source.ts";
import type { UnitScope, UnitState, UnitStateSource } from "./unit-state.ts";

/** Watches over the bus; reads over the bus, or by `systemctl` while the bus cannot be reached. */
class UnitStateSourceWithFallback implements UnitStateSource {
  readonly #bus: UnitStateSource;
  readonly #systemctl: UnitStateSource;
  readonly #logger: Logger;
  #usesFallback = false;

  constructor(scope: UnitScope, logger: Logger) {
    this.#bus = new BusUnitStateSource({ scope, logger });
    this.#systemctl = new SystemctlUnitStateSource(scope);
    this.#logger = logger;
  }

  async read(units: readonly string[]): Promise<UnitState[]> {
    try {
      const states = await this.#bus.read(units);
      this.#usesFallback = false;
      return states;
    } catch (error) {
      if (!this.#usesFallback) this.#logger.warn(`${(error as Error).message}; systemctl is asked instead`);
      this.#usesFallback = true;
      return this.#systemctl.read(units);
    }
  }

  watch(units: readonly string[], onChange: (state: UnitState) => void): () => void {
    return this.#bus.watch(units, onChange);
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
 * @param logger - told when the fallback is used
 */
export function openUnitStateSource(scope: UnitScope, logger: Logger): UnitStateSource {
  return new UnitStateSourceWithFallback(scope, logger);
}
