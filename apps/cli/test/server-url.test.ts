import { expect, test } from "vitest";

import { CliError } from "../src/cli-error.ts";
import { normaliseServerUrl, readTypedServer, splitAddress } from "../src/server-url.ts";

test.each([
  ["http://kuma:3001", "http://kuma:3001"],
  ["http://KUMA:3001/", "http://kuma:3001"],
  [" https://example.org/kuma/ ", "https://example.org/kuma"],
  ["http://kuma:3001/dashboard", "http://kuma:3001"],
  ["https://example.org/kuma/dashboard/12", "https://example.org/kuma"],
  ["http://kuma:3001/?a=b#c", "http://kuma:3001"],
  ["https://kuma:443", "https://kuma"],
  ["http://[::1]:3001", "http://[::1]:3001"],
])("%j is %j", (text, url) => {
  expect(normaliseServerUrl(text)).toBe(url);
});

test.each(["kuma:3001", "localhost", "", "ftp://kuma", "http://", "http://exa mple", "javascript:alert(1)"])(
  "%j is refused with exit code 2",
  (text) => {
    expect(() => normaliseServerUrl(text)).toThrow(expect.objectContaining({ name: "CliError", exit: 2 }));
  },
);

test("an address that lacks its scheme is completed in the hint", () => {
  expect(() => normaliseServerUrl("kuma:3001")).toThrow(
    expect.objectContaining({ hint: "http://kuma:3001 (or https)" }),
  );
});

test("a password in the address is refused, and repeated nowhere", () => {
  const attempt = (): string => normaliseServerUrl("http://admin:hunter2@kuma:3001");
  expect(attempt).toThrow(CliError);
  expect(attempt).toThrow(expect.objectContaining({ message: expect.not.stringContaining("hunter2") }));
  expect(attempt).toThrow(expect.objectContaining({ hint: expect.not.stringContaining("hunter2") }));
});

test.each([
  ["127.0.0.1:38901", "http://127.0.0.1:38901"],
  ["kuma:3001/dashboard", "http://kuma:3001"],
  ["localhost", "http://localhost"],
  ["10.0.0.7", "http://10.0.0.7"],
  ["[::1]:3001", "http://[::1]:3001"],
  ["kuma.example.org", "https://kuma.example.org"],
  ["kuma.example.org/base/", "https://kuma.example.org/base"],
  ["http://kuma", "http://kuma"],
])("typed by a person, %j is %j", (text, url) => {
  expect(readTypedServer(text)).toBe(url);
});

test.each(["", "exa mple", "ftp://kuma", "admin:hunter2@kuma:3001"])("typed by a person, %j is refused", (text) => {
  expect(() => readTypedServer(text)).toThrow(expect.objectContaining({ name: "CliError", exit: 2 }));
});

test.each([
  ["http://ops:pw@kuma:3001/base", "http://kuma:3001/base", "ops:pw"],
  ["ops:p%40w%2F@kuma.example", "kuma.example", "ops:p@w/"],
  ["https://ops@kuma.example", "https://kuma.example", "ops:"],
  ["http://ops:100%@kuma", "http://kuma", "ops:100%"],
])("the log-in of a proxy is taken out of %j", (text, address, pair) => {
  const authorization = `Basic ${Buffer.from(pair).toString("base64")}`;
  expect(splitAddress(text)).toEqual({ address, authorization });
});

test.each(["http://kuma:3001/a@b", "kuma", ""])("there is none in %j", (address) => {
  expect(splitAddress(address)).toEqual({ address });
});
