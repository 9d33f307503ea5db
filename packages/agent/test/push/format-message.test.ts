import { cpuTime } from "@kumakit/testkit";
import { describe, expect, test } from "vitest";
import { formatMessage } from "../../src/push/format-message.ts";

test.each([
  ["plain text stays – Grüße, 日本 👨‍👩‍👧", "plain text stays – Grüße, 日本 👨‍👩‍👧"],
  ["two\nlines\r\nand\ttabs\u0000", "two lines and tabs"],
  ["\u001B[31mred\u001B[0m \u001B]8;;http://x\u0007link", "red link"],
  ["half a pair \uD83D here", "half a pair \uFFFD here"],
  ["turned \u202Egnp.exe", "turned gnp.exe"],
  ["  much   space  ", "much space"],
  ["", "no message"],
  ["\n\n", "no message"],
  ["100% & a=b ? #x + $(reboot) `id` %41", "100% & a=b ? #x + $(reboot) `id` %41"],
])("%j becomes %j", (text, expected) => {
  expect(formatMessage(text, [])).toBe(expected);
});

describe("secrets", () => {
  test.each([
    "login failed: password=hunter2 for bob",
    'config {"db_password": "hunter2", "x": 1}',
    "DB_PASSWORD='hunter2' missing",
    "secret_key: hunter2",
    "api-key=hunter2&x=1",
    "GET https://bob:hunter2@host/path failed",
    "amqp://bob:hunter2@host:5672/vhost",
    "Authorization: Basic hunter2",
    "authorization: hunter2",
    "sent Bearer hunter2-hunter2",
    "http://kuma/api/push/hunter2?status=up",
    "mysqldump --password=hunter2 db",
    "mysqldump --password hunter2 db",
    "the known one is hunter2known",
    "token eyJhunter2abc.eyJhunter2.sighunter2",
  ])("%j loses its secret", (text) => {
    const masked = formatMessage(text, ["hunter2known"]);
    expect(masked).not.toContain("hunter2");
    expect(masked).toContain("***");
  });

  test.each(["password is wrong", "the token has expired", "no secret here: ok", "passed 3 of 4", "tokens/a.service"])(
    "%j has none and stays whole",
    (text) => {
      expect(formatMessage(text, ["abc"])).toBe(text);
    },
  );
});

describe("length", () => {
  test.each(["a", "é", "日", "🐕"])(
    "a long row of %s is cut between characters, within 1,500 bytes and 8 kB of URL",
    (character) => {
      const message = formatMessage(character.repeat(50_000), []);
      expect(Buffer.byteLength(message)).toBeLessThanOrEqual(1500);
      expect(Buffer.byteLength(message)).toBeGreaterThan(1490);
      expect(message).toMatch(new RegExp(`^(?:${character})+…$`, "u"));
      expect(new URLSearchParams({ msg: message }).toString().length).toBeLessThan(7000);
    },
  );

  test("1,500 bytes stay whole", () => {
    expect(formatMessage("x".repeat(1500), [])).toBe("x".repeat(1500));
  });

  test("a megabyte takes little work", () => {
    const texts = [
      "a=".repeat(5e5),
      "://".repeat(4e5),
      "\u001B[".repeat(5e5),
      "password ".repeat(1e5),
      " --password".repeat(1e5),
    ];
    const time = cpuTime(() => {
      for (const text of texts) formatMessage(text, ["secret"]);
    });
    expect(time).toBeLessThan(1_000);
  });
});
