import { describe, expect, test } from "vitest";
import { fuzzInputs as rounds } from "../support/random-numbers.ts";
import { formatMessage } from "../../src/push/format-message.ts";
import { noise, random, templates, word } from "./secret-templates.ts";

describe(`${rounds} messages with a secret each`, () => {
  test("let none out, whatever stands around it, and stay short, valid and fit for a URL", () => {
    const next = random(20_240_917);
    let masked = 0;
    for (let round = 0; round < rounds; round += 1) {
      const secret = word(next, 20 + next(20));
      const pad = (): string => Array.from({ length: next(4) }, () => noise[next(noise.length)]).join(" ");
      const template = templates[next(templates.length)] ?? String;
      const text = `${pad()} ${template(secret)} ${pad()}`;
      const message = formatMessage(text, []);
      // Half of it would be a leak as well.
      if (message.includes(secret.slice(0, 10)) || message.includes(secret.slice(-10))) {
        throw new Error(`round ${round}: ${JSON.stringify(text)} became ${JSON.stringify(message)}`);
      }
      // A second time changes nothing that counts: parts of messages are made so before the whole.
      const again = formatMessage(`why; last log: "${message}"`, []);
      if (again.includes(secret.slice(0, 10))) throw new Error(`round ${round}: the second masking brought it back`);
      if (message.includes("***")) masked += 1;
      // A long text before it may push it out of the message, and so may an escape for a terminal that does not end.
      else if (!message.endsWith("…") && !text.includes("\u001B]8;;"))
        throw new Error(
          `round ${round}: ${JSON.stringify(text)} became ${JSON.stringify(message)}, which hides nothing`,
        );
    }
    expect(masked).toBeGreaterThan(rounds * 0.9);
  }, 120_000);

  test("known ones go from anywhere, also where a text is cut", () => {
    const next = random(7);
    let masked = 0;
    for (let round = 0; round < rounds; round += 1) {
      const secret = word(next, 32);
      const around = "lorem ipsum ".repeat(next(4) === 0 ? 985 + next(30) : next(20)) + "y".repeat(next(12));
      const message = formatMessage(`${around}${secret}${around}`, [secret]);
      if (message.includes(secret.slice(0, 8))) throw new Error(`round ${round}: ${JSON.stringify(message)}`);
      masked += message.includes("***") ? 1 : 0;
    }
    // Long texts are cut before it.
    expect(masked).toBeGreaterThan(rounds / 2);
  }, 120_000);
});

test(`${rounds} texts of anything become one line of valid UTF-8 within 1,500 bytes`, () => {
  const next = random(42);
  for (let round = 0; round < rounds; round += 1) {
    const units = Array.from({ length: next(60) }, () =>
      next(3) === 0 ? next(0x1_0000) : [0x1b, 0x5b, 0x22, 0x3d, 0x3a, 0x2f, 0x40, 0xd83d, 0x20, 0x2028][next(10)],
    );
    const text = String.fromCharCode(...units.map(Number)).repeat(1 + next(next(20) === 0 ? 400 : 3));
    const message = formatMessage(text, ["Tok3n"]);
    const bytes = Buffer.from(message, "utf8");
    const isFit =
      bytes.length <= 1_500 &&
      message !== "" &&
      bytes.toString("utf8") === message &&
      !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(message) &&
      encodeURIComponent(message).length <= 4_500 + 3;
    if (!isFit) throw new Error(`round ${round}: ${JSON.stringify(text)} became ${JSON.stringify(message)}`);
  }
  expect(formatMessage("", [])).toBe("no message");
}, 120_000);
