import { runCommand, throughLayer } from "@kumakit/testkit";
import { describeWith } from "@kumakit/testkit/vitest";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

import { KUMA } from "./support/built-kuma.ts";
import { newUser, type KumaUser } from "./support/kuma-user.ts";

let user: KumaUser;
beforeAll(() => {
  user = newUser();
});
afterAll(() => user[Symbol.dispose]());

// A connection that a command is meant to make shows that the trace sees them.
describeWith(["strace"], "a trace of all connections", () => {
  test.each([
    { words: ["--version"], connects: false },
    { words: ["--help"], connects: false },
    { words: ["monitor", "list", "--help"], connects: false },
    { words: ["completion", "bash"], connects: false },
    { words: ["config", "explain", "server"], connects: false },
    { words: ["server", "info", "--server", "http://127.0.0.1:1"], connects: true },
  ])("kuma $words connects to somewhere: $connects", async ({ words, connects }) => {
    const trace = join(user.folder, "tmp", "trace");
    const argv = throughLayer(["strace", "-f", "-e", "trace=connect", "-o", trace, process.execPath, KUMA, ...words]);
    await runCommand(argv, { env: user.env, timeout: 60_000 });
    expect(readFileSync(trace, "utf8")).toContain("exited with");
    expect(/connect\(.*AF_INET/.test(readFileSync(trace, "utf8"))).toBe(connects);
  });
});
