import { Variant } from "@jellybrick/dbus-next";
import { expect, test } from "vitest";
import { plainValue } from "../../systemd/bus-connection.ts";
import { unitPropertiesFromBus } from "../../systemd/bus-values.ts";
import { judgeUnit, noUnitHistory } from "./judge-unit.ts";
import { judgeUnits, noUnitsHistory } from "./judge-units.ts";
import { listedUnits, unitNameOfPath } from "../../systemd/manager-calls.ts";
import { parseSystemctlShow } from "../../systemd/systemctl-show.ts";
import { unitPatternMatcher } from "../../systemd/unit-pattern.ts";
import { unitPropertyNames, unitStateOf } from "../../systemd/unit-properties.ts";
import { UnitStateError } from "../../systemd/unit-state-error.ts";
import { fuzzInputs as inputs, randomNumbers } from "../../../test/support/random-numbers.ts";

type Random = (below: number) => number;

const scalars: readonly unknown[] = [
  "active", "inactive", "failed", "activating", "deactivating", "success", "exit-code", "oneshot", "auto-restart", "loaded",
  "masked", "", "\0", "\u{1F415}", "\uD800", "__proto__", "constructor", "x".repeat(5000), 0, 1, 2, -1, 9, 203, 1e308,
  Number.NaN, Number.POSITIVE_INFINITY, 2n ** 64n - 1n, -1n, true, false, null, undefined, Symbol("s"), () => "f",
]; // prettier-ignore

function anyValue(random: Random, depth = 0): unknown {
  switch (random(depth > 3 ? 1 : 8)) {
    case 5:
      return Array.from({ length: random(4) }, () => anyValue(random, depth + 1));
    case 6:
      return new Variant("v", anyValue(random, depth + 1));
    case 7:
      return random(2) === 0
        ? Buffer.alloc(random(20), random(256))
        : { toString: null, value: anyValue(random, depth + 1) };
    default:
      return scalars[random(scalars.length)];
  }
}

function expectNone(wrong: readonly unknown[]): void {
  if (wrong.length > 0) throw new TypeError(`not of a state: ${String(wrong)}`);
}

/** Limits may be unknown or endless; the triggers are a list. */
function isOfState(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((one) => typeof one === "string");
  if (value === undefined || value === Number.POSITIVE_INFINITY) return true;
  return ["string", "boolean"].includes(typeof value) || Number.isSafeInteger(value);
}

function dictionary(random: Random): unknown {
  if (random(30) === 0) return anyValue(random);
  const entries = Array.from({ length: random(14) }, () => {
    const name = random(12) === 0 ? "__proto__" : (unitPropertyNames[random(unitPropertyNames.length)] ?? "");
    const isUsual = name === "ActiveState" && random(2) === 0;
    const value = isUsual ? "active" : anyValue(random);
    return [name, random(15) === 0 ? value : new Variant("s", value)] as const;
  });
  return Object.fromEntries(entries);
}

function row(random: Random): unknown {
  const good = ["a.service", "A", "loaded", "active", "running", "", "/org/x", random(3), "", "/"];
  return random(4) === 0 ? anyValue(random) : good.map((field) => (random(40) === 0 ? anyValue(random) : field));
}

test(`${inputs} values from the bus: each becomes a state, and the state a verdict`, { timeout: 60_000 }, () => {
  const seed = Number(process.env["KUMA_FUZZ_SEED"] ?? Date.now() % 2 ** 31);
  process.stderr.write(`fuzz of D-Bus values: KUMA_FUZZ_SEED=${seed}\n`);
  const random = randomNumbers(seed);
  const statuses = new Map<string, number>();
  let refused = 0;
  let slowest = 0;
  let history = noUnitHistory;
  let groupHistory = noUnitsHistory;
  for (let count = 0; count < inputs; count += 1) {
    const startedAt = performance.now();
    try {
      const state = unitStateOf(
        random(2) === 0 ? "a.service" : "b.socket",
        unitPropertiesFromBus(plainValue(dictionary(random))),
      );
      expectNone(Object.entries(state).filter(([, value]) => !isOfState(value)));
      const options = { now: count * 1000, downAfterMs: 5000 };
      const verdict = judgeUnit(state, history, options);
      const group = judgeUnits([state], groupHistory, { ...options, pattern: "*", atLeast: random(3) });
      history = random(10) === 0 ? noUnitHistory : verdict.history;
      groupHistory = group.history;
      const { status } = verdict.result;
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      listedUnits(random(50) === 0 ? anyValue(random) : Array.from({ length: random(3) }, () => row(random)));
    } catch (error) {
      if (!(error instanceof UnitStateError)) throw new Error(`seed ${seed}, input ${count}`, { cause: error });
      refused += 1;
    }
    slowest = Math.max(slowest, performance.now() - startedAt);
  }
  // All roads were taken often, or the inputs are not what they should be.
  expect(
    [...statuses]
      .filter(([, times]) => times > inputs / 100)
      .map(([status]) => status)
      .toSorted(),
  ).toEqual(["down", "pending", "up"]);
  expect(refused).toBeGreaterThan(inputs / 20);
  expect(refused).toBeLessThan(inputs / 1.5);
  expect(slowest).toBeLessThan(1000);
});

test(`${inputs} outputs of systemctl, patterns and paths: never a crash, never slow`, { timeout: 60_000 }, () => {
  const seed = Number(process.env["KUMA_FUZZ_SEED"] ?? Date.now() % 2 ** 31);
  process.stderr.write(`fuzz of systemctl's output: KUMA_FUZZ_SEED=${seed}\n`);
  const random = randomNumbers(seed);
  const scraps = [
    ...unitPropertyNames,
    "=",
    "\n",
    "\n\n",
    "{ path=",
    " ; argv[]=",
    "*",
    "?",
    "[",
    "]",
    "!",
    "-",
    "a",
    "_2e",
    "\0",
    "\uD800",
  ];
  const text = (): string => Array.from({ length: random(25) }, () => scraps[random(scraps.length)] ?? "").join("");
  let slowest = 0;
  for (let count = 0; count < inputs; count += 1) {
    const startedAt = performance.now();
    const states = parseSystemctlShow(text(), ["a.service", "b.timer"]);
    if (states.length !== 2) throw new Error(`seed ${seed}, input ${count}: ${states.length} states`);
    unitPatternMatcher(text())(text());
    unitNameOfPath(`/org/freedesktop/systemd1/unit/${text()}`);
    slowest = Math.max(slowest, performance.now() - startedAt);
  }
  expect(slowest).toBeLessThan(1000);
});
