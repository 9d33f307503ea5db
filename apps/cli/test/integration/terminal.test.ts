import { runCommand, startInTerminal, type RunningCommand } from "@kumakit/testkit";
import { readFileSync } from "node:fs";
import { kumaServers } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, test } from "vitest";

import { KUMA } from "../support/built-kuma.ts";
import type { KumaUser } from "../support/kuma-user.ts";
import { loggedInUser } from "../support/logged-in-user.ts";

const [server] = kumaServers();
if (server === undefined) throw new Error("there is no server to test against");
const name = `kumakit-test-${process.pid} terminal`;
let user: KumaUser;

/** Runs `kuma` on a terminal of this width. */
function onTerminal(
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
  columns = 100,
): RunningCommand {
  return startInTerminal([process.execPath, KUMA, ...words], { env: { ...user.env, ...env }, columns });
}

beforeAll(async () => {
  user = await loggedInUser(server);
  await user.run(["monitor", "create", name, "--no-notify"]);
});
afterAll(async () => {
  await user.run(["monitor", "delete", name, "--yes"]);
  user[Symbol.dispose]();
});

test("colours on a terminal, unless somebody says no", async () => {
  const list = ["monitor", "list", "--name", name];
  const outputs = await Promise.all([
    onTerminal(list).finished,
    onTerminal(list, { NO_COLOR: "1" }).finished,
    onTerminal(list, { TERM: "dumb" }).finished,
    onTerminal([...list, "--no-color"]).finished,
  ]);
  expect(outputs.map(({ stdout }) => stdout.includes("\u001b["))).toEqual([true, false, false, false]);
});

test("a table fits into a narrow terminal; a URL is never broken", async () => {
  const list = await onTerminal(["monitor", "list", "--name", name], { NO_COLOR: "1" }, 40).finished;
  expect(list.stdout.split("\r\n").filter((line) => line.length > 40)).toEqual([]);
  expect(list.stdout).toContain("…");
  const show = await onTerminal(["monitor", "show", name], { NO_COLOR: "1" }, 40).finished;
  expect(show.stdout).toMatch(new RegExp(`${server.url}/dashboard/\\d+\\r\\n`));
});

test("deleting asks first, and takes no for an answer", async () => {
  const refused = onTerminal(["monitor", "delete", name]);
  await refused.waitForText("Delete the monitor");
  refused.type("\r");
  expect(await refused.finished).toMatchObject({ code: 130, stdout: expect.not.stringContaining("Error") });
  const cancelled = onTerminal(["monitor", "delete", name]);
  await cancelled.waitForText("Delete the monitor");
  cancelled.type("\u0003");
  expect((await cancelled.finished).code).toBe(130);
  expect(await user.run(["monitor", "show", name, "-q"])).toMatchObject({ code: 0 });
});

test("deleting a group that has members asks for its name", async () => {
  const group = `${name} group`;
  await user.run(["monitor", "create", `${name} member`, "--no-notify", "--group", group]);
  for (const answer of ["y", "wrong"]) {
    const refused = onTerminal(["monitor", "delete", group]);
    await refused.waitForText("Type its name");
    refused.type(`${answer}\r`);
    expect(await refused.finished).toMatchObject({ code: 2, stdout: expect.stringContaining("Nothing was deleted") });
  }
  const meant = onTerminal(["monitor", "delete", group]);
  await meant.waitForText("leave 1 member");
  await meant.waitForText("to go on");
  meant.type(`${group}\r`);
  expect(await meant.finished).toMatchObject({ code: 0, stdout: expect.stringContaining("Deleted the monitor") });
  expect(await user.run(["monitor", "delete", `${name} member`, "--yes"])).toMatchObject({ code: 0 });
});

test("--no-input and KUMA_NO_INPUT forbid to ask, on a terminal too", async () => {
  const words = ["monitor", "delete", name];
  const ends = await Promise.all([
    onTerminal([...words, "--no-input"]).finished,
    onTerminal(words, { KUMA_NO_INPUT: "1" }).finished,
  ]);
  for (const { code, stdout } of ends)
    expect({ code, stdout }).toEqual({ code: 2, stdout: expect.stringContaining("--yes") });
});

test("a reader that goes away causes no error", async () => {
  const script = `"$0" "$1" help environment | head -1; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = await runCommand(["bash", "-c", script, process.execPath, KUMA], { env: user.env });
  expect(stdout).toMatch(/^VARIABLE +MEANING\n(?:0|141)\n$/);
  expect(stderr).toBe("");
});

test("stdin that is a terminal is not waited for", async () => {
  const create = ["notification", "create", "x", "--type", "webhook", "--config-file", "-"];
  const config = await onTerminal(create).finished;
  expect(config).toMatchObject({ code: 2, stdout: expect.stringContaining("pipe it in: … < FILE") });
  const { code, stdout } = await onTerminal(["login", server.url, "--username", "a", "--password-stdin"]).finished;
  expect({ code, stdout }).toEqual({ code: 2, stdout: expect.stringContaining("stdin is a terminal") });
});

test("a table in a pipe is for awk; --debug shows what is said to the server, on stderr", async () => {
  const plain = await user.run(["monitor", "list", "--no-headers", "--name", name, "--debug"]);
  expect(plain.stdout).toMatch(new RegExp(`^\\d+ +${name} +○ pending +- +push +never\\n$`));
  expect(plain.stderr).toContain("loginByToken");
  const token = /"token": "([^"]+)"/.exec(readFileSync(`${user.folder}/.config/kuma/sessions.json`, "utf8"))?.[1];
  expect(token).toMatch(/\S{20,}/);
  expect(plain.stderr).not.toContain(token);
});
