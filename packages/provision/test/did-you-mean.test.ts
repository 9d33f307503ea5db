import { expect, test } from "vitest";

import { closest, didYouMean } from "../src/names/did-you-mean.ts";

test.each([
  ["monitr list", ["monitor list", "monitor show", "notification list"], "monitor list"],
  ["ops-caht", ["ops-chat", "dev-chat"], "ops-chat"],
  ["OPS-CHAT", ["ops-chat"], "ops-chat"],
  ["supervisor", ["supervisord", "nginx"], "supervisord"],
  ["tpye", ["type", "tag", "timeout"], "type"],
])("%j was meant to be one of %j: %j", (word, candidates, expected) => {
  expect(closest(word, candidates)).toBe(expected);
  expect(didYouMean(word, candidates)).toBe(` Did you mean "${expected}"?`);
});

test.each([
  ["postgres", ["nginx", "redis"]],
  ["x", []],
  ["", ["nginx"]],
])("%j is like none of %j", (word, candidates) => {
  expect(closest(word, candidates)).toBeUndefined();
  expect(didYouMean(word, candidates)).toBe("");
});
