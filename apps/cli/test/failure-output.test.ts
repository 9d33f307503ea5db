import { startCommand } from "@kumakit/testkit";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";

import { KUMA } from "./support/built-kuma.ts";
import { newUser, type KumaUser } from "./support/kuma-user.ts";
import { silentListener } from "./support/loopback.ts";

let user: KumaUser;
beforeAll(() => {
  user = newUser();
});
afterAll(() => user[Symbol.dispose]());

test("a bug is called one, with where to report it; the stack comes with --debug only", async () => {
  const broken = 'String.prototype.trimEnd = () => { throw new TypeError("a thing that must not happen"); };';
  const env = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(broken)}` };
  const plain = await user.run(["help", "exit-codes"], { env });
  expect(plain).toMatchObject({ stdout: "", code: 1 });
  expect(plain.stderr).toMatch(/^Error: a thing that must not happen\nThis is a bug in kuma \S+ \(Node /);
  expect(plain.stderr).toMatch(/Please report it: https:\/\/\S+\n/);
  expect(plain.stderr).not.toContain("    at ");
  const debug = await user.run(["help", "exit-codes", "--debug"], { env });
  expect(debug).toMatchObject({ code: 1, stderr: expect.stringContaining("    at ") });
});

test("a failure names the server, with its URL in one piece however narrow the terminal", async () => {
  const url = "https://kuma.example/a/base/path/that/is/longer/than/forty/columns";
  const { stderr, code } = await user.run(["whoami", "--server", url], { env: { COLUMNS: "40" } });
  expect({ stderr, code }).toEqual({
    stderr: `Error: You are not logged in to ${url}\nTry: kuma login ${url}\n`,
    code: 4,
  });
});

test("a password stands in no process list", async () => {
  await using silent = await silentListener();
  const words = ["login", silent.url, "--username", "admin", "--password-stdin"];
  const command = startCommand([process.execPath, KUMA, ...words], { env: user.env, input: "hunter2" });
  await silent.connected;
  const line = readFileSync(`/proc/${command.pid}/cmdline`, "utf8");
  expect(line).toContain("--password-stdin");
  expect(line).not.toContain("hunter2");
  command.kill("SIGINT");
  expect((await command.finished).code).toBe(130);
});
