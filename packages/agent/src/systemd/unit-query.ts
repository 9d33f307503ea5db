import { unitPatternMatcher } from "./unit-pattern.ts";

/** Asks for all loaded units of a kind, whatever their names are. */
export interface UnitQuery {
  /** Names or patterns, as `app@*.service`; any unit when there is none. */
  readonly patterns: readonly string[];
  /** The states that are wanted, as `failed`; any when there is none. */
  readonly states: readonly string[];
}

/** Makes a test of a name out of the patterns of a query. */
export function nameMatcher(patterns: readonly string[]): (name: string) => boolean {
  const matchers = patterns.map((pattern) => unitPatternMatcher(pattern));
  return (name) => matchers.length === 0 || matchers.some((matches) => matches(name));
}
