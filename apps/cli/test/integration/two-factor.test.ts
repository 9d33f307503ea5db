import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { startInTerminal, turnOnTwoFactor, type KumaAdmin } from "@kumakit/testkit";
import { ownServers, type OwnServer } from "@kumakit/testkit/vitest";
import { TOTP, URI } from "otpauth";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { KUMA } from "../support/built-kuma.ts";
import { newUser, type KumaUser } from "../support/kuma-user.ts";

const admin: KumaAdmin = { username: "admin", password: "kuma-Test-1" };

/** Two-factor would disturb everybody else on a shared server. */
const servers = ownServers.filter(({ isDouble }) => !isDouble);
describe.each(servers)("two-factor login to a separate server: $label", ({ start }) => {
  let server: OwnServer;
  let generator: TOTP;
  let user: KumaUser;

  beforeAll(async () => {
    server = await start({ admin });
    const parsed = URI.parse(await turnOnTwoFactor(server.url, admin));
    if (!(parsed instanceof TOTP)) throw new Error("the server makes codes in another way");
    generator = parsed;
    user = newUser();
  }, 90_000);
  afterAll(async () => {
    user[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });

  function secretFile(text: string): string {
    const file = join(user.folder, "tmp", "totp-secret");
    writeFileSync(file, `${text}\n`, { mode: 0o600 });
    return file;
  }

  function login(...more: readonly string[]): ReturnType<KumaUser["run"]> {
    const words = ["login", server.url, "--username", admin.username, "--password-stdin", ...more];
    return user.run(words, { input: admin.password });
  }

  test("without a code, and with nobody to ask, the flag is named", async () => {
    const { code, stderr } = await login();
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("--totp-secret-file FILE") });
  });

  test("a file that holds no secret is refused before anything is sent, and not repeated", async () => {
    const { code, stderr } = await login("--totp-secret-file", secretFile("hunter2-is-not-base32!"));
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("neither base32 nor") });
    expect(stderr).not.toContain("hunter2");
  });

  test("the secret of another account is refused, and not repeated", async () => {
    const other = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    const { code, stderr } = await login("--totp-secret-file", secretFile(other), "--json", "--debug");
    expect({ code, stderr }).toEqual({ code: 4, stderr: expect.stringContaining("KUMA_AUTH_TOTP_INVALID") });
    expect(stderr).not.toContain(other);
  });

  test("the right secret logs in; the session needs no code any more", async () => {
    const { code, stderr, stdout } = await login("--totp-secret-file", secretFile(generator.secret.base32));
    expect({ code, stderr, stdout }).toEqual({ code: 0, stderr: "", stdout: expect.stringContaining(" as admin.") });
    expect(await user.run(["whoami", "-q"])).toMatchObject({ code: 0, stdout: "admin\n" });
    expect(user.printed()).not.toContain(generator.secret.base32);
  });

  test("on a terminal the code is asked for", async () => {
    const words = ["login", server.url, "--username", admin.username];
    const command = startInTerminal([process.execPath, KUMA, ...words], { env: user.env });
    await command.waitForText("Password");
    command.type(`${admin.password}\r`);
    await command.waitForText("Two-factor code");
    // The one of the moment was used above, and works only once; the server takes the next one as well.
    command.type(`${generator.generate({ timestamp: Date.now() + 30_000 })}\r`);
    const { stdout, code } = await command.finished;
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(" as admin.") });
    expect(stdout).not.toContain(admin.password);
  });
});
