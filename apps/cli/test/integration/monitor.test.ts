import { startCommand } from "@kumakit/testkit";
import { kumaServers } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { KUMA } from "../support/built-kuma.ts";
import type { KumaUser, RunOptions } from "../support/kuma-user.ts";
import { clientOf, loggedInUser } from "../support/logged-in-user.ts";

interface Created {
  readonly id: number;
  readonly name: string;
  readonly outcome: string;
  readonly pushUrl: string;
  readonly dashboardUrl: string;
  readonly interval: number;
  readonly warnings: readonly string[];
  readonly notifications: readonly { readonly id: number; readonly name: string }[];
}

interface Shown {
  readonly id: number;
  readonly tags: readonly { readonly name: string; readonly value: string }[];
  readonly description: string | null;
  readonly upsideDown: boolean;
  readonly maxRetries: number;
  readonly active: boolean;
  readonly parent: number | null;
  readonly notifications: readonly { readonly name: string }[];
}

const hook = JSON.stringify({ webhookURL: "http://127.0.0.1:9/hunter2-hook", webhookContentType: "json" });
const run = `kumakit-test-${process.pid}`;

describe.each(kumaServers())("$label", { concurrent: true }, (server) => {
  let user: KumaUser;
  const chat = `${run} ops-chat`;
  const group = `${run} group`;

  const json = async (words: readonly string[], options?: RunOptions): Promise<unknown> => {
    const { stdout, stderr, code } = await user.run(["--json", ...words], options);
    if (code !== 0) throw new Error(`kuma ${words.join(" ")} ended with ${code}: ${stderr}`);
    return JSON.parse(stdout);
  };
  const create = async (...words: readonly string[]): Promise<Created> =>
    (await json(["monitor", "create", ...words])) as Created;
  const show = async (reference: string | number): Promise<Shown> =>
    (await json(["monitor", "show", String(reference)])) as Shown;
  const testMonitors = async (): Promise<readonly { readonly id: number; readonly name: string }[]> =>
    (await json(["monitor", "list", "--name", run])) as readonly { id: number; name: string }[];

  let tagsBefore: readonly number[];

  beforeAll(async () => {
    user = await loggedInUser(server);
    await using client = await clientOf(user);
    tagsBefore = (await client.tags.list()).map(({ id }) => id);
    await user.run(["notification", "create", chat, "--type", "webhook", "--config-file", "-"], { input: hook });
  });

  afterAll(async () => {
    for (const { id } of await testMonitors()) await user.run(["monitor", "delete", `id:${id}`, "--yes"]);
    await user.run(["notification", "delete", chat, "--yes"]);
    await using client = await clientOf(user);
    for (const { id } of await client.tags.list()) if (!tagsBefore.includes(id)) await client.tags.delete(id);
    user[Symbol.dispose]();
  });

  test("a monitor with everything, made in one go", async () => {
    const words = [
      "--notify",
      chat,
      "--group",
      group,
      "--tag",
      "env=prod",
      "--tag",
      "env=prod",
      "--tag",
      "kumakit-test",
    ];
    const name = `${run} full`;
    const created = await create(name, ...words, "--interval", "45s", "--description", "watched");
    expect(created).toEqual({
      id: expect.any(Number),
      name,
      type: "push",
      interval: 45,
      outcome: "created",
      pushUrl: expect.stringMatching(new RegExp(`^${server.url}/api/push/[A-Za-z0-9]{10,32}$`)),
      dashboardUrl: `${server.url}/dashboard/${created.id}`,
      notifications: [{ id: expect.any(Number), name: chat }],
      warnings: [],
    });
    const shown = await show(name);
    expect(shown).toMatchObject({ upsideDown: false, maxRetries: 0, active: true, description: "watched" });
    expect(shown.parent).toBe((await show(group)).id);
    expect(shown.tags.map(({ name: tag, value }) => `${tag}=${value}`).toSorted()).toEqual([
      "env=prod",
      "kumakit-test=",
    ]);
    const push: unknown = await (await fetch(`${created.pushUrl}?status=up&msg=OK`)).json();
    expect(push).toEqual({ ok: true });
    expect(await json(["monitor", "show", name])).toMatchObject({ status: "up" });
  });

  test("made twice, it is there once: kept with a clear line, or refused, or updated", async () => {
    const name = `${run} twice`;
    const first = await create(name, "--notify", chat);
    const again = await user.run(["monitor", "create", name]);
    expect(again).toMatchObject({
      code: 0,
      stderr: "",
      stdout: expect.stringContaining("exists already; nothing was changed"),
    });
    expect(again.stdout).toContain(first.pushUrl);

    const other = await user.run(["monitor", "create", name, "--interval", "90"]);
    expect(other).toMatchObject({ code: 0, stderr: expect.stringContaining("its interval is 60 s, not 90 s") });
    expect(await create(name, "--interval", "90")).toMatchObject({ id: first.id, interval: 60, outcome: "kept" });

    const refused = await user.run(["monitor", "create", name, "--if-exists", "error"]);
    expect(refused).toMatchObject({ code: 6, stdout: "" });

    const update = ["--interval", "90", "--group", group, "--tag", "env=test", "--if-exists", "update"];
    expect(await create(name, ...update)).toMatchObject({
      id: first.id,
      interval: 90,
      outcome: "updated",
      pushUrl: first.pushUrl,
    });
    expect(await create(name, ...update)).toMatchObject({ id: first.id, outcome: "kept" });
    expect(await show(name)).toMatchObject({ tags: [{ name: "env", value: "test" }], notifications: [{ name: chat }] });
    expect((await testMonitors()).filter((monitor) => monitor.name === name)).toHaveLength(1);
  });

  test("a kept monitor that would not work is warned about; an update mends it", async () => {
    const name = `${run} paused`;
    await create(name, "--no-notify");
    await user.run(["monitor", "pause", name]);
    const kept = await user.run(["monitor", "create", name, "--notify", chat]);
    expect(kept.stderr).toContain("it is paused");
    expect(kept.stderr).toContain("it alerts nobody");
    expect(await show(name)).toMatchObject({ active: false, notifications: [] });
    await create(name, "--notify", chat, "--if-exists", "update");
    expect(await show(name)).toMatchObject({ active: true, notifications: [{ name: chat }] });
  });

  test("two runs at once make one monitor and one group", async () => {
    const name = `${run} race`;
    const words = [name, "--notify", chat, "--group", `${run} race group`, "--tag", `kumakit-race-${process.pid}=1`];
    const results = await Promise.all([create(...words), create(...words), create(...words)]);
    expect(new Set(results.map(({ id }) => id)).size).toBe(1);
    expect(new Set(results.map(({ pushUrl }) => pushUrl)).size).toBe(1);
    const raced = (await testMonitors()).filter((monitor) => monitor.name.startsWith(name));
    expect(raced.map((monitor) => monitor.name).toSorted()).toEqual([name, `${run} race group`]);
    expect((await show(name)).tags).toEqual([{ name: `kumakit-race-${process.pid}`, value: "1" }]);
  });

  test("an unknown notification ends with 3, and says which was meant; nothing is made", async () => {
    const name = `${run} unknown`;
    const { stdout, stderr, code } = await user.run(["monitor", "create", name, "--notify", `${run} ops-caht`]);
    expect({ stdout, code }).toEqual({ stdout: "", code: 3 });
    expect(stderr).toContain(`Did you mean "${chat}"?`);
    expect((await testMonitors()).map((monitor) => monitor.name)).not.toContain(name);
  });

  test("a name that is taken by something else is refused with 6", async () => {
    await create(`${run} member`, "--group", group, "--no-notify");
    const { stderr, code } = await user.run(["monitor", "create", group, "--no-notify"]);
    expect({ code, stderr }).toEqual({ code: 6, stderr: expect.stringContaining("it is of type group, not push") });
  });

  test("a dry run changes nothing", async () => {
    const words = ["monitor", "create", `${run} dry`, "--notify", chat, "--group", `${run} dry group`, "--dry-run"];
    const { stdout, code } = await user.run(words);
    expect({ stdout, code }).toEqual({
      code: 0,
      stdout: `Would create the group "${run} dry group".\nWould create the push monitor "${run} dry", interval 60 s, alerting "${chat}", in the group "${run} dry group".\n`,
    });
    expect((await testMonitors()).filter(({ name }) => name.startsWith(`${run} dry`))).toEqual([]);
  });

  test.each([`${run} "quotes" 'and' %s $(touch /tmp/x) \`id\``, `${run} 🚀 数据库`, `${run} --yes`])(
    "the name %j goes to the server and back as it is, and no further",
    async (name) => {
      const created = await create("--no-notify", "--", name);
      expect(created.name).toBe(name);
      expect(await create("--no-notify", "--", name)).toMatchObject({ id: created.id, outcome: "kept" });
      const list = await user.run(["monitor", "list", "--name", run]);
      expect(list.stdout).not.toContain("\u001b");
      expect(list.stdout.split("\n").filter((line) => line.startsWith(`${created.id} `))).toHaveLength(1);
      expect(await user.run(["monitor", "delete", "--yes", "--", name])).toMatchObject({ code: 0 });
    },
  );

  test.each([
    [`${run} ${"x".repeat(200)}`, "150"],
    [`${run} two\nlines\u001b[31m`, "must not contain line breaks"],
    ["  ", "name"],
  ])("the name %j is refused with 6", async (name, reason) => {
    const { stderr, code } = await user.run(["monitor", "create", "--no-notify", "--", name]);
    expect({ stderr, code }).toEqual({ code: 6, stderr: expect.stringContaining(reason) });
  });

  test("scripts get ids, headings can be left out, and what is not there ends with 3", async () => {
    const id = (await user.run(["monitor", "create", `${run} script`, "--no-notify", "-q"])).stdout;
    expect(id).toMatch(/^\d+\n$/);
    const list = await user.run(["monitor", "list", "--name", `${run} script`, "--no-headers"]);
    expect(list.stdout).toMatch(new RegExp(`^${id.trim()} +${run} script +○ pending +- +push +never\\n$`));
    expect(await user.run(["monitor", "delete", `${run} script`, "-y"])).toMatchObject({ code: 0 });
    const gone = await user.run(["monitor", "show", `id:${id.trim()}`, "--json"]);
    expect(gone).toMatchObject({ code: 3, stdout: "" });
    expect(JSON.parse(gone.stderr)).toMatchObject({ error: { code: "KUMA_NOT_FOUND", exit: 3 } });
  });

  test("--debug shows what is said to the server on stderr, and no secret", async () => {
    await create(`${run} debug`, "--no-notify");
    const { stdout, stderr, code } = await user.run(["monitor", "list", "--debug", "--json"]);
    expect({ stderr, code }).toEqual({
      code: 0,
      stderr: expect.stringMatching(
        /^kuma: connected to .*\nkuma: logging in by session-token\nkuma: loginByToken: \d+ ms\n$/,
      ),
    });
    expect(() => JSON.parse(stdout) as unknown).not.toThrow();
    const { pushUrl } = await create(`${run} debug`, "--no-notify");
    expect(stdout + stderr).not.toContain(pushUrl.slice(pushUrl.lastIndexOf("/") + 1));
    expect(user.printed()).not.toContain("hunter2-hook");
  });

  test("Ctrl-C half-way leaves nothing behind", async () => {
    const name = `${run} interrupted`;
    const tags = Array.from({ length: 20 }, (_, index) => [
      "--tag",
      `kumakit-interrupted-${process.pid}=${index}`,
    ]).flat();
    const words = ["monitor", "create", name, "--no-notify", "--group", `${name} group`, ...tags, "--debug"];
    const command = startCommand([process.execPath, KUMA, ...words], { env: user.env });
    await command.waitForText("addMonitorTag");
    command.kill("SIGINT");
    const { stdout, stderr, code } = await command.finished;
    expect({ stdout, code }).toEqual({ stdout: "", code: 130 });
    expect(stderr).not.toContain("Error");
    expect((await testMonitors()).filter((monitor) => monitor.name.startsWith(name))).toEqual([]);
    await using client = await clientOf(user);
    const left = (await client.tags.list()).filter((tag) => tag.name === `kumakit-interrupted-${process.pid}`);
    expect(left).toEqual([]);
  });
});
