import { expect, test } from "vitest";

import { hoistGlobalFlags, wantsJson } from "../src/flags/command-line.ts";

test.each([
  ["monitor list", "monitor list"],
  ["--json monitor list", "monitor list --json"],
  ["--server http://x -q monitor show 1", "monitor show 1 --server http://x -q"],
  ["--server=http://x monitor show -- -x", "monitor show --server=http://x -- -x"],
  ["--json --help", "--help --json"],
  ["--json", "--json"],
  ["", ""],
])("%j is run as %j", (typed, run) => {
  expect(hoistGlobalFlags(typed.split(" ").filter(Boolean)).join(" ")).toBe(run);
});

test("--json behind -- is a name like any other", () => {
  expect(wantsJson(["monitor", "show", "--json"])).toBe(true);
  expect(wantsJson(["monitor", "show", "--", "--json"])).toBe(false);
});
