import { expect, test } from "vitest";
import { plainLine, printable, printableLines } from "../src/index.ts";
import { noise, random } from "./secret-templates.ts";

/** See CONTRIBUTING.md. */
const rounds = Number(process.env["KUMA_FUZZ_INPUTS"] ?? 20_000);

test(`${rounds} texts of anything come out without one of them`, () => {
  const next = random(20_261_131);
  for (let round = 0; round < rounds; round += 1) {
    const pieces = Array.from({ length: next(12) }, () =>
      next(2) === 0 ? String.fromCharCode(next(0x1_0000)) : (noise[next(noise.length)] ?? ""),
    );
    const text = pieces.join("");
    const bad = /[\p{Cc}\p{Cs}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/u;
    expect(
      [printable(text), plainLine(text), printableLines(text).replace(/[\n\t]/g, "")].filter((out) => bad.test(out)),
    ).toEqual([]);
    expect(printableLines(printableLines(text))).toBe(printableLines(text));
  }
}, 120_000);
