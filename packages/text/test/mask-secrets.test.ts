import { cpuTime } from "@kumakit/testkit";
import { describe, expect, test } from "vitest";
import { maskSecrets } from "../src/index.ts";
import { innocentLines, maskCases } from "./mask-cases.ts";

const known = ["T0kenT0ken", "abc"];

test.each(maskCases)("%j becomes %j", (text, masked) => {
  expect(maskSecrets(text, known)).toBe(masked);
  expect(maskSecrets(masked, known)).toBe(masked);
});

test.each(innocentLines)("%j stays as it is", (text) => {
  expect(maskSecrets(text, known)).toBe(text);
});

test("a known secret goes from a URL, from JSON, and from base64 wherever it begins", () => {
  const secret = 'pa"ss w/rd+20';
  const forms = ["", "x", "xy"].flatMap((before) =>
    (["base64", "base64url"] as const).map((encoding) => Buffer.from(`${before}${secret}:z`).toString(encoding)),
  );
  for (const form of [secret, secret.toUpperCase(), encodeURIComponent(secret), JSON.stringify(secret), ...forms]) {
    const masked = maskSecrets(`<${form}>`, [secret]);
    expect(masked).toContain("***");
    expect(masked.length).toBeLessThan(16);
  }
});

describe("a megabyte takes little work", () => {
  test.each([
    "a=",
    "://",
    "://a:b",
    "://a:b@",
    "http://h:80/",
    "password ",
    "password=",
    'password="',
    "password='\\",
    " --password",
    "--",
    "-p",
    "mysql -p ",
    "eyJ",
    "eyJaaaaaaaa-",
    "eyJaaaaaaaa.",
    "SG.aaaaaaaaaaaaaaaaaaaa",
    'authorization: digest a="',
    "authorization:",
    "cookie: a; ",
    "-----BEGIN RSA PRIVATE KEY",
    "-----BEGIN RSA PRIVATE KEY-----",
    "-----",
    "set password for a",
    "login a ",
    "identified with a ",
    "-u a",
    "password is ",
    "PASS a",
    "0",
    "a",
    " ",
    "\\",
    "\"'",
    "secret",
  ])("of %j", (piece) => {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
    expect(cpuTime(() => void maskSecrets(text, ["secret"]))).toBeLessThan(2_000);
  });
});
