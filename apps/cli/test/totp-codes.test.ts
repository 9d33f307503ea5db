import { expect, test } from "vitest";

import { totpCodes } from "../src/secrets/totp-codes.ts";

// The test vector of RFC 6238 (SHA-1): the code of the moment is known only by making it in another way.
const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

test.each([secret, secret.toLowerCase(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ", ` ${secret}\n`])(
  "%j makes the same codes as its otpauth URL",
  (text) => {
    const url = `otpauth://totp/Uptime%20Kuma:admin?secret=${secret}`;
    expect(totpCodes(text)()).toMatch(/^\d{6}$/);
    expect([totpCodes(url)(), totpCodes(url)()]).toContain(totpCodes(text)());
  },
);

test.each(["", "not base32!", "otpauth://hotp/x?secret=GEZDGNBV", "otpauth://totp/x"])("%j is refused", (text) => {
  expect(() => totpCodes(text)).toThrow(expect.objectContaining({ exit: 2 }));
});

test("a refused secret is not repeated", () => {
  const attempt = (): unknown => totpCodes("hunter2-secret!");
  expect(attempt).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining("hunter2"), hint: expect.any(String) }),
  );
});
