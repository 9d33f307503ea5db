import { expect, test } from "vitest";
import { instantOf } from "../src/model/local-time.ts";
import { wallTimeOf } from "../src/model/zoned-time.ts";

test.each([
  ["2026-01-15T12:00:00Z", "UTC", "2026-01-15 12:00:00"],
  ["2026-01-15T23:30:05Z", "Europe/Berlin", "2026-01-16 00:30:05"],
  ["2026-07-15T12:00:00Z", "Europe/Berlin", "2026-07-15 14:00:00"],
  ["2026-07-15T12:00:00Z", "America/St_Johns", "2026-07-15 09:30:00"],
  ["2026-12-31T15:00:00Z", "Asia/Tokyo", "2027-01-01 00:00:00"],
  // Minutes before and after summer time begins and ends.
  ["2026-03-29T00:59:00Z", "Europe/Berlin", "2026-03-29 01:59:00"],
  ["2026-03-29T01:01:00Z", "Europe/Berlin", "2026-03-29 03:01:00"],
  ["2026-10-25T01:30:00Z", "Europe/Berlin", "2026-10-25 02:30:00"],
])("%s is in %s %s, and the other way round", (time, timeZone, wall) => {
  expect(wallTimeOf(new Date(time), timeZone)).toBe(wall);
  expect(instantOf(wall, timeZone)).toEqual(new Date(time));
});

test.each(["", "tomorrow", "2026-13-45 99:99:99"])("%j is not a time", (text) => {
  expect(instantOf(text, "Europe/Berlin")).toBeUndefined();
});
