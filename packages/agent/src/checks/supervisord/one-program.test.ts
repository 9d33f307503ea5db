import { describe, expect, test } from "vitest";
import {
  well,
  stopping,
  stopped,
  starting,
  again,
  failed,
  finished,
  backoff,
  fatal,
  killed,
  story,
  type Look,
} from "../../../test/support/program-story.ts";

describe("one program", () => {
  test.each<[string, readonly Look[], readonly string[]]>([
    [
      "runs",
      [
        [0, well],
        [1, well],
      ],
      ["up"],
    ],
    [
      "fails and is restarted",
      [
        [0, well],
        [1, failed],
        [2, starting],
        [3, again],
        [101, again],
      ],
      ["up", "down web EXITED exit status 7", "up"],
    ],
    [
      "is killed and restarted between two looks, as its log says",
      [
        [0, well],
        [1, starting, killed],
        [2, starting],
        [3, again],
        [101, again],
      ],
      ["up", "down web died (terminated by SIGKILL), restarted by supervisord", "up"],
    ],
    [
      "is killed and runs again between two looks",
      [
        [0, well],
        [1, again, killed],
        [2, again],
        [5.9, again],
        [6, again],
      ],
      ["up", "down web died (terminated by SIGKILL), restarted by supervisord", "up"],
    ],
    [
      "lives 2 s and fails, again and again: one outage",
      [0, 1, 2].flatMap((round): Look[] => [
        [round * 2, { ...well, start: 100 + round * 2, pid: 10 + round }],
        [round * 2 + 1, { ...well, start: 100 + round * 2, pid: 10 + round }],
        [round * 2 + 1.9, { ...failed, start: 100 + round * 2, stop: 102 + round * 2 }],
      ]),
      ["up", "down web EXITED exit status 7"],
    ],
    [
      "is restarted within the second, by process id",
      [
        [0, well],
        [1, { ...well, pid: 11 }, killed],
      ],
      ["up", "down web died (terminated by SIGKILL), restarted by supervisord"],
    ],
    [
      "is restarted by hand between two looks",
      [
        [0, well],
        [1, starting, { kind: "stopped", how: "x" }],
        [2, again],
      ],
      ["up"],
    ],
    [
      "is restarted by hand, step by step",
      [
        [0, well],
        [1, stopping],
        [2, stopped],
        [3, starting],
        [4, again],
      ],
      ["up"],
    ],
    [
      "is restarted, and nobody can say why",
      [
        [0, well],
        [1, starting],
        [2, again],
      ],
      ["up"],
    ],
    [
      "fails to start once, then starts",
      [
        [0, well],
        [1, stopping],
        [2, backoff],
        [3, starting],
        [4, again],
      ],
      ["up"],
    ],
    [
      "fails to start again and again",
      [
        [0, well],
        [1, stopping],
        [2, backoff],
        [4, starting],
        [6, backoff],
        [7, backoff],
      ],
      ["up", "down web BACKOFF exited too quickly"],
    ],
    [
      "gives up",
      [
        [0, well],
        [1, fatal],
        [2, fatal],
      ],
      ["up", "down web FATAL exited too quickly"],
    ],
    [
      "dies and cannot start again",
      [
        [0, well],
        [1, backoff, killed],
        [2, fatal],
      ],
      ["up", "down web BACKOFF exited too quickly", "down web FATAL exited too quickly"],
    ],
    [
      "is starting for too long",
      [
        [0, starting],
        [4, starting],
        [5, starting],
        [60, starting],
        [61, again],
      ],
      ["pending", "up", "down web STARTING for 60 s", "up"],
    ],
    [
      "does not stop",
      [
        [0, well],
        [1, stopping],
        [60, stopping],
        [61, stopping],
        [62, stopped],
      ],
      ["up", "down web STOPPING for 60 s", "up"],
    ],
    [
      "stays stopped",
      [
        [0, well],
        [1, stopped],
        [100, stopped],
      ],
      ["up"],
    ],
    [
      "ends as expected",
      [
        [0, well],
        [1, finished],
        [100, finished],
      ],
      ["up"],
    ],
    [
      "ends as expected and is restarted each time",
      [
        [0, well],
        [1, finished],
        [2, starting],
        [3, again],
        [4, { ...finished, start: 200 }],
        [5, { ...well, start: 300 }],
        [6, { ...finished, start: 300 }],
        [7, { ...well, start: 400 }],
        [8, { ...finished, start: 400 }],
        [9, { ...well, start: 500 }],
      ],
      ["up"],
    ],
    [
      "was killed by a signal that nobody knows",
      [[0, { ...failed, exitStatus: -1, spawnError: "Bad exit code -1" }]],
      ["down web EXITED terminated by a signal"],
    ],
    ["is in a state that nobody knows", [[0, { ...well, state: "UNKNOWN" }]], ["down web UNKNOWN"]],
    [
      "starts again with supervisord",
      [
        [0, well],
        [1, undefined, "away"],
        [2, starting],
        [3, again],
      ],
      ["up"],
    ],
    [
      "starts again after supervisord was lost",
      [
        [0, well],
        [1, undefined, "lost"],
        [2, starting],
        [3, again],
      ],
      ["up", "pending", "up"],
    ],
    [
      "was down before supervisord went",
      [
        [0, fatal],
        [1, undefined, "away"],
        [2, starting],
        [3, again],
      ],
      ["down web FATAL exited too quickly", "up"],
    ],
  ])("%s", (_name, looks, told) => {
    expect(story(looks)).toEqual(told);
  });
});

describe("one program that must run", () => {
  test.each<[string, readonly Look[], readonly string[]]>([
    [
      "is stopped for longer than downAfter",
      [
        [0, well],
        [1, stopped],
        [5, stopped],
        [6, stopped],
        [7, again],
      ],
      ["up", "down web STOPPED", "up"],
    ],
    [
      "was never started",
      [
        [0, { ...stopped, start: 0 }],
        [4, { ...stopped, start: 0 }],
        [5, { ...stopped, start: 0 }],
      ],
      ["pending", "down web STOPPED was never started"],
    ],
    [
      "is restarted by hand while the looking begins",
      [
        [0, stopped],
        [2, starting],
        [4, again],
      ],
      ["pending", "up"],
    ],
    [
      "ended as expected",
      [
        [0, well],
        [1, finished],
        [7, finished],
      ],
      ["up", "down web EXITED exit status 0"],
    ],
    [
      "is restarted by hand",
      [
        [0, well],
        [1, stopping],
        [2, stopped],
        [3, starting],
        [4, again],
      ],
      ["up"],
    ],
    [
      "is gone from the config",
      [
        [0, well],
        [1, undefined],
        [6, undefined],
        [7, well],
      ],
      ["up", "pending", "down web is not known to supervisord", "up"],
    ],
    ["was never known", [[0, undefined]], ["down web is not known to supervisord"]],
  ])("%s", (_name, looks, told) => {
    expect(story(looks, { mustRun: true }, ["web"])).toEqual(told);
  });
});
