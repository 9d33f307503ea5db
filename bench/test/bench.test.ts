import { describe, expect, test } from "vitest";
import type { Benchmark } from "../src/benchmark.ts";
import { chooseBenchmarks } from "../src/choose-benchmarks.ts";
import { compareProcesses } from "../src/compare-processes.ts";
import { benchmarks } from "../src/registry.ts";
import { isOver, resultLine } from "../src/result-line.ts";
import type { Measured } from "../src/time-process.ts";

const benchmark: Benchmark = {
  name: "start",
  summary: "how it starts",
  unit: "x",
  limit: 1.5,
  measure: () => Promise.resolve(1),
};

describe("the result line", () => {
  test.each([
    [1.4999, "bench start 1.500 x limit 1.5 ok"],
    [1.5004, "bench start 1.500 x limit 1.5 ok"],
    [1.5006, "bench start 1.501 x limit 1.5 over"],
    [12, "bench start 12.000 x limit 1.5 over"],
  ])("of %d agrees with what it shows", (figure, line) => {
    expect(resultLine(benchmark, figure)).toBe(line);
  });

  test("calls a figure that is no number over", () => {
    expect(isOver(benchmark, Number.NaN)).toBe(true);
  });
});

describe("choosing benchmarks", () => {
  test("takes all but those on request without a name, and keeps their order with names", () => {
    const names = benchmarks.map(({ name }) => name);
    expect(names).toStrictEqual([
      "version",
      "help",
      "monitor-create",
      "agent-detection",
      "agent-detection-with-log",
      "agent-cpu-1",
      "agent-cpu-10",
      "agent-memory-1",
      "agent-memory-20",
      "agent-memory-300",
      "agent-idle",
      "agent-install-1",
      "agent-install-20",
      "agent-install-20-units",
      "agent-remove-20-units",
      "agent-install-100-units",
      "agent-remove-100-units",
      "agent-install-300-units",
      "agent-remove-300-units",
      "ansible",
      "client-create",
      "client-create-many",
      "client-login",
      "client-login-memory",
      "big-login",
      "big-list",
      "big-memory",
      "big-memory-states",
      "big-calls",
      "big-monitor-list",
      "peer-login",
      "peer-list",
      "peer-create",
      "peer-create-many",
      "peer-monitor-list",
    ]);
    const chosen = chooseBenchmarks([], benchmarks).map(({ name }) => name);
    expect(chosen).toStrictEqual(
      names.filter((name) => !/^(?:ansible$|peer-|agent-install-|agent-remove-)/.test(name)),
    );
    expect(chooseBenchmarks(names.toReversed(), benchmarks)).toStrictEqual(benchmarks);
    expect(chooseBenchmarks(["version"], benchmarks).map(({ name }) => name)).toStrictEqual(["version"]);
  });

  test("lists the names when one is unknown", () => {
    expect(() => chooseBenchmarks(["start", "stop"], [benchmark])).toThrow(
      'there is no benchmark "stop". There are:\n  start  how it starts',
    );
  });
});

describe("comparing two processes", () => {
  const env = { PATH: process.env["PATH"] ?? "" };
  const sleep = (seconds: number): Measured => ({ argv: ["sleep", String(seconds)], env });

  test("gives the ratio of their times, without the first round", async () => {
    const notes: string[] = [];
    const ratio = await compareProcesses(
      { subject: (round) => sleep(round === 0 ? 0 : 0.6), floor: () => sleep(0.2), rounds: 3 },
      (line) => notes.push(line),
    );
    expect(ratio).toBeGreaterThan(2);
    expect(ratio).toBeLessThan(4);
    const times = String.raw`min \d+\.\d ms, median \d+\.\d ms`;
    expect(notes).toStrictEqual([
      expect.stringMatching(new RegExp(`^floor ${times}, measured ${times}, 3 rounds$`, "u")),
    ]);
  });

  test("does not take a failure for a fast run", async () => {
    const failing: Measured = { argv: ["sh", "-c", "echo broken >&2; exit 3"], env };
    await expect(
      compareProcesses({ subject: () => failing, floor: () => sleep(0), rounds: 1 }, () => {}),
    ).rejects.toThrow("sh -c echo broken >&2; exit 3 ended with code 3:\nbroken\n");
  });
});
