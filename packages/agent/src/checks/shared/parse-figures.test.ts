import { describe, expect, test } from "vitest";
import { byteText, percentText } from "./figure-text.ts";
import { judgeLoad } from "../load/judge-load.ts";
import { parsePressure } from "./parse-pressure.ts";
import { judgeLasting } from "./start-lasting.ts";
import { judgeMemory } from "../memory/judge-memory.ts";
import { parseMeminfo } from "../memory/parse-meminfo.ts";

test.each([
  [0, "0 bytes"],
  [1023, "1023 bytes"],
  [1024, "1 KiB"],
  [1_048_575, "1 MiB"],
  [1_610_612_736, "1.5 GiB"],
  [123 * 1024 ** 2, "123 MiB"],
])("%d bytes are %s", (bytes, text) => expect(byteText(bytes)).toBe(text));

test.each([
  [0, "0%"],
  [0.04, "<0.1%"],
  [7.46, "7.5%"],
  [99.9, "99%"],
  [100, "100%"],
])("%d percent are %s", (percent, text) => expect(percentText(percent)).toBe(text));

const meminfo = `MemTotal:       16000000 kB
MemFree:          500000 kB
MemAvailable:    4000000 kB
Buffers:          100000 kB
SwapCached:            0 kB
SwapTotal:       2000000 kB
SwapFree:         100000 kB
HugePages_Total:       0
`;

describe("memory", () => {
  test("/proc/meminfo is read in bytes", () => {
    expect(parseMeminfo(meminfo)).toEqual({
      total: 16_384_000_000,
      available: 4_096_000_000,
      swapTotal: 2_048_000_000,
      swapFree: 102_400_000,
    });
  });

  test.each(["", "MemTotal: 1 kB", "MemTotal: 0 kB\nMemAvailable: 0 kB", meminfo.replace("MemAvailable", "MemOther")])(
    "nothing is made of %j",
    (text) => expect(parseMeminfo(text)).toBeUndefined(),
  );

  test.each([
    [["10%"], [], []],
    [["30%"], [], ["only 25% of 15.3 GiB (3.8 GiB) of memory available, limit 30%"]],
    [[5_000_000_000], [], ["only 3.8 GiB of 15.3 GiB (25%) of memory available, limit 4.7 GiB"]],
    [["10%"], ["20%"], ["only 5% of 1.9 GiB (97.7 MiB) of swap free, limit 20%"]],
  ])("with the limits %j and %j for swap", (minAvailable, minFreeSwap, over) => {
    const figures = parseMeminfo(meminfo);
    expect(figures && judgeMemory(figures, { minAvailable, minFreeSwap })).toEqual({
      said: "25% of 15.3 GiB (3.8 GiB) available, swap 5% free",
      over,
    });
  });

  test("a host without swap lacks none", () => {
    const figures = parseMeminfo("MemTotal: 100 kB\nMemAvailable: 50 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB");
    expect(figures && judgeMemory(figures, { minAvailable: [], minFreeSwap: ["50%"] })).toEqual({
      said: "50% of 100 KiB (50 KiB) available, no swap",
      over: [],
    });
  });
});

describe("pressure", () => {
  const some = "some avg10=1.50 avg60=22.00 avg300=0.12 total=123456";
  test("both lines, or the one of older kernels", () => {
    const averages = { avg10: 1.5, avg60: 22, avg300: 0.12 };
    const full = "full avg10=0.00 avg60=0.00 avg300=0.00 total=0";
    expect(parsePressure(`${some}\n`)).toEqual({ some: averages });
    expect(parsePressure(`${some}\n${full}\n`)).toEqual({
      some: averages,
      full: { avg10: 0, avg60: 0, avg300: 0 },
    });
  });
  test.each(["", "some", "some avg10=x avg60=1.00 avg300=1.00 total=1", `many${some}`])(
    "nothing is made of %j",
    (text) => expect(parsePressure(text)).toEqual({}),
  );
});

describe("load", () => {
  test.each([
    [[undefined, 2, undefined], "cpu", []],
    [[undefined, 1.9, undefined], "cpu", ["load over 5 min is 2.00 for each CPU, limit 1.9"]],
    [[5, undefined, 7.5], "host", ["load over 1 min is 6.00, limit 5", "load over 15 min is 9.00, limit 7.5"]],
  ] as const)("limits %j for each %s", (limits, per, over) => {
    expect(judgeLoad([6, 8, 9], { limits, cpus: 4, per })).toEqual({ said: "load 6.00 8.00 9.00 with 4 CPUs", over });
  });
});

describe("over the limit for a while", () => {
  const bad = { said: "5% available", over: ["only 5% available, limit 10%"] };
  const good = { said: "50% available", over: [] };

  test("a short peak raises no alarm; one that lasts does, and its end ends it", () => {
    const at = (now: number, since: number | undefined, reading = bad) =>
      judgeLasting(reading, since, { now, forMs: 25_000 });
    const first = at(1000, undefined);
    expect(first).toEqual({
      result: {
        status: "up",
        message: "only 5% available, limit 10%; that is DOWN when it lasts for 25 s (5% available)",
      },
      since: 1000,
      lookAgainAfterMs: 10_000,
    });
    expect(at(21_000, 1000).lookAgainAfterMs).toBe(5000);
    expect(at(26_000, 1000).result).toEqual({
      status: "down",
      message: "only 5% available, limit 10% for 25 s (5% available)",
    });
    expect(at(26_000, 1000, good)).toEqual({ result: { status: "up", message: "50% available" } });
  });

  test("without patience it is DOWN at once", () => {
    expect(judgeLasting(bad, undefined, { now: 5, forMs: 0 }).result).toEqual({
      status: "down",
      message: "only 5% available, limit 10% (5% available)",
    });
  });
});
