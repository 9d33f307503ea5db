import { push, pushUrlOf } from "@kumakit/client";
import { normaliseOutput, startCommand, startInTerminal } from "@kumakit/testkit";
import { kumaServers } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { KUMA, outputSchema } from "../support/built-kuma.ts";
import type { KumaUser } from "../support/kuma-user.ts";
import { clientOf, loggedInUser } from "../support/logged-in-user.ts";

const run = `kumakit-test-${process.pid}`;
const reason =
  "nginx.service is failed: exit code 1; last words: cannot open /etc/nginx/nginx.conf: no such file or folder";

interface Problem {
  readonly id: number;
  readonly name: string;
}

describe.each(kumaServers())("$label", (server) => {
  let user: KumaUser;
  let url = "";
  let id = 0;
  const name = `${run}/nginx`;
  const say = (status: "up" | "down", message: string): Promise<void> => push(url, { status, message });
  const json = async (...words: readonly string[]): Promise<unknown> => {
    const { stdout, stderr, code } = await user.run([...words, "--json"]);
    if (code !== 0) throw new Error(`kuma ${words.join(" ")} ended with ${code}: ${stderr}`);
    return JSON.parse(stdout);
  };

  beforeAll(async () => {
    user = await loggedInUser(server);
    await using client = await clientOf(user);
    const monitor = await client.monitors.create({ type: "push", name, notificationIds: [] });
    id = monitor.id;
    url = pushUrlOf(server.url, monitor.pushToken ?? "");
    await say("up", "runs");
    await say("down", reason);
  });
  afterAll(async () => {
    await user.run(["monitor", "delete", `id:${id}`, "--yes"]);
    user[Symbol.dispose]();
  });

  test("status shows what is wrong, with the reason in full, from one log-in", async () => {
    const { stdout, stderr, code } = await user.run(["status", "--debug"]);
    expect(code).toBe(0);
    const own = stdout.split("\n\n").filter((part) => part.includes(name));
    const replacements = [
      [run, "<host>"],
      [new RegExp(`id ${id}$`, "m"), "id <id>"],
      [/\d{4}-\d\d-\d\d \d\d:\d\d/, "<time>"],
      [/\b\d+s\b/, "<seconds>"],
    ] as const;
    expect(normaliseOutput(own.join("\n").trimEnd(), replacements)).toBe(
      `✗ DOWN <host>/nginx, for <seconds>\n  ${reason}\n  since <time> · last beat <seconds> ago · id <id>`,
    );
    expect(stderr.match(/connected to/g)).toHaveLength(1);
    expect(stderr).not.toContain("getMonitorBeats");
    expect(stderr.match(/"?getMonitorList/g)?.length ?? 0).toBeLessThanOrEqual(1);
  });

  test("status as data, and as an exit code", async () => {
    const { problems, counts } = (await json("status")) as { problems: readonly Problem[]; counts: { down: number } };
    expect(problems.find((problem) => problem.id === id)).toEqual({
      id,
      name,
      type: "push",
      status: "down",
      message: reason,
      since: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      sinceExact: true,
      lastBeat: expect.any(String),
      group: null,
      host: null,
    });
    expect(counts.down).toBeGreaterThanOrEqual(1);
    const checked = await user.run(["status", "--exit-code", "--quiet"]);
    expect({ code: checked.code, ids: checked.stdout.split("\n") }).toEqual({
      code: 8,
      ids: expect.arrayContaining([String(id)]),
    });
  });

  test("history lists the changes, the newest first, and on request every heartbeat", async () => {
    await say("down", reason);
    const changes = (await json("monitor", "history", name)) as readonly { status: string; lasted: number | null }[];
    expect(changes.map(({ status, lasted }) => [status, lasted === null])).toEqual([
      ["down", true],
      ["up", false],
    ]);
    const { stdout, stderr } = await user.run(["monitor", "history", name, "--all", "--since", "1h", "--debug"]);
    expect(stdout.split("\n").map((line) => line.split(/ {2,}/).slice(1).join("|"))).toEqual([
      "STATUS|PING|MESSAGE",
      `✗ down|-|${reason}`,
      `✗ down|-|${reason}`,
      "✓ up|-|runs",
      "",
    ]);
    expect(stderr.match(/connected to/g)).toHaveLength(1);
    const wrong = await user.run(["monitor", "history", name, "--since", "tomorrow"]);
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining("--since must be a length of time") });
  });

  test("open prints the address of the page, and starts no browser in a pipe", async () => {
    const page = `${server.url}/dashboard/${id}`;
    expect(await user.run(["monitor", "open", name])).toMatchObject({ code: 0, stderr: "", stdout: `${page}\n` });
    expect(await json("monitor", "open", String(id))).toEqual({ id, name, url: page, opened: false });
  });

  test("wait ends with 8 when the time is over, and at once when the status has come", async () => {
    const late = await user.run(["monitor", "wait", name, "--timeout", "3s"]);
    expect(late).toMatchObject({ code: 8, stdout: "" });
    expect(late.stderr).toContain(`Error: Not up within 3 s: ${name} is down (${reason})\n`);
    expect(await json("monitor", "wait", name, "--for", "down")).toMatchObject([{ id, status: "down" }]);
    expect(await user.run(["monitor", "wait", `${run}/nothing`])).toMatchObject({ code: 3 });
  });

  test("watch prints changes as lines of JSON, wait sees the same, and Ctrl-C ends with 130", async () => {
    const argv = [process.execPath, KUMA, "monitor", "watch", name];
    const watch = startCommand([...argv, "--json", "--all"], { env: user.env });
    const people = startCommand(argv, { env: user.env });
    await people.waitForText("Ctrl-C ends it.");
    const waiting = user.run(["monitor", "wait", name, "--for", "up", "--quiet"]);
    await say("up", "is back");
    expect(await waiting).toMatchObject({ code: 0, stdout: `${id}\n` });
    await people.waitForText(`✓ up  ${name}: is back`);
    // Nothing but data is printed with --json, so the beat is repeated until the watch has begun.
    const isSeen = (): Promise<boolean> =>
      watch.waitForText("is back", 500).then(
        () => true,
        () => false,
      );
    while (!(await isSeen())) await say("up", "is back");
    for (const running of [watch, people]) running.kill("SIGINT");
    const [data, text] = await Promise.all([watch.finished, people.finished]);
    expect([data.code, text.code]).toEqual([130, 130]);
    const lines = data.stdout.split("\n").filter(Boolean);
    expect(lines.length).toBeGreaterThan(0);
    const schema = await outputSchema("monitor:watch");
    for (const line of lines) {
      const beat: unknown = JSON.parse(line);
      expect(beat).toMatchObject({ id, name, status: "up", message: "is back" });
      expect(schema.safeParse(beat).error).toBeUndefined();
    }
  });

  test("status --watch draws again when something changes, and gives the terminal back", async () => {
    const argv = [process.execPath, KUMA, "status", "--watch"];
    const screen = startInTerminal(argv, { env: { ...user.env, NO_COLOR: "1" }, columns: 80 });
    await screen.waitForText("Uptime Kuma");
    await say("down", "is gone again");
    await screen.waitForText(`✗ DOWN ${name}`);
    await screen.waitForText("is gone again");
    screen.type("\u0003");
    const { stdout, code } = await screen.finished;
    expect(code).toBe(130);
    expect(stdout.lastIndexOf("\u001b[?1049l")).toBeGreaterThan(stdout.indexOf("\u001b[?1049h"));
  });
});
