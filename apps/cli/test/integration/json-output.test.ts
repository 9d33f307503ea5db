import { startAlertSink } from "@kumakit/testkit";
import { kumaServers } from "@kumakit/testkit/vitest";
import { describe, expect, onTestFinished, test } from "vitest";

import { commands, failureSchema, outputSchema, wordsOf, type ManifestCommand } from "../support/built-kuma.ts";
import type { KumaUser } from "../support/kuma-user.ts";
import { loggedInUser, passwordFile } from "../support/logged-in-user.ts";

const run = `kumakit-test-${process.pid} json`;

type Call = readonly [id: string, ...words: string[]];

/** Runs a command with `--json` and holds what it prints against its schema. @returns whether it fits, or why not */
async function fits(user: KumaUser, [id, ...words]: Call, input: string): Promise<string> {
  const { stdout, stderr, code } = await user.run([...id.split(":"), ...words, "--json"], { input });
  if (code !== 0) return `${id} ended with ${code}: ${stderr}`;
  const { error } = (await outputSchema(id)).safeParse(JSON.parse(stdout));
  return error === undefined ? "fits" : `${id}: ${error.message}\n${stdout}`;
}

/** Tries a command that has no line of its kind below: its words are made up, so it may also refuse them. */
async function fitsOrRefuses(user: KumaUser, command: ManifestCommand): Promise<string> {
  const words = Object.entries(command.args).flatMap(([name, { required, options }]) => {
    if (name === "monitor" || name === "notification") return [run];
    return required === true ? [options?.[0] ?? "x"] : [];
  });
  const line = [...wordsOf(command), ...words, ...(command.readOnly ? [] : ["--dry-run"]), "--json"];
  const { stdout, stderr, code } = await user.run(line);
  const [schema, text] = code === 0 ? [await outputSchema(command.id), stdout] : [await failureSchema(), stderr];
  const { error } = schema.safeParse(JSON.parse(text));
  return error === undefined ? "fits" : `${command.id}: ${error.message}\n${text}`;
}

describe.each(kumaServers())("$label", (server) => {
  test("every command prints what its schema says", async () => {
    const user = await loggedInUser(server);
    const sink = await startAlertSink();
    const config = JSON.stringify({ webhookURL: sink.url, webhookContentType: "json" });
    const hook = ["--type", "webhook", "--config-file", "-"];
    const login = [server.url, "--username", server.username, "--password-file", passwordFile(user, server.password)];
    const calls: readonly Call[] = [
      ["notification:create", run, ...hook],
      ["notification:create", run, ...hook, "--dry-run"],
      ["notification:test", run],
      ["notification:list"],
      ["monitor:create", run, "--notify", run, "--group", `${run} group`, "--tag", "kumakit-test=1", "--dry-run"],
      ["monitor:create", run, "--notify", run, "--group", `${run} group`],
      ["monitor:list", "--name", run],
      ["monitor:show", run, "--push-url"],
      ["monitor:wait", run, "--for", "pending"],
      ["monitor:pause", run],
      ["monitor:pause", run, "--dry-run"],
      ["monitor:list", "--name", run],
      ["monitor:resume", run],
    ];
    const last: readonly Call[] = [
      ["monitor:delete", run, "--dry-run"],
      ["monitor:delete", run, "--yes"],
      ["monitor:delete", `${run} group`, "--yes"],
      ["notification:delete", run, "--yes"],
      ["profile:add", "home"],
      ["profile:use", "home"],
      ["profile:list"],
      ["server:info"],
      ["config:explain", "server"],
      ["profile:remove", "home"],
      ["help"],
      ["help", "monitor"],
      ["help", "monitor", "create"],
      ["help:environment"],
      ["help:exit-codes"],
      ["completion", "fish"],
      ["whoami"],
      ["logout"],
      ["login", ...login],
    ];
    onTestFinished(async () => {
      for (const kind of ["monitor", "notification"]) await user.run([kind, "delete", run, "--yes"]);
      await user.run(["monitor", "delete", `${run} group`, "--yes"]);
      await sink.close();
      user[Symbol.dispose]();
    });
    const called = new Set([...calls, ...last].map(([id]) => id));
    // The end-to-end tests hold the commands of the agent: here they would see this very host. A watch ends by Ctrl-C only.
    const elsewhere = (id: string): boolean => id.startsWith("agent:") || id === "monitor:watch";
    const others = commands.filter(({ id, output }) => !called.has(id) && !elsewhere(id) && output !== null);
    for (const call of calls) expect(await fits(user, call, config)).toBe("fits");
    for (const other of others) expect(await fitsOrRefuses(user, other)).toBe("fits");
    for (const call of last) expect(await fits(user, call, config)).toBe("fits");

    const failed = await user.run(["monitor", "show", "999999", "--json"]);
    expect({ stdout: failed.stdout, code: failed.code }).toEqual({ stdout: "", code: 3 });
    expect((await failureSchema()).safeParse(JSON.parse(failed.stderr)).error).toBeUndefined();
  });
});
