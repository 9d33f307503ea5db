import { makeTempHome } from "@kumakit/testkit";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { cachedNames, storeNames } from "../src/completion/name-cache.ts";

const server = "http://kuma.example";
const web = { monitors: [{ id: 1, name: "web", about: "push" }] };
let home: ReturnType<typeof makeTempHome>;

beforeEach(() => {
  home = makeTempHome();
  vi.stubEnv("XDG_CACHE_HOME", `${home.folder}/cache`);
  vi.useFakeTimers({ toFake: ["Date"], now: 1_000_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  home.dispose();
});

/** Looks the names up, and says whether the server is asked for new ones. */
async function lookUp(): Promise<readonly [names: unknown, isAsked: boolean]> {
  const refresh = vi.fn<() => void>();
  return [await cachedNames(server, refresh), refresh.mock.calls.length > 0];
}

test("names are there at once; the server is asked every half a minute at most, also when it never answers", async () => {
  expect(await lookUp()).toEqual([{}, true]);
  expect(await lookUp()).toEqual([{}, false]);
  vi.advanceTimersByTime(30_000);
  expect(await lookUp()).toEqual([{}, true]);
  await storeNames(server, web);
  expect(await lookUp()).toEqual([web, false]);
});

test("old names are offered while new ones are read, but not for ever", async () => {
  await storeNames(server, web);
  vi.advanceTimersByTime(3_600_000);
  expect(await lookUp()).toEqual([web, true]);
  vi.advanceTimersByTime(24 * 3_600_000);
  expect(await lookUp()).toEqual([{}, true]);
});

test("the names of one server are not those of another", async () => {
  await storeNames(server, web);
  expect(await cachedNames("http://other.example", () => {})).toEqual({});
});
