import { expect, test } from "vitest";
import { commitProblems } from "../src/commit-problems.ts";

test.each(["Fix the push queue's order", "Speed up the first look", "Add kuma monitor open"])(
  "%s is right",
  (subject) => {
    expect(commitProblems(subject)).toEqual([]);
  },
);

test.each([
  ["Let what was found end well", /^begins with none/],
  ["fix the queue", /^begins with none/],
  ["Fixes the queue", /^begins with none/],
  [`Fix ${"x".repeat(69)}`, /^is 73 characters long/],
  ["Fix the queue.", /^ends with a full stop/],
])("%s is refused", (subject, problem) => {
  expect(commitProblems(subject)).toEqual([expect.stringMatching(problem)]);
});
