import { monitorTypes } from "@kumakit/client";
import { kumaServers } from "@kumakit/testkit/vitest";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { KumaUser, RunOptions } from "../support/kuma-user.ts";
import { clientOf, loggedInUser } from "../support/logged-in-user.ts";

const run = `kumakit-test-${process.pid} types`;

describe.each(kumaServers())("$label", (server) => {
  let user: KumaUser;
  beforeAll(async () => {
    user = await loggedInUser(server);
  });
  afterAll(async () => {
    await user.run(["monitor", "delete", `${run}*`, "--yes"]);
    await using client = await clientOf(user);
    for (const { id, name } of await client.tags.list()) if (name.startsWith(run)) await client.tags.delete(id);
    for (const { id, title } of await client.maintenance.list())
      if (title.includes(run)) await client.maintenance.delete(id);
    user[Symbol.dispose]();
  });

  const json = async (words: readonly string[], options?: RunOptions): Promise<unknown> => {
    const { stdout, stderr, code } = await user.run([...words, "--json"], options);
    expect({ words, stderr, code }).toEqual({ words, stderr: "", code: 0 });
    return JSON.parse(stdout);
  };
  const settingsOf = async (name: string) => {
    await using client = await clientOf(user);
    const found = (await client.monitors.list()).find((one) => one.name === name);
    return { ...found, settings: found?.settings ?? {}, token: found?.pushToken ?? null };
  };

  test("monitors of several types are made from a file, and are what it says", async () => {
    const types = ["keyword", "json-query", "dns", "mqtt", "docker", "steam", "redis", "group"];
    const examples = monitorTypes.filter(({ type }) => types.includes(type)).map(({ example }) => example);
    expect(examples.length).toBe(types.length);
    await Promise.all(
      examples.map(async (example) => {
        const words = ["monitor", "create", `${run} ${example.type}`, "--no-notify", "--from-file", "-"];
        expect(await json(words, { input: JSON.stringify(example) })).toMatchObject({ type: example.type });
      }),
    );
    for (const { name: _name, type, ...settings } of examples) {
      const { settings: stored, ...common } = await settingsOf(`${run} ${type}`);
      expect({ ...common, ...stored }).toMatchObject(settings);
    }
  });

  test("the common settings have flags, any other is set by its name, and a secret comes from a file", async () => {
    const name = `${run} page`;
    const auth = join(user.folder, "auth.json");
    writeFileSync(auth, JSON.stringify({ method: "basic", username: "me", password: "hunter2" }), { mode: 0o600 });
    const words = ["--type", "http", "--url", "http://127.0.0.1:9/health", "--max-retries", "2", "--no-notify"];
    const more = ["--accepted-status-codes", "200-299", "--accepted-status-codes", "404", "--set", "timeout=12"];
    const dry = await user.run([
      "monitor",
      "create",
      name,
      ...words,
      ...more,
      "--set-file",
      `auth=${auth}`,
      "--dry-run",
    ]);
    expect(dry).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/create the http monitor .*url "http:.*auth as given/),
    });
    expect(await json(["monitor", "create", name, ...words, ...more, "--set-file", `auth=${auth}`])).toMatchObject({
      type: "http",
      pushUrl: null,
      outcome: "created",
    });
    const made = await settingsOf(name);
    expect(made).toMatchObject({ maxRetries: 2, settings: { url: "http://127.0.0.1:9/health", timeout: 12 } });
    expect(made.settings).toMatchObject({ acceptedStatusCodes: ["200-299", "404"], auth: { username: "me" } });
    const kept = await user.run(["monitor", "create", name, ...words.toSpliced(3, 1, "http://127.0.0.1:9/other")]);
    expect(kept).toMatchObject({ code: 0, stderr: expect.stringMatching(/is kept, but it has another url\n$/) });
    const again = ["monitor", "create", name, ...words, "--max-redirects", "1", "--if-exists", "update"];
    expect(await json(again)).toMatchObject({ outcome: "updated" });
    expect(await settingsOf(name)).toMatchObject({ maxRetries: 2, settings: { maxRedirects: 1, timeout: 12 } });
    expect(user.printed()).not.toContain("hunter2");
  });

  test("an edit changes what is named, says it beforehand, and does nothing twice", async () => {
    const names = [`${run} one`, `${run} two`];
    for (const name of names) await json(["monitor", "create", name, "--no-notify", "--tag", `${run}=x`]);
    const edit = ["monitor", "edit", `tag:${run}`, "--interval", "90", "--upside-down", "--description", "seen"];
    const dry = await user.run([...edit, "--dry-run"]);
    expect(dry.stdout).toContain("Would set interval to 90 instead of 60");
    expect(await settingsOf(names[0] ?? "")).toMatchObject({ interval: 60, upsideDown: false });
    expect(await json(edit)).toMatchObject([{ outcome: "updated" }, { outcome: "updated" }]);
    expect(await settingsOf(names[1] ?? "")).toMatchObject({ interval: 90, upsideDown: true, description: "seen" });
    expect(await json(edit)).toMatchObject([{ outcome: "kept" }, { outcome: "kept" }]);
    const group = `${run} group`;
    const one = ["monitor", "edit", names[0] ?? "", "--group", group, "--remove-tag", run, "--name", `${run} uno`];
    expect(await json(one)).toMatchObject({ name: `${run} uno`, outcome: "updated" });
    const moved = await settingsOf(`${run} uno`);
    expect(moved).toMatchObject({ parent: (await settingsOf(group)).id, tags: [] });
    expect(await json(["monitor", "edit", `${group}/${run} uno`, "--no-group"])).toMatchObject({ outcome: "updated" });
    expect(await settingsOf(`${run} uno`)).toMatchObject({ parent: null });
    const wrong = await user.run(["monitor", "edit", ...names, `${run} uno`, "--name", "x"]);
    expect(wrong).toMatchObject({ code: 3 });
    const several = await user.run(["monitor", "edit", `${run} *`, "--name", "x"]);
    expect(several).toMatchObject({ code: 2, stderr: expect.stringContaining("--name is for one monitor") });
  });

  test("a copy has all that the original has, but another push URL", async () => {
    const name = `${run} original`;
    await json(["monitor", "create", name, "--no-notify", "--interval", "77", "--tag", `${run}=y`]);
    const clone = ["monitor", "clone", name, "--name", `${run} copy`, "--description", "a copy"];
    expect((await user.run([...clone, "--dry-run"])).stdout).toMatch(/^Would copy the push monitor .* to /);
    expect(await json(clone)).toMatchObject({ name: `${run} copy`, type: "push", interval: 77, outcome: "created" });
    const [original, copy] = [await settingsOf(name), await settingsOf(`${run} copy`)];
    expect(copy).toMatchObject({ interval: 77, description: "a copy", tags: [{ value: "y" }] });
    expect(copy.token).not.toBe(original.token);
    const { stdout } = await user.run(["monitor", "token", "show", `${run} copy`, "--quiet"]);
    expect(stdout).toBe(`${copy.token}\n`);
  });

  test("a beat is seen, and a monitor that takes none is refused", async () => {
    const name = `${run} beaten`;
    await json(["monitor", "create", name, "--no-notify"]);
    const beat = ["monitor", "beat", name, "--status", "down", "--message", "no space left", "--ping", "250ms"];
    expect(await json(beat)).toMatchObject({ status: "down", message: "no space left" });
    expect(await json(["monitor", "show", name])).toMatchObject({
      status: "down",
      message: "no space left",
      heartbeats: [{ ping: 250 }],
    });
    await json(["monitor", "create", `${run} manual-group`, "--type", "group"]);
    const refused = await user.run(["monitor", "beat", `${run} manual-group`]);
    expect(refused).toMatchObject({ code: 6, stderr: expect.stringContaining("is of the type group") });
  });

  test("several are paused for a time by a maintenance that the server ends; a failure among several ends with 7", async () => {
    const names = [`${run} p1`, `${run} p2`];
    for (const name of names) await json(["monitor", "create", name, "--no-notify"]);
    const before = Date.now();
    const paused = (await json(["monitor", "pause", ...names, "--for", "90m", "--reason", "new disks"])) as readonly {
      readonly active: boolean;
      readonly maintenance: { readonly id: number; readonly until: string };
    }[];
    const [first] = paused;
    const length = Date.parse(first?.maintenance.until ?? "") - before;
    expect(length).toBeGreaterThan(90 * 60_000 - 1000);
    expect(length).toBeLessThan(92 * 60_000);
    expect(paused).toMatchObject([{ active: true }, { active: true }]);
    await using client = await clientOf(user);
    const id = first?.maintenance.id ?? 0;
    const maintenance = await client.maintenance.get(id);
    expect(maintenance).toMatchObject({ strategy: "single", status: "under-maintenance", description: "new disks" });
    expect((await client.maintenance.monitorIds(id)).length).toBe(2);
    await client.maintenance.delete(id);
    expect(await json(["monitor", "pause", ...names])).toMatchObject([{ active: false }, { active: false }]);
    expect(await json(["monitor", "resume", `${run} p?`])).toMatchObject([{ active: true }, { active: true }]);
  });

  test.each([
    [["--type", "http", "--set", "urll=x"], 'has no setting "urll". Did you mean "url"?'],
    [["--type", "http"], "A monitor of the type http needs url"],
    [
      ["--type", "postgres", "--set", "databaseConnectionString=postgres://u:hunter2@h/d"],
      "databaseConnectionString is a secret",
    ],
    [["--type", "port", "--hostname", "h", "--port", "99999"], "--port: must be a port"],
    [["--type", "port", "--hostname", "h", "--port", "x"], "--port: must be a"],
    [["--url", "http://127.0.0.1"], 'A monitor of the type push has no setting "url"'],
    [["--type", "dns", "--hostname", "h", "--set", "dnsResolveType=AAAAA"], 'Did you mean "AAAA"?'],
    [["--set", "parent=3"], "the group is --group NAME"],
    [["--type", "httpp", "--url", "http://127.0.0.1"], 'Did you mean "http"?'],
  ])("%j is refused before anything is sent: %s", async (words, message) => {
    const { code, stdout, stderr } = await user.run(["monitor", "create", `${run} no`, "--no-notify", ...words]);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: expect.stringContaining(message) });
    expect(stderr).not.toContain("hunter2");
  });
});
