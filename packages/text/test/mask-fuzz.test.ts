import { expect, test } from "vitest";
import { maskSecrets } from "../src/index.ts";
import { noise, random, templates, word } from "./secret-templates.ts";

/** See CONTRIBUTING.md. */
const rounds = Number(process.env["KUMA_FUZZ_INPUTS"] ?? 20_000);

test(`${rounds} texts with a secret each lose it, whatever stands around it, and masking again changes nothing`, () => {
  const next = random(20_261_130);
  let masks = 0;
  for (let round = 0; round < rounds; round += 1) {
    const secret = word(next, 20 + next(20));
    const pad = (): string => Array.from({ length: next(4) }, () => noise[next(noise.length)]).join(" ");
    const text = `${pad()} ${(templates[next(templates.length)] ?? String)(secret)} ${pad()}`;
    const masked = maskSecrets(text);
    const leaks = masked.includes(secret.slice(0, 10)) || masked.includes(secret.slice(-10));
    if (leaks) throw new Error(`round ${round}: ${JSON.stringify(text)} became ${JSON.stringify(masked)}`);
    masks += masked.includes("***") ? 1 : 0;
    const again = maskSecrets(`why; last log: "${masked}"`);
    if (again.includes(secret.slice(0, 10))) throw new Error(`round ${round}: the second masking brought it back`);
  }
  expect(masks).toBe(rounds);
}, 300_000);

test(`${rounds} texts of anything are masked in a time in proportion to them, and never grow by more than the masks`, () => {
  const next = random(7);
  const scraps = [
    ...templates.map((template) => template("S3cret")),
    ...noise,
    "***",
    "\\",
    '"',
    "'",
    "\n",
    "=",
    ":",
    "@",
    "/",
  ];
  let slowest = 0;
  for (let round = 0; round < rounds; round += 1) {
    const text = Array.from({ length: next(12) }, () => {
      const scrap = scraps[next(scraps.length)] ?? "";
      const cut = next(2) === 0 ? scrap : scrap.slice(next(scrap.length), next(scrap.length));
      return next(3) === 0 ? String.fromCharCode(next(0x1_0000)) : cut;
    })
      .join(["", " "][next(2)])
      .repeat(1 + next(next(50) === 0 ? 200 : 2));
    const startedAt = performance.now();
    const masked = maskSecrets(text, ["T0kenT0ken"]);
    slowest = Math.max(slowest, (performance.now() - startedAt) / (text.length + 10_000));
    if (masked.length > text.length + 3 * text.length) throw new Error(`round ${round}: ${JSON.stringify(text)}`);
  }
  expect(slowest).toBeLessThan(0.05);
}, 300_000);
