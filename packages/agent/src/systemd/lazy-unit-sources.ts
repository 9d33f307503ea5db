import type { Logger } from "../logger.ts";
import { openUnitStateSource } from "./open-unit-state-source.ts";
import type { UnitScope, UnitStateSource } from "./unit-state.ts";

/** The sources of unit states of one agent: each is opened when it is first asked for. */
export class LazyUnitSources {
  readonly #given: UnitStateSource | undefined;
  readonly #logger: Logger;
  readonly #opened = new Map<UnitScope, UnitStateSource>();

  /**
   * @param given - used for both scopes, and not closed
   * @param logger - hears when a source works less well than it should
   */
  constructor(given: UnitStateSource | undefined, logger: Logger) {
    this.#given = given;
    this.#logger = logger;
  }

  /** The source for the units of one manager. */
  of(scope: UnitScope): UnitStateSource {
    const source = this.#given ?? this.#opened.get(scope) ?? openUnitStateSource(scope, this.#logger);
    if (this.#given === undefined) this.#opened.set(scope, source);
    return source;
  }

  /** Those in use. */
  get all(): readonly UnitStateSource[] {
    return this.#given === undefined ? [...this.#opened.values()] : [this.#given];
  }

  /** Whether one of these managers is in use and known to go down. */
  areGoingDown(scopes: readonly UnitScope[]): boolean {
    return scopes.some((scope) => (this.#given ?? this.#opened.get(scope))?.phase === "stopping");
  }

  /** Closes what was opened. */
  close(): void {
    for (const source of this.#opened.values()) source.close();
  }
}
