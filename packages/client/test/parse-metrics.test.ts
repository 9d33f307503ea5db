import { describe, expect, test } from "vitest";
import { isKumaError, parseMetrics } from "../src/index.ts";
import type { MetricSample } from "../src/index.ts";

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const alphabet = Array.from('ab_:0 9{}=,"\\\n#\t+-.eE😀ñInfNaN\r');

function textFrom(random: () => number, length: number): string {
  return Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)] ?? "").join("");
}

function formatted({ name, labels, value }: MetricSample, random: () => number): string {
  const escape = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escape(text)}"`);
  const comma = pairs.length > 0 && random() < 0.3 ? "," : "";
  const block = pairs.length === 0 && random() < 0.5 ? "" : `{${pairs.join(random() < 0.5 ? "," : " , ")}${comma}}`;
  const number = value === Infinity ? "+Inf" : value === -Infinity ? "-Inf" : String(value);
  return `${name}${block} ${number}${random() < 0.3 ? " 1700000000000" : ""}`;
}

describe("the text format of Prometheus", () => {
  test("is read: comments, escapes, numbers, time stamps", () => {
    const text = [
      "# HELP monitor_status Monitor Status (1 = UP, 0= DOWN)",
      "# TYPE monitor_status gauge",
      'monitor_status{monitor_name="a \\"b\\" \\\\ c\\nd",monitor_url="https://x/?a={1},b=2"} 1',
      "",
      "up 1 1395066363000",
      'quantile{quantile="0.99",} 1.5e-3',
      "nan NaN",
      "infinite +Inf",
      "below -Inf\r",
      "empty{} .5",
    ].join("\n");
    expect(parseMetrics(text)).toEqual([
      {
        name: "monitor_status",
        labels: { monitor_name: 'a "b" \\ c\nd', monitor_url: "https://x/?a={1},b=2" },
        value: 1,
      },
      { name: "up", labels: {}, value: 1 },
      { name: "quantile", labels: { quantile: "0.99" }, value: 0.0015 },
      { name: "nan", labels: {}, value: Number.NaN },
      { name: "infinite", labels: {}, value: Infinity },
      { name: "below", labels: {}, value: -Infinity },
      { name: "empty", labels: {}, value: 0.5 },
    ]);
  });

  test.each([
    "<!doctype html>",
    "a{b=c} 1",
    'a{b="c" d="e"} 1',
    'a{b="c} 1',
    "a",
    "a b",
    "a 1 2 3",
    "9a 1",
    'a{b="c"}',
  ])("is not made up from another line: %s", (line) => {
    const parse = (): unknown => parseMetrics(`up 1\n${line}`);
    expect(parse).toThrow("Line 2 of the metrics cannot be understood.");
  });

  test("comes back as it was written, whatever is in it", () => {
    const random = randomFrom(1);
    for (let round = 0; round < 2_000; round += 1) {
      const labels = Object.fromEntries(
        Array.from({ length: Math.floor(random() * 4) }, (_, index) => [
          `l${index}`,
          textFrom(random, Math.floor(random() * 20)).replaceAll("\r", ""),
        ]),
      );
      const values = [0, -1, 1.25, 1e21, 5e-324, Infinity, -Infinity];
      const sample = { name: `m_${round}`, labels, value: values[Math.floor(random() * values.length)] ?? 0 };
      expect(parseMetrics(formatted(sample, random))).toEqual([sample]);
    }
  });

  test("is either read or refused, and quickly, when it is noise", () => {
    const random = randomFrom(2);
    const started = Date.now();
    const outcomes = new Set<string>();
    for (let round = 0; round < 20_000; round += 1) {
      try {
        for (const { name, value } of parseMetrics(`m${textFrom(random, Math.floor(random() * 60))}`))
          outcomes.add(typeof name + typeof value);
      } catch (error) {
        outcomes.add(isKumaError(error) ? error.code : String(error));
      }
    }
    expect([...outcomes].toSorted()).toEqual(["KUMA_PROTOCOL", "stringnumber"]);
    for (const long of [`m{${'a="b",'.repeat(50_000)}`, `m{a="${"\\".repeat(200_001)}`, `m${" ".repeat(200_000)}x`])
      expect(() => parseMetrics(long)).toThrow("Line 1");
    expect(Date.now() - started).toBeLessThan(15_000);
  });
});
