import { expect, test } from "vitest";
import { changesetProblems } from "../src/changeset-problems.ts";

const good = '---\n"@kumakit/cli": minor\n---\n\nRefuse a monitor that would alert nobody\n\nIt says how to go on.\n';

test("a changeset with a title and a reason is right", () => {
  expect(changesetProblems(good)).toEqual([]);
});

test.each([
  ["no front matter", "Refuse it\n\nWhy.", /front matter/],
  ["an unknown package", good.replace("@kumakit/cli", "@kumakit/bench"), /no published package/],
  ["a major", good.replace("minor", "major"), /by hand/],
  ["a full stop in the title", good.replace("nobody", "nobody."), /the title/],
  ["no reason", good.replace("It says how to go on.\n", ""), /no paragraph/],
])("%s is named", (_case, text, problem) => {
  expect(changesetProblems(text).join("\n")).toMatch(problem);
});
