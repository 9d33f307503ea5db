import type { Monitor } from "@kumakit/client";
import { describe, expect, test } from "vitest";

import { oneMonitor, selectMonitors } from "../src/monitors/select-monitors.ts";

function monitor(id: number, name: string, more: Partial<Monitor> = {}): Monitor {
  const nothing = { description: null, parent: null, tags: [], notificationIds: [], raw: {}, settings: {} };
  return { id, name, type: "push", active: true, interval: 60, ...nothing, ...more } as Monitor;
}

const mark = "kumakit: host=h1 check=nginx.service";
const all = [
  monitor(1, "web", { type: "group" }),
  monitor(2, "shop", { parent: 1, tags: [{ id: 1, name: "env", value: "prod", color: "#000" }] }),
  monitor(3, "inner", { type: "group", parent: 1 }),
  monitor(4, "api", { parent: 3, type: "http", raw: { url: "https://app9.example/health" } }),
  monitor(5, "twin"),
  monitor(6, "twin", { type: "http" }),
  monitor(7, "12"),
  monitor(8, "a*b", { tags: [{ id: 1, name: "env", value: "test", color: "#000" }] }),
  monitor(9, "aXb", { description: mark }),
];
const ids = (...references: string[]): readonly number[] =>
  selectMonitors(all, references).monitors.map(({ id }) => id);

test("a pattern may hold any character", () => {
  const bear = monitor(1, "🐻 web");
  expect(selectMonitors([bear, monitor(2, "web")], ["🐻*"]).monitors).toEqual([bear]);
});

describe("one monitor", () => {
  test.each([
    ["shop", 2],
    ["id:2", 2],
    ["2", 2],
    // Something is called so, which goes before an id.
    ["12", 7],
    ["web/shop", 2],
    ["web/inner/api", 4],
    ["app9.example/api", 4],
    ["a*b", 8],
  ])("%s is %d", (reference, id) => {
    expect(oneMonitor(all, reference).id).toBe(id);
    expect(selectMonitors(all, [reference])).toMatchObject({ isSingle: true, monitors: [{ id }] });
  });

  test("several of a name are an error that lists them", () => {
    expect(() => selectMonitors(all, ["twin"])).toThrow(
      'There are 2 monitors called "twin": id:5 (push "twin"), id:6 (http "twin")',
    );
  });

  test.each(["shpo", "id:99", "tag:nope", "group:nope", "zz*", "web/nothing"])(
    "%s names nothing, and is not guessed",
    (reference) => {
      expect(() => selectMonitors(all, [reference])).toThrow(/^There is no monitor called /);
    },
  );
});

describe("several monitors", () => {
  test.each([
    [["tag:env"], [2, 8]],
    [["tag:env=prod"], [2]],
    [["group:web"], [2, 3, 4]],
    [["group:web/inner"], [4]],
    [["web/*"], [2, 3, 4]],
    [["a?b"], [8, 9]],
    [
      ["shop", "tag:env", "id:2"],
      [2, 8],
    ],
  ])("%j are %j", (references, found) => {
    expect(ids(...references)).toEqual(found);
    expect(selectMonitors(all, references).isSingle).toBe(false);
  });
});
