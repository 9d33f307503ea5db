import { expect, test } from "vitest";
import * as z from "zod";
import { amountsSetting } from "../../src/config/settings/amount-setting.ts";
import { byteSizeSetting } from "../../src/config/settings/byte-size-setting.ts";
import { percentageSetting } from "../../src/config/settings/percentage-setting.ts";

const size = byteSizeSetting({ max: 1024 ** 5 });

test.each([
  [0, 0],
  [512, 512],
  ["512", 512],
  ["512B", 512],
  ["500 MB", 500_000_000],
  ["500 MiB", 524_288_000],
  ["64k", 65_536],
  ["64kB", 64_000],
  ["1.5 GiB", 1_610_612_736],
  ["5 GiB", 5_368_709_120],
  ["2TB", 2_000_000_000_000],
  [" 1 g ", 1_073_741_824],
])("%j is %d bytes", (given, bytes) => {
  expect(size.parse(given)).toBe(bytes);
  // A config that was read is written again, and read again.
  expect(size.parse(size.parse(given))).toBe(bytes);
});

test.each([
  ["", /is not a size/],
  ["much", /is not a size/],
  ["5 gibs", /is not a size/],
  ["5 GiB 3", /is not a size/],
  ["-5 GiB", /is not a size/],
  ["1e9", /is not a size/],
  ["10%", /is not a size/],
  ["5 constructor", /is not a size/],
  [-1, /must not be negative/],
  [1.5, /must be a whole number of bytes/],
  [Number.POSITIVE_INFINITY, /must be a size/],
  ["2 PiB", /must be at most \d+ bytes/],
  [true, /must be a size, as 500 MB or 5 GiB/],
  [undefined, /is missing: a size/],
])("%j is refused as a size", (given, message) => {
  expect(size.safeParse(given).error?.issues[0]?.message).toMatch(message);
});

test.each([
  [10, 10],
  ["10%", 10],
  ["7.5 %", 7.5],
  ["0", 0],
  ["100%", 100],
])("%j is %d percent", (given, percent) => {
  expect(percentageSetting().parse(given)).toBe(percent);
});

test.each(["101%", "-1%", "ten", "", 101, -1, "10 %%", true])("%j is refused as a percentage", (given) => {
  expect(percentageSetting().safeParse(given).error?.issues[0]?.message).toMatch(/percentage/);
});

test.each([
  ["10%", ["10%"]],
  [" 7.50 % ", ["7.5%"]],
  ["5 GiB", [5_368_709_120]],
  [101, [101]],
  [0, [0]],
  [
    ["10%", "1 MiB", 700],
    ["10%", 1_048_576, 700],
  ],
])("the amounts %j are kept as %j", (given, amounts) => {
  expect(amountsSetting().parse(given)).toEqual(amounts);
  expect(amountsSetting().parse(amountsSetting().parse(given))).toEqual(amounts);
});

test.each([
  ["110%", /neither a percentage nor a size/],
  ["some", /neither a percentage nor a size/],
  [["10%", "some"], /neither a percentage nor a size/],
  [[], /one to 10 limits/],
  [-1, /neither a percentage nor a size/],
  // Taken as 10 bytes it would never be DOWN.
  [10, /^is only 10 bytes: write 10% if that is meant$/],
  [["1 GiB", "5"], /^is only 5 bytes: write 5%/],
  [{}, /must be a percentage or a size/],
  [undefined, /is missing: a percentage or a size/],
])("the amounts %j are refused", (given, message) => {
  expect(amountsSetting().safeParse(given).error?.issues[0]?.message).toMatch(message);
});

test("of things, as inodes, there may be few", () => {
  expect(amountsSetting({ ofThings: true }).parse([10, "5%"])).toEqual([10, "5%"]);
});

test("their JSON Schemas take numbers and texts", () => {
  const schema = (setting: z.ZodType): unknown => z.toJSONSchema(setting, { io: "input" });
  expect(schema(size)).toMatchObject({ type: ["number", "string"] });
  expect(schema(percentageSetting())).toMatchObject({ type: ["number", "string"] });
  expect(JSON.stringify(schema(amountsSetting()))).toMatch(/"array"/);
});
