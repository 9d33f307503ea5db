import type { BusConnection } from "./bus-connection.ts";
import { allUnitsMatchRule, changeMatch, unitMatchRule } from "./manager-calls.ts";

/**
 * With more units than this one rule asks for the signals of all units: the bus allows a connection 512 rules, and
 * compares every signal with each of them.
 */
const mostSingleRules = 32;

/** Which signals of units the bus sends to one connection. */
export class MatchRules {
  readonly #bus: BusConnection;
  #rules: ReadonlySet<string> = new Set();
  #last: Promise<void> = Promise.resolve();

  constructor(bus: BusConnection) {
    this.#bus = bus;
  }

  /**
   * Asks for the signals of these units and no others. When it resolves, nothing of them is missed any more.
   *
   * @param paths - of units; `all` for every unit there is or will be
   */
  listenTo(paths: Iterable<string> | "all"): Promise<void> {
    const single = paths === "all" ? [] : [...new Set(paths)];
    const isAll = paths === "all" || single.length > mostSingleRules;
    const wanted = new Set(isAll ? [allUnitsMatchRule] : single.map((path) => unitMatchRule(path)));
    const done = this.#last.then(() => this.#change(wanted));
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #change(wanted: ReadonlySet<string>): Promise<void> {
    const before = this.#rules;
    const added = [...wanted].filter((rule) => !before.has(rule));
    const removed = [...before].filter((rule) => !wanted.has(rule));
    this.#rules = wanted;
    // The new ones first, so that no signal falls in between.
    await Promise.all(added.map((rule) => changeMatch(this.#bus, "AddMatch", rule)));
    await Promise.all(removed.map((rule) => changeMatch(this.#bus, "RemoveMatch", rule)));
  }
}
