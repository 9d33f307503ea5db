import { patience } from "@kumakit/testkit";
import { expect } from "vitest";
import type { UnderFire } from "./bulk-under-fire.ts";

const byName = (left: string, right: string): number => left.localeCompare(right);

/** Holds what came of {@link createUnderFire} to: all are there, once and whole, few lists were asked for, and pushes went through. */
export function expectAllMade(fire: UnderFire): void {
  const { counts, foreign, listed, made, notificationId, pushes, wanted } = fire;
  expect(made.map(({ name }) => name)).toEqual(wanted);
  expect(listed.map(({ name }) => name).toSorted(byName)).toEqual([...wanted].toSorted(byName));
  const ids = (monitors: UnderFire["made"]): ReadonlySet<number> => new Set(monitors.map(({ id }) => id));
  expect(ids(made)).toEqual(ids(listed));
  expect(listed.filter(({ notificationIds }) => notificationIds[0] !== notificationId)).toEqual([]);
  expect(counts["getMonitorList"] ?? 0).toBeLessThanOrEqual(5);
  expect(foreign).toBeGreaterThan(0);
  expect(pushes.length).toBeGreaterThan(5);
  expect(Math.max(...pushes)).toBeLessThan(patience(2_000));
}
