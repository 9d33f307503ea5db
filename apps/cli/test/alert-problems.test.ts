import type { ReceivedAlert } from "@kumakit/testkit";
import { describe, expect, test } from "vitest";
import { alertProblems, withoutGhosts } from "./soak/alert-problems.ts";
import type { RecordedChange } from "./soak/compare-histories.ts";

const start = Date.UTC(2026, 0, 1);

function alerts(...list: readonly (readonly ["up" | "down", seconds: number])[]): ReceivedAlert[] {
  return list.map(([status, at]) => ({ at: start + at * 1000, path: "/", body: {}, text: `a is ${status}`, status }));
}

function changes(
  ...list: readonly (readonly ["up" | "down", seconds: number, message?: string])[]
): readonly RecordedChange[] {
  return list.map(([status, at, message = "m"]) => ({ status, at: start + at * 1000, message }));
}

const ghost = "No heartbeat in the time window";
const outage = changes(["up", 0], ["down", 100], ["up", 130]);

describe("alerts", () => {
  test("that say what was recorded are right, in whatever order the two happened", () => {
    expect(alertProblems(alerts(["down", 106], ["up", 129]), withoutGhosts(outage), [])).toEqual([]);
  });

  test("that are missing, doubled or about nothing are named", () => {
    const recorded = withoutGhosts(outage);
    expect(alertProblems(alerts(["up", 130]), recorded, [])).toEqual(["nobody heard: down at 00:01:40.000: m"]);
    expect(alertProblems(alerts(["down", 100], ["down", 101], ["up", 130]), recorded, [])).toEqual([
      "heard for no reason: down at 00:01:41.000: a is down",
    ]);
    expect(alertProblems(alerts(["down", 100], ["up", 130], ["down", 300]), recorded, [])).toEqual([
      "heard for no reason: down at 00:05:00.000: a is down",
    ]);
  });

  test("are lost or repeated when the server is killed meanwhile, and only then", () => {
    const recorded = withoutGhosts(outage);
    const kill = (seconds: number): readonly number[] => [start + seconds * 1000];
    expect(alertProblems(alerts(["up", 130]), recorded, kill(101))).toEqual([]);
    expect(alertProblems(alerts(["up", 130]), recorded, kill(99))).toHaveLength(1);
    expect(alertProblems(alerts(["down", 100], ["down", 108], ["up", 130]), recorded, kill(101))).toEqual([]);
    expect(alertProblems(alerts(["down", 100], ["down", 108], ["up", 130]), recorded, kill(109))).toHaveLength(1);
  });
});

describe("a recovery that is recorded twice", () => {
  const twice = changes(["up", 0], ["down", 100], ["up", 130], ["down", 133, ghost], ["up", 143]);

  test("is one recovery, of which two alerts come", () => {
    const recorded = withoutGhosts(twice);
    expect(recorded.changes).toEqual(outage);
    expect(alertProblems(alerts(["down", 100], ["up", 130], ["up", 143]), recorded, [])).toEqual([]);
    expect(alertProblems(alerts(["down", 100], ["up", 130], ["up", 200]), recorded, [])).toHaveLength(1);
  });

  test("is something else when the heartbeats stopped later, or for another reason", () => {
    const late = changes(["up", 0], ["down", 100], ["up", 130], ["down", 141, ghost], ["up", 150]);
    const other = changes(["up", 0], ["down", 100], ["up", 130], ["down", 133, "failed"], ["up", 143]);
    const first = changes(["up", 0], ["down", 5, ghost], ["up", 10]);
    for (const list of [late, other, first]) expect(withoutGhosts(list)).toEqual({ changes: list, repeats: [] });
  });
});
