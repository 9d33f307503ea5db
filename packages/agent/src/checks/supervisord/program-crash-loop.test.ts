import { expect, test } from "vitest";
import type { ProgramState } from "./program-state.ts";
import { well, killed, story, type Look } from "../../../test/support/program-story.ts";

test("three deaths within five minutes are a crash loop, until they are five minutes old", () => {
  const run = (start: number): ProgramState => ({ ...well, start, pid: start });
  const looks: Look[] = [[0, run(1)]];
  for (const second of [10, 20, 30]) looks.push([second, run(second), killed], [second + 1, run(second)]);
  looks.push([200, run(30)], [309, run(30)], [311, run(30)]);
  expect(story(looks)).toEqual([
    "up",
    "down web died (terminated by SIGKILL), restarted by supervisord",
    "down web is in a crash loop: 3 restarts within 5 min",
    "up",
  ]);
});

test("restarts that nobody can explain are a crash loop when there are three", () => {
  const looks = [1, 2, 3, 4].map((start): Look => [start, { ...well, start }]);
  expect(story(looks)).toEqual(["up", "down web is in a crash loop: 3 restarts within 5 min"]);
});
