import { expect, test } from "vitest";
import { isoTime } from "../src/service/iso-time.ts";

test("writes times as Date does", () => {
  const times = [0, 1, 951_782_399_999, Date.UTC(2026, 0, 31, 7, 5, 9, 42), Date.UTC(9999, 11, 31, 23, 59, 59, 999)];
  for (let day = 0; day < 1_500; day += 1)
    times.push(Date.UTC(2023, 0, 1 + day, day % 24, day % 60, day % 59, day % 999));
  for (const ms of times) expect(isoTime(ms)).toBe(new Date(ms).toISOString());
});
