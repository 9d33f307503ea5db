import { describe, expect, test } from "vitest";
import { dashboardUrlOf, KumaValidationError, pushUrlOf } from "../src/index.ts";

describe("URLs", () => {
  test.each([
    ["http://kuma:3001", "http://kuma:3001/api/push/tok"],
    ["http://kuma:3001/", "http://kuma:3001/api/push/tok"],
    ["https://example.org/kuma/", "https://example.org/kuma/api/push/tok"],
    [" HTTPS://Example.org:443/kuma?x#y ", "https://example.org/kuma/api/push/tok"],
    ["http://[::1]:3001", "http://[::1]:3001/api/push/tok"],
  ])("the push URL on %s", (server, expected) => {
    expect(pushUrlOf(server, "tok")).toBe(expected);
  });

  test("a token of another client is escaped", () => {
    expect(pushUrlOf("http://kuma", "a b/c?d%")).toBe("http://kuma/api/push/a%20b%2Fc%3Fd%25");
  });

  test("the page of a monitor", () => {
    expect(dashboardUrlOf(new URL("http://kuma:3001/base"), 7)).toBe("http://kuma:3001/base/dashboard/7");
  });

  test.each(["kuma:3001", "localhost", "", "ftp://kuma", "http://", "http://kuma:99999", "//kuma"])(
    "%j is not a server",
    (url) => {
      expect(() => pushUrlOf(url, "tok")).toThrow(KumaValidationError);
    },
  );

  test("a password in the URL is refused and not repeated", () => {
    const refuse = (): string => pushUrlOf("http://admin:hunter2@kuma", "tok");
    expect(refuse).toThrow("url: must not carry a username or a password");
    expect(refuse).not.toThrow("hunter2");
  });
});
