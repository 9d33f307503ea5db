import { describe, expect, test } from "vitest";
import { formatMessage } from "../../src/push/format-message.ts";

const rounds = 100_000;

/** A generator of numbers that gives the same ones every time, so that a failure can be run again. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

function word(next: (below: number) => number, length: number): string {
  return Array.from({ length }, () => letters[next(letters.length)]).join("");
}

const templates: readonly ((secret: string) => string)[] = [
  (s) => `password=${s}`,
  (s) => `PASSWORD: ${s}`,
  (s) => `db_password = "${s} with more"`,
  (s) => `{"user":"a","password":"${s}","x":1}`,
  (s) => `{"password":"a\\"${s}"}`,
  (s) => `msg="{\\"api_key\\":\\"${s}\\"}"`,
  (s) => `token='${s}`,
  (s) => `secret="unterminated ${s}`,
  (s) => `MYSQL_PWD=${s}`,
  (s) => `X-Api-Key: ${s}`,
  (s) => `client_secret=>${s}`,
  (s) => `postgres://app:${s}@db:5432/x`,
  (s) => `postgres://app:a@${s}@db/x`,
  (s) => `amqp://app:a/${s}@mq`,
  (s) => `https://${s}@github.com/a/b`,
  (s) => `GET /api/push/${s}?status=up HTTP/1.1`,
  (s) => `https://hooks.slack.com/services/T0/B0/${s}`,
  (s) => `https://discord.com/api/webhooks/12/${s}`,
  (s) => `Authorization: Bearer ${s}`,
  (s) => `authorization=${s}`,
  (s) => `Proxy-Authorization: Digest username="a", realm="b", response="${s}"`,
  (s) => `Cookie: a=1; session=${s}`,
  (s) => `using bearer ${s}`,
  (s) => `eyJhbGciOi.${s}.${s}`,
  (s) => `mysqldump --password=${s} db`,
  (s) => `tool --token ${s}`,
  (s) => `curl -u admin:${s} http://x`,
  (s) => `-----BEGIN RSA PRIVATE KEY-----\nMIIE${s}\n${s}\n-----END RSA PRIVATE KEY-----`,
  (s) => `-----BEGIN OPENSSH PRIVATE KEY----- cut off ${s}`,
  (s) => `ghp_${s}`,
  (s) => `glpat-${s}`,
  (s) => `uk12_${s}`,
  (s) => `/x?a=b&access_token=${s}&c=d`,
];

const noise = [
  "connect failed",
  "\u001B[31m",
  "\u001B]8;;",
  "\u0000\u0007",
  "\u202E",
  "🐕👨‍👩‍👧",
  "\uD83D",
  "\uDC15",
  "日本語",
  " ",
  "\r\n",
  "===",
  "://",
  "&",
  "%00",
  "a:b@c",
  "x".repeat(700),
];

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
      masked += message.includes("***") ? 1 : 0;
    }
    expect(masked).toBe(rounds);
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
