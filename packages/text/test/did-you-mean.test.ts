import { expect, test } from "vitest";
import { closest, didYouMean, slips } from "../src/index.ts";

test.each([
  ["ops-caht", ["ops-chat", "dev-chat"], "ops-chat"],
  ["OPS-CHAT", ["ops-chat"], "ops-chat"],
  ["supervisor", ["supervisord", "nginx"], "supervisord"],
  ["tpye", ["type", "tag", "timeout"], "type"],
  ["lod", ["load", "disk"], "load"],
  ["tpc", ["tcp", "http"], "tcp"],
  ["slakc", ["slack", "signal"], "slack"],
  ["edti", ["edit", "delete"], "edit"],
  ["notif", ["notification", "monitor"], "notification"],
  ["intervall", ["interval", "retryInterval"], "interval"],
])("%j was meant to be one of %j: %j", (word, candidates, meant) => {
  expect(closest(word, candidates)).toBe(meant);
  expect(didYouMean(word, candidates)).toBe(` Did you mean "${meant}"?`);
});

test.each([
  ["postgres", ["nginx", "redis"]],
  ["edit", ["delete", "list", "create"]],
  ["restart", ["install", "status", "uninstall"]],
  ["x", ["y", ""]],
  ["ab", ["cd", "ax1"]],
  ["mon", ["monitor", "money"]],
  ["x", []],
  ["", ["nginx"]],
  ["a".repeat(100_000), ["a".repeat(100_001)]],
])("%j is near none of %j", (word, candidates) => {
  expect(closest(word, candidates)).toBeUndefined();
  expect(didYouMean(word, candidates)).toBe("");
});

test("of several the nearest is meant, and the first of equals", () => {
  expect(closest("monitr", ["monitors", "monitor"])).toBe("monitor");
  expect(closest("max2", ["max1", "max5"])).toBe("max1");
});

test("swapped neighbours are one slip", () => {
  expect([slips("htpp", "http"), slips("hp", "http"), slips("Same", "same")]).toEqual([1, 2, 0]);
});
