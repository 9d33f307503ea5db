import { cpuTime } from "@kumakit/testkit";
import { describe, expect, test } from "vitest";
import { redact } from "../src/index.ts";

describe("redact", () => {
  test.each([
    ["a session token", "token eyJhbGciOiJIUzI1NiJ9.eyJ1c2VybmFtZSI6ImFkbWluIn0.c2ln refused", "token *** refused"],
    ["an API key", "key uk12_abcdefghijKLMNOPQRSTuvwxyz0123456789-_ab is wrong", "key *** is wrong"],
    [
      "a push URL",
      "GET http://kuma:3001/api/push/AbC123defG?status=up failed",
      "GET http://kuma:3001/api/push/***?status=up failed",
    ],
    ["a password in a URL", "connect to http://admin:p@ss:w0rd@kuma:3001/x", "connect to http://***@kuma:3001/x"],
    [
      "a webhook's query",
      "POST https://chat.example/v1?key=AIza_1&token=t0k3n",
      "POST https://chat.example/v1?key=***&token=***",
    ],
    ["a push token of 2.x", "monitor Zx9Zx9Zx9Zx9Zx9Zx9Zx9Zx9Zx9Zx9Zx not found", "monitor *** not found"],
    ["a field of JSON", '{"name":"x","smtpPassword":"geheim"}', '{"name":"x","smtpPassword":"***"}'],
    ["control characters", "one\u001B[31m\ntw\u202Eo\u009B", "one two "],
  ])("masks %s", (_, text, masked) => {
    expect(redact(text)).toBe(masked);
  });

  test("keeps only the database's reason of an SQL statement", () => {
    const text =
      "insert into `monitor` (`name`, `push_token`, `basic_auth_pass`) values ('a - b', 'AbCdEfGhIj', 'hunter2') - SQLITE_CONSTRAINT: FOREIGN KEY constraint failed";
    expect(redact(text)).toBe("the database refused it (SQLITE_CONSTRAINT: FOREIGN KEY constraint failed)");
  });

  test("keeps nothing of an SQL statement whose reason cannot be separated from its values", () => {
    expect(redact("UPDATE monitor SET push_token = 'AbCdEfGhIj' - Data too long for 'hunter2'")).toBe(
      "the database refused it",
    );
  });

  test("masks the values of a MariaDB reason", () => {
    const text = "INSERT INTO user (x) values ('hunter2') - ER_DUP_ENTRY: Duplicate entry 'hunter2' for key 'username'";
    expect(redact(text)).toBe("the database refused it (ER_DUP_ENTRY: Duplicate entry '***' for key '***')");
  });

  test("keeps nothing of a query over several lines", () => {
    const text =
      "\n   SELECT *\n  FROM heartbeat\n WHERE monitor_id = 7 AND time > DATETIME('now') - SQLITE_ERROR: near \"?\": syntax error";
    expect(redact(text).trim()).toBe('the database refused it (SQLITE_ERROR: near "?": syntax error)');
  });

  test.each([
    "Incorrect username or password.",
    "Please select another name from the list, or update it.",
    "Cannot insert into a full disk: replace it, then delete from there.",
    "Create a table first - or not.",
  ])("leaves plain English alone: %s", (text) => {
    expect(redact(text)).toBe(text);
  });

  test("masks given secrets, plain, in a URL and in JSON", () => {
    const secret = 'pä"ss w/rd';
    const text = `${secret} ${encodeURIComponent(secret)} ${JSON.stringify({ secret })}`;
    expect(redact(text, [secret])).toBe('*** *** {"secret":"***"}');
  });

  test("is quick on a hostile text, and cuts it", () => {
    const time = cpuTime(() => {
      expect(redact("//a:".repeat(500_000)).length).toBeLessThan(2_100);
      expect(redact("key".repeat(500_000)).length).toBeLessThan(2_100);
    });
    expect(time).toBeLessThan(1_000);
  });
});
