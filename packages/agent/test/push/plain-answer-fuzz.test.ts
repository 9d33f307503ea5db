import { expect, test } from "vitest";
import { readPlainAnswer } from "../../src/push/plain-answer.ts";
import { randomFrom } from "../support/random-from.ts";

const inputs = 100_000;

type Random = () => number;

function oneOf<T>(values: readonly [T, ...T[]], random: Random): T {
  return values[Math.floor(random() * values.length)] ?? values[0];
}

const bodies = ['{"ok":true}', '{"ok":false,"msg":"🐕"}', "", "HTTP/1.1 200 OK\r\n\r\n", "\u0000\r\n\r\n"] as const;
const headers = [
  "",
  "Date: today\r\n",
  "x-content-length: 3\r\n",
  "Keep-Alive: timeout=5\r\n",
  "Connection: close\r\n",
  "x: Content-Length: 7\r\n",
] as const;

/** A whole answer, and its body. */
function answerFrom(random: Random): { readonly text: string; readonly body: string } {
  const body = oneOf<string>(bodies, random);
  const length = `${oneOf(["Content-Length", "content-length", "CONTENT-LENGTH"], random)}:${oneOf([" ", "", "\t "], random)}`;
  const [before, after] = [oneOf<string>(headers, random), oneOf<string>(headers, random)];
  return { text: `HTTP/1.1 200 OK\r\n${before}${length}${Buffer.byteLength(body)}\r\n${after}\r\n${body}`, body };
}

/** What makes an answer one that is not plain, wherever in its head it stands. */
const foreign = [
  "Transfer-Encoding: chunked\r\n",
  "transfer-encoding : identity\r\n",
  "Content-Length: 5\r\n",
  "Content-Length: -5\r\n",
  "Content-Length:\r\n",
  "content-length : 11\r\n",
  "x: a\nb\r\n",
  "x: a\rb\r\n",
  "x: a\r\n b\r\n",
  "x: a\r\n\tb\r\n",
] as const;

const damage = ["\r\n", "\n", "\r", " ", ":", "-", "9", "\u0000", "HTTP/1.1 200 OK\r\n", ...foreign] as const;

test(`${inputs} answers, read as their bytes come: not before they are whole, then as they are`, () => {
  const seed = Date.now() % 1_000_000;
  const random = randomFrom(seed);
  for (let round = 0; round < inputs; round += 1) {
    const { text, body } = answerFrom(random);
    const bytes = Buffer.from(text);
    const cut = Math.floor(random() * bytes.length);
    const read = [bytes.subarray(0, cut), bytes, Buffer.concat([bytes, Buffer.from("x")])].map(readPlainAnswer);
    expect(read, `seed ${seed}, round ${round}: ${JSON.stringify(text)}, ${cut} bytes`).toMatchObject([
      "incomplete",
      { body },
      "other",
    ]);
  }
}, 300_000);

test(`${inputs} answers with something in their head that is not plain are never taken for plain`, () => {
  const seed = Date.now() % 1_000_000;
  const random = randomFrom(seed);
  for (let round = 0; round < inputs; round += 1) {
    const { text } = answerFrom(random);
    const wrong = text.replace("OK\r\n", `OK\r\n${oneOf<string>(foreign, random)}`);
    expect(readPlainAnswer(Buffer.from(wrong)), `seed ${seed}, round ${round}: ${JSON.stringify(wrong)}`).toBe("other");
  }
}, 300_000);

/** What the only header that says it says; the first line is no header. */
function bodyLengthOf(head: string): number {
  const [, ...lines] = head.split("\r\n");
  const told = lines.map((line) => /^content-length:[ \t]*(\d+)[ \t]*$/i.exec(line)?.[1]).filter(Boolean);
  return told.length === 1 ? Number(told[0]) : Number.NaN;
}

test(`${inputs} damaged answers: what is taken for plain has the length that it tells, and nothing throws`, () => {
  const seed = Date.now() % 1_000_000;
  const random = randomFrom(seed);
  for (let round = 0; round < inputs; round += 1) {
    const bytes = Buffer.from(answerFrom(random).text);
    const at = Math.floor(random() * bytes.length);
    const rest = bytes.subarray(at + Math.floor(random() * 10));
    const damaged = Buffer.concat([bytes.subarray(0, at), Buffer.from(oneOf<string>(damage, random)), rest]);
    const answer = readPlainAnswer(damaged);
    const isRight = typeof answer === "string" || bodyLengthOf(answer.head) === damaged.length - answer.head.length - 2;
    expect(isRight, `seed ${seed}, round ${round}: ${damaged.toString("base64")}`).toBe(true);
  }
}, 300_000);
