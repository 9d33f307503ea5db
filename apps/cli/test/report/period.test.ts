import { describe, expect, it } from "vitest";

import { daysOf, periodOf, timeIn } from "../../src/report/period.ts";

const now = new Date("2026-11-15T12:00:00Z");
const of = (wish: Parameters<typeof periodOf>[0]) => {
  const { from, to, title } = periodOf(wish, now);
  return [new Date(from).toISOString(), new Date(to).toISOString(), title];
};

describe("the time of a report", () => {
  it.each<[string, Parameters<typeof periodOf>[0], readonly string[]]>([
    [
      "is the last whole month",
      { timeZone: "UTC" },
      ["2026-10-01T00:00:00.000Z", "2026-11-01T00:00:00.000Z", "October 2026"],
    ],
    [
      "begins and ends by the clock of its zone, also where that is set back in between",
      { month: "2026-10", timeZone: "Europe/Berlin" },
      ["2026-09-30T22:00:00.000Z", "2026-10-31T23:00:00.000Z", "October 2026"],
    ],
    [
      "ends now, when the month has not ended",
      { month: "2026-11", timeZone: "America/New_York" },
      ["2026-11-01T04:00:00.000Z", "2026-11-15T12:00:00.000Z", "November 2026, so far"],
    ],
    [
      "goes over the end of a year",
      { month: "2025-12", timeZone: "Pacific/Auckland" },
      ["2025-11-30T11:00:00.000Z", "2025-12-31T11:00:00.000Z", "December 2025"],
    ],
    [
      "is from a time until now",
      { since: new Date("2026-11-14T23:30:00Z"), timeZone: "Europe/Berlin" },
      ["2026-11-14T23:30:00.000Z", "2026-11-15T12:00:00.000Z", "2026-11-15 to 2026-11-15"],
    ],
  ])("%s", (_name, wish, expected) => {
    expect(of(wish)).toEqual(expected);
  });

  it.each([
    [{ month: "2026-13" }, '--month must be a year and a month, not "2026-13"'],
    [{ month: "October" }, "--month must be a year and a month"],
    [{ month: "2027-01", timeZone: "UTC" }, "--month 2027-01 has not begun"],
    [{ timeZone: "Europe/Berlln" }, 'There is no time zone "Europe/Berlln". Did you mean "Europe/Berlin"?'],
  ])("refuses %j", (wish, message) => {
    expect(() => of(wish)).toThrow(message);
  });

  it("has each of its days once, also the one of 25 hours", () => {
    const period = periodOf({ month: "2026-10", timeZone: "Europe/Berlin" }, now);
    const days = daysOf(period);
    expect(days).toHaveLength(31);
    expect(
      days
        .slice(1)
        .map((day, at) => (day - (days[at] ?? 0)) / 3_600_000)
        .filter((hours) => hours !== 24),
    ).toEqual([25]);
    expect(timeIn("Europe/Berlin", days[1] ?? 0)).toBe("2026-10-02 00:00");
  });
});
