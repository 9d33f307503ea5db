import { startAlertSink } from "@kumakit/testkit";
import { ownServers } from "@kumakit/testkit/vitest";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";

import { commands } from "../support/built-kuma.ts";
import { loggedInUser, passwordFile } from "../support/logged-in-user.ts";

const run = `kumakit-test-${process.pid} quiet`;
const slug = `kumakit-test-${process.pid}-quiet`;

const ID = /^\d+\n$/;
const NOTHING = /^$/;

/** A command, all that it prints with `--quiet`, and the words after its name; a function makes those from the ids so far. */
type Line = readonly [
  id: string,
  prints: RegExp,
  words: readonly string[] | ((idOf: (made: string) => string) => readonly string[]),
];

/** Commands that are held elsewhere: those of the agent by the tests with beds, others by tests that name them. */
const elsewhere = ["agent", "drill", "init", "mcp", "run", "server:setup"];

/** They find that the monitor alerts nobody. */
const unwell = ["doctor", "verify"];

const admin = { username: "admin", password: "kuma-Test-1" };

// The double has the same commands, and answers sooner; this is about the output alone. Where there ever was an API key,
// no password reads the metrics any more: such a server is not for others.
describe.each(ownServers.filter(({ isNpmRelease }) => !isNpmRelease))("$label", ({ label, start }) => {
  test("with --quiet a command that changes something prints what a script needs, and nothing else", async () => {
    const own = await start({ admin });
    const server = { label, url: own.url, ...admin };
    const user = await loggedInUser(server);
    const sink = await startAlertSink();
    const input = JSON.stringify({ webhookURL: sink.url, webhookContentType: "json" });
    const monitor = `${run} monitor`;
    const backup = join(user.folder, "backup.json");
    const login = [server.url, "--username", server.username, "--password-file", passwordFile(user, server.password)];
    const before = readdirSync(user.folder).toSorted();
    const lines: readonly Line[] = [
      ["notification:create", ID, [`${run} hook`, "--type", "webhook", "--config-file", "-"]],
      ["notification:edit", ID, [`${run} hook`, "--name", `${run} hook 2`]],
      ["notification:test", ID, [`${run} hook 2`]],
      ["group:create", ID, [`${run} group`, "--no-notify"]],
      ["monitor:create", ID, [monitor, "--no-notify", "--group", `${run} group`]],
      ["monitor:create", ID, [monitor, "--no-notify", "--group", `${run} group`]],
      ["monitor:clone", ID, [monitor, "--name", `${run} clone`]],
      ["monitor:edit", /^\d+\n\d+\n$/, [monitor, `${run} clone`, "--interval", "90"]],
      ["monitor:edit", NOTHING, [monitor, "--interval", "30", "--dry-run"]],
      ["monitor:beat", ID, [monitor]],
      ["monitor:pause", ID, [monitor]],
      ["monitor:resume", ID, [monitor]],
      ["tag:create", ID, [run]],
      ["tag:add", /^\d+\n\d+\n$/, [monitor, `${run} clone`, "--tag", `${run}=1`]],
      ["tag:remove", ID, [`${run} clone`, "--tag", run]],
      ["tag:delete", ID, [run, "--yes"]],
      ["maintenance:create", ID, [`${run} plan`, "--cron", "0 3 * * 0", "--for", "90m", "--monitor", monitor]],
      ["maintenance:start", ID, [monitor, "--for", "30m", "--title", `${run} now`]],
      ["maintenance:stop", ID, (idOf) => [idOf("maintenance:start")]],
      ["maintenance:delete", ID, (idOf) => [idOf("maintenance:start"), "--yes"]],
      ["maintenance:delete", ID, (idOf) => [idOf("maintenance:create"), "--yes"]],
      ["maintenance:wrap", /^ran\n$/, ["--monitor", monitor, "--for", "1m", "--", "echo", "ran"]],
      ["proxy:create", ID, ["http://127.0.0.1:3128"]],
      ["proxy:edit", ID, (idOf) => [idOf("proxy:create"), "--url", "socks5://127.0.0.1:1080"]],
      ["proxy:delete", ID, (idOf) => [idOf("proxy:create"), "--yes"]],
      ["docker-host:create", ID, [`${run} docker`, "--daemon", "http://127.0.0.1:9"]],
      ["docker-host:edit", ID, [`${run} docker`, "--daemon", "/var/run/docker.sock"]],
      ["docker-host:delete", ID, [`${run} docker`, "--yes"]],
      ["api-key:create", /^uk\d+_\S+\n$/, [`${run} key`]],
      ["api-key:delete", ID, [`${run} key`, "--yes"]],
      ["status-page:create", /^http\S+\n$/, [slug, "--title", run, "--monitors", `Web=${monitor}`]],
      ["status-page:edit", /^http\S+\n$/, [slug, "--theme", "dark"]],
      ["status-page:incident:post", ID, [slug, "--title", "Slow", "--content", "Wait."]],
      ["status-page:incident:edit", ID, [slug, "--title", "Slower"]],
      ["status-page:incident:resolve", ID, [slug]],
      ["status-page:delete", /^\d+\n$/, [slug, "--yes"]],
      ["settings:set", /^checkUpdate\n$|^$/, ["checkUpdate=true"]],
      ["server:backup", NOTHING, [backup]],
      ["server:restore", NOTHING, [backup]],
      ["api", NOTHING, ["getTags"]],
      ["doctor", NOTHING, []],
      ["verify", ID, [monitor, "--settings"]],
      ["profile:add", /^home\n$/, ["home"]],
      ["profile:use", /^home\n$/, ["home"]],
      ["profile:remove", /^home\n$/, ["home"]],
      ["monitor:delete", /^\d+\n\d+\n$/, [monitor, `${run} clone`, "--yes"]],
      ["group:delete", ID, [`${run} group`, "--yes"]],
      ["notification:delete", ID, [`${run} hook 2`, "--yes"]],
      ["logout", /^http\S+\n$/, []],
      ["login", /^http\S+\n$/, login],
    ];
    onTestFinished(async () => {
      await own[Symbol.asyncDispose]();
      await sink.close();
      user[Symbol.dispose]();
    });
    const tried = new Set(lines.map(([id]) => id));
    const isElsewhere = (id: string): boolean => elsewhere.some((name) => id === name || id.startsWith(`${name}:`));
    const missing = commands.filter(({ id, readOnly }) => !readOnly && !tried.has(id) && !isElsewhere(id));
    expect(missing.map(({ id }) => id)).toEqual([]);

    const made = new Map<string, string>();
    const idOf = (id: string): string => `id:${made.get(id)}`;
    const notHeld: string[] = [];
    for (const [id, prints, given] of lines) {
      const words = typeof given === "function" ? given(idOf) : given;
      const typed = [...id.split(":"), "--quiet", ...words];
      if (typed.includes("--yes")) {
        const held = await user.run(
          typed.filter((word) => word !== "--yes"),
          { input },
        );
        if (held.code !== 2 || held.stdout !== "" || !held.stderr.includes("--yes")) notHeld.push(id);
      }
      const { stdout, stderr, code } = await user.run(typed, { input });
      const isUnwell = unwell.includes(id);
      const line = { words: typed.join(" "), code, stderr: isUnwell ? "" : stderr, stdout };
      expect.soft(line).toEqual({ ...line, code: isUnwell ? 8 : 0, stderr: "", stdout: expect.stringMatching(prints) });
      made.set(id, stdout.trim());
    }
    expect(
      readdirSync(user.folder)
        .filter((name) => name !== "backup.json")
        .toSorted(),
    ).toEqual(before);
    const kept = join(user.folder, ".config", "kuma");
    for (const file of readdirSync(kept))
      expect({ file, mode: statSync(join(kept, file)).mode & 0o777 }).toEqual({ file, mode: 0o600 });
    expect(user.printed()).not.toContain(server.password);
  });
});
