import { expect, test } from "vitest";
import { heartbeatSchema } from "../src/protocol/heartbeat-schema.ts";

const expected = {
  monitorId: 3,
  status: "down",
  time: new Date("2026-08-22T10:11:12.345Z"),
  message: "No heartbeat in the time window",
  ping: null,
  important: true,
};
const common = { status: 0, msg: "No heartbeat in the time window", ping: null };

test.each([
  ["live", { ...common, monitorID: 3, time: "2026-08-22 10:11:12.345", important: true }],
  ["a row", { ...common, id: 9, monitor_id: 3, time: "2026-08-22 10:11:12.345", important: 1, down_count: 0 }],
  ["an important one", { ...common, monitorID: "3", time: "2026-08-22 10:11:12.345", important: 1 }],
  ["a time with a zone", { ...common, monitorID: 3, time: "2026-08-22T12:11:12.345+02:00", important: true }],
])("a heartbeat in the shape of %s is read alike", (_, wire) => {
  expect(heartbeatSchema.parse(wire)).toEqual(expected);
});

test("a time without fraction, as MariaDB gives it, is UTC", () => {
  const wire = { ...common, monitorID: 3, time: "2026-08-22 10:11:12", important: 0, duration: 61 };
  expect(heartbeatSchema.parse(wire)).toEqual({
    ...expected,
    time: new Date("2026-08-22T10:11:12.000Z"),
    important: false,
    duration: 61,
  });
});

test.each([
  ["an unknown status", { ...common, status: 7, monitorID: 3, time: "2026-08-22 10:11:12" }],
  ["no time", { ...common, monitorID: 3, time: "yesterday" }],
  ["no monitor", { ...common, time: "2026-08-22 10:11:12" }],
])("%s is not taken for a heartbeat", (_, wire) => {
  expect(heartbeatSchema.safeParse(wire).success).toBe(false);
});
