import { expect, test } from "vitest";
import { judgeAbsence, type Absence } from "./judge-absence.ts";
import { SupervisorError, type SupervisorErrorKind } from "./supervisor-error.ts";

/** The reports on a supervisord that does not answer, at each second. */
function story(kinds: readonly [second: number, kind: SupervisorErrorKind][]): string[] {
  let absence: Absence | undefined;
  return kinds.map(([second, kind]) => {
    const options = { now: second * 1000, downAfterMs: 5000 };
    const verdict = judgeAbsence(new SupervisorError(kind, "why"), absence, options);
    absence = verdict.absence;
    expect(verdict.result.message).toBe("why");
    return verdict.result.status;
  });
}

test.each<[string, readonly [number, SupervisorErrorKind][], readonly string[]]>([
  ["killed", [[0, "gone"]], ["down"]],
  [
    "stopped",
    [
      [0, "stopped"],
      [4, "stopped"],
      [5, "stopped"],
    ],
    ["pending", "pending", "down"],
  ],
  [
    "a slow shutdown and a restart",
    [
      [0, "shuttingDown"],
      [29, "shuttingDown"],
      [30, "stopped"],
      [34, "stopped"],
    ],
    ["pending", "pending", "pending", "pending"],
  ],
  [
    "a shutdown without end",
    [
      [0, "shuttingDown"],
      [30, "shuttingDown"],
    ],
    ["pending", "down"],
  ],
  [
    "silent",
    [
      [5, "mute"],
      [10, "mute"],
      [15, "mute"],
    ],
    ["pending", "pending", "down"],
  ],
  [
    "not allowed",
    [
      [0, "refused"],
      [100, "refused"],
    ],
    ["noData", "noData"],
  ],
])("%s", (_name, kinds, told) => {
  expect(story(kinds)).toEqual(told);
});
