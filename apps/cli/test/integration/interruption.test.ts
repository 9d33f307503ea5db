import { startCommand, startKuma } from "@kumakit/testkit";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";

import { KUMA } from "../support/built-kuma.ts";
import { loggedInUser } from "../support/logged-in-user.ts";

test("the second Ctrl-C does not wait for the clean-up", async () => {
  const admin = { username: "admin", password: "not-secret-1" };
  await using kuma = await startKuma({ admin });
  using user = await loggedInUser({ label: "own", url: kuma.url, ...admin });
  const { pid } = kuma;
  if (pid === undefined) throw new Error("the server does not run");
  // So many that it is at work for long enough after the first one.
  const tags = Array.from({ length: 30 }, (_, index) => ["--tag", `tag${index}=x`]).flat();
  const words = ["monitor", "create", "interrupted", "--no-notify", "--group", "new", ...tags, "--debug"];
  const command = startCommand([process.execPath, KUMA, ...words], { env: user.env });
  await command.waitForText("addTag");
  // The server hangs: what is asked of it from now on has no answer, and nothing can be taken back.
  process.kill(pid, "SIGSTOP");
  try {
    await setTimeout(300);
    command.kill("SIGINT");
    const ended = await Promise.race([command.finished.then(() => true), setTimeout(1000, false)]);
    expect(ended).toBe(false);
    const pressed = Date.now();
    command.kill("SIGINT");
    const { stdout, stderr, code } = await command.finished;
    expect(Date.now() - pressed).toBeLessThan(500);
    expect({ stdout, code }).toEqual({ stdout: "", code: 130 });
    expect(stderr).not.toContain("    at ");
  } finally {
    process.kill(pid, "SIGCONT");
  }
}, 60_000);
