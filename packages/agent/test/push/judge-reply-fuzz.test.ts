import { expect, test } from "vitest";
import { fuzzInputs } from "../support/random-numbers.ts";
import { formatMessage } from "../../src/push/format-message.ts";
import { judgeReply } from "../../src/push/judge-reply.ts";
import type { PushOutcome } from "../../src/push/push-outcome.ts";
import { randomFrom } from "../support/random-from.ts";

const token = "S3cretT0kenOfTheMonitor";

const pieces = [
  '{"ok":true}',
  '{"ok":false,"msg":"',
  '"}',
  "{",
  "}",
  "[",
  "]",
  '"ok"',
  ":",
  ",",
  "true",
  "false",
  "null",
  "1",
  '"true"',
  '"msg":',
  "Monitor not found or not active.",
  "<!DOCTYPE html>",
  "\u0000",
  "\uD800",
  "🐕",
  "\uFEFF",
  "__proto__",
  "toString",
  token,
  `/api/push/${token}?status=up`,
  "https://user:hunter2pass@kuma.example",
  "[".repeat(500),
  '{"a":'.repeat(300),
  " ",
  "\n",
] as const;
/** Values that may stand in an answer instead of a boolean or a text. */
const values = [true, false, null, 0, 1, "", "true", "ok", [true], { ok: true }, token, 1e308] as const;
const statuses = [
  0, 100, 199, 200, 201, 204, 206, 301, 302, 307, 400, 401, 403, 404, 407, 413, 429, 431, 500, 502, 503, 599, 999,
];
const locations = [
  undefined,
  "",
  "/",
  "//",
  `https://other.example/base/api/push/${token}?x`,
  `/api/push/${token}/`,
  "javascript:1",
  `http://[::1/${token}`,
];
const waits = [undefined, "", "7", "-1", "1e309", "NaN", "Wed, 21 Oct 2099 07:28:00 GMT", "soon", "🐕"];

function isSuccess(body: string): boolean {
  try {
    return (JSON.parse(body) as { readonly ok?: unknown } | null)?.ok === true;
  } catch {
    return false;
  }
}

type Reply = Parameters<typeof judgeReply>[0];

/** Makes replies that may come from a server, or from anything else. */
function replies(random: () => number): () => Reply {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const scraps = (): string => Array.from({ length: Math.floor(random() * 7) }, () => pick(pieces)).join("");
  const answer = (): string => JSON.stringify({ [random() < 0.9 ? "ok" : "Ok"]: pick(values), msg: pick(values) });
  /** Mostly one that is whole; else something is put into it, or before or behind it. */
  const nearly = (): string => {
    const text = answer();
    const at = Math.floor(random() * (text.length + 1));
    return random() < 0.6 ? text : text.slice(0, at) + (pick(pieces) ?? "") + text.slice(at + Math.floor(random() * 3));
  };
  return () => {
    const [location, wait] = [pick(locations), pick(waits)];
    const headers = {
      ...(location === undefined ? {} : { location }),
      ...(wait === undefined ? {} : { "retry-after": wait }),
    };
    const status = random() < 0.2 ? 200 : (pick(statuses) ?? 200);
    return { status, body: random() < 0.5 ? scraps() : nearly(), headers };
  };
}

/** The error in a judgement of a reply; undefined for a right one. */
function wrongIn(outcome: PushOutcome, { status, body }: Reply): string | undefined {
  if (outcome.ok !== (status === 200 && isSuccess(body)))
    return `was taken for ${outcome.ok ? "a success" : "a failure"}`;
  if (outcome.ok) return undefined;
  const shown = formatMessage(outcome.message, [token]);
  if (shown.includes(token) || shown.includes("hunter2")) return `shows a secret: ${shown}`;
  const { retryAfterMs = 0 } = outcome;
  return retryAfterMs >= 0 ? undefined : `has a wait of ${retryAfterMs}`;
}

test(`${fuzzInputs} replies of anything: never thrown, taken for a success just when it is one, no token shown`, () => {
  const next = replies(randomFrom(20_260_101));
  let successes = 0;
  for (let round = 0; round < fuzzInputs; round += 1) {
    const reply = next();
    const outcome = judgeReply(reply);
    const wrong = wrongIn(outcome, reply);
    if (wrong !== undefined) throw new Error(`round ${round}: HTTP ${reply.status} ${reply.body} ${wrong}`);
    if (outcome.ok) successes += 1;
  }
  // The generator does make real successes; else the above would prove nothing.
  expect(successes).toBeGreaterThan(fuzzInputs / 240);
});
