import { startInTerminal } from "@kumakit/testkit";
import { kumaServers } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { KUMA } from "../support/built-kuma.ts";
import type { KumaUser } from "../support/kuma-user.ts";
import { loggedInUser } from "../support/logged-in-user.ts";

const [down, space, enter] = ["\u001b[B", " ", "\r"];

describe.each(kumaServers())("a notification that is asked for: $label", (server) => {
  const name = `kumakit-test-${process.pid} asked`;
  let user: KumaUser;

  beforeAll(async () => {
    user = await loggedInUser(server);
  });
  afterAll(async () => {
    for (const provider of ["mail", "topic"])
      await user.run(["notification", "delete", `${name} ${provider}`, "--yes"]);
    user[Symbol.dispose]();
  });

  async function create(
    words: readonly string[],
    answers: readonly (readonly [question: string | RegExp, typed: string])[],
  ): Promise<string> {
    const running = startInTerminal([process.execPath, KUMA, "notification", "create", ...words], { env: user.env });
    for (const [question, typed] of answers) {
      await running.waitForText(question);
      running.type(typed);
    }
    const { code, stdout } = await running.finished;
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining("Created the notification") });
    return stdout;
  }

  async function stored(provider: string): Promise<unknown> {
    const { stdout } = await user.run(["notification", "show", `${name} ${provider}`, "--json"]);
    return (JSON.parse(stdout) as { readonly settings: unknown }).settings;
  }

  test("a number is a number, and one of several ways is chosen", async () => {
    await create(
      [`${name} mail`, "--type", "smtp"],
      [
        [/smtpHost/, `mail.example${enter}`],
        [/smtpPort/, `mail${enter}`],
        [/A number is needed/, `\u0015587${enter}`],
        [/smtpFrom/, `kuma@example.org${enter}`],
        [/One of these is needed/, enter],
        [/smtpTo: /, `ops@example.org${enter}`],
        [/More settings/, `${space}${enter}`],
        [/smtpSecure: /, `y${enter}`],
      ],
    );
    expect(await stored("mail")).toMatchObject({
      smtpHost: "mail.example",
      smtpPort: 587,
      smtpFrom: "kuma@example.org",
      smtpTo: "ops@example.org",
      smtpSecure: true,
    });
  });

  test("an answer asks for what it needs, and a secret is never shown", async () => {
    const said = await create(
      [`${name} topic`],
      [
        [/Where do the alerts go/, "ntfy"],
        [/ntfy/, enter],
        [/ntfyserverurl/, `https://ntfy.example${enter}`],
        [/ntfytopic/, `hidden-topic${enter}`],
        [/More settings/, `${down}${down}${space}${enter}`],
        [/ntfyAuthenticationMethod: /, `${down}${down}${enter}`],
        [/ntfyaccesstoken/, `tk_hidden${enter}`],
      ],
    );
    expect(said).not.toMatch(/hidden-topic|tk_hidden/);
    expect(await stored("topic")).toMatchObject({
      ntfyserverurl: "https://ntfy.example",
      ntfytopic: "***",
      ntfyAuthenticationMethod: "accessToken",
      ntfyaccesstoken: "***",
    });
  });

  test("where nobody can be asked, the flags are named", async () => {
    const provider = await user.run(["notification", "create", `${name} none`]);
    expect(provider).toMatchObject({ code: 2, stderr: expect.stringContaining("Try: --type TYPE") });
    const settings = await user.run(["notification", "create", `${name} none`, "--type", "ntfy"]);
    expect(settings).toMatchObject({ code: 2, stderr: expect.stringContaining("Try: --config-file FILE") });
  });
});
