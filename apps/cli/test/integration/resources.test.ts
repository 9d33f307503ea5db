import { startCommand } from "@kumakit/testkit";
import { kumaServers } from "@kumakit/testkit/vitest";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { KUMA, outputSchema } from "../support/built-kuma.ts";
import type { KumaUser, RunOptions } from "../support/kuma-user.ts";
import { clientOf, loggedInUser } from "../support/logged-in-user.ts";

const run = `kumakit-test-${process.pid} res`;
const slug = `kumakit-test-${process.pid}`;

describe.each(kumaServers())("$label", (server) => {
  let user: KumaUser;
  beforeAll(async () => {
    user = await loggedInUser(server);
  });
  afterAll(async () => {
    await user.run(["monitor", "delete", `${run}*`, "--yes"]);
    await using client = await clientOf(user);
    for (const { id, title } of await client.maintenance.list())
      if (title.includes(run)) await client.maintenance.delete(id);
    for (const { id, name } of await client.tags.list()) if (name.startsWith(run)) await client.tags.delete(id);
    user[Symbol.dispose]();
  });

  /** The output of a command with `--json`, which its published schema must allow. */
  const json = async (id: string, words: readonly string[], options?: RunOptions): Promise<unknown> => {
    const { stdout, stderr, code } = await user.run([...id.split(" "), ...words, "--json"], options);
    expect({ id, words, stderr, code }).toEqual({ id, words, stderr: "", code: 0 });
    const data: unknown = JSON.parse(stdout);
    expect((await outputSchema(id.replaceAll(" ", ":"))).safeParse(data).error).toBeUndefined();
    return data;
  };
  const idOf = (data: unknown): string => `id:${(data as { readonly id: number }).id}`;

  /** Tries a deletion, does it, and finds the thing gone. */
  const deleted = async (noun: string, reference: string): Promise<void> => {
    const before = await json(`${noun} list`, []);
    expect(await json(`${noun} delete`, [reference, "--dry-run"])).toMatchObject({ dryRun: true });
    expect(await json(`${noun} list`, [])).toEqual(before);
    expect(await user.run([...noun.split(" "), "delete", reference])).toMatchObject({ code: 2, stdout: "" });
    expect(await json(`${noun} delete`, [reference, "--yes"])).toMatchObject({ deleted: true });
    expect(await user.run([...noun.split(" "), "delete", reference, "--yes"])).toMatchObject({ code: 3, stdout: "" });
  };

  test("tags: made once, put on monitors and taken off, listed, deleted", async () => {
    const tag = `${run} env`;
    await json("monitor create", [`${run} tagged`, "--no-notify"]);
    expect(await json("tag create", [tag, "--color", "#DC2626"])).toMatchObject({ outcome: "created" });
    expect(await json("tag create", [tag, "--color", "#DC2626"])).toMatchObject({ outcome: "kept" });
    const add = [`${run} tagged`, "--tag", `${tag}=prod`];
    expect(await json("tag add", add)).toMatchObject({ outcome: "updated" });
    expect(await json("tag add", add)).toMatchObject({ outcome: "kept" });
    expect(await json("monitor show", [`${run} tagged`])).toMatchObject({ tags: [{ name: tag, value: "prod" }] });
    const dry = await user.run(["tag", "delete", tag, "--dry-run"]);
    expect(dry.stdout).toContain("Would take it from 1 monitor.");
    expect(await json("tag remove", [`tag:${tag}=prod`, "--tag", tag])).toMatchObject([{ outcome: "updated" }]);
    expect(await user.run(["tag", "remove", `${run} tagged`, "--tag", tag])).toMatchObject({ code: 3 });
    await json("tag create", [`${run} other`]);
    await deleted("tag", `${run} other`);
  });

  test("groups: made once, listed with their members, deleted", async () => {
    const group = `${run} group`;
    expect(await json("group create", [group])).toMatchObject({ outcome: "created" });
    expect(await json("group create", [group])).toMatchObject({ outcome: "kept" });
    await json("monitor create", [`${run} member`, "--no-notify", "--group", group]);
    const groups = (await json("group list", [])) as readonly { readonly name: string }[];
    expect(groups.find(({ name }) => name === group)).toMatchObject({ members: 1, parent: null });
    expect((await user.run(["group", "delete", group, "--dry-run"])).stdout).toContain("leave 1 member in no group");
    await deleted("group", group);
  });

  test("maintenances: begun now, planned, ended, wrapped around a command", async () => {
    const name = `${run} looked-after`;
    await json("monitor create", [name, "--no-notify"]);
    const start = [name, "--for", "30m", "--title", `${run} now`];
    expect(await json("maintenance start", [...start, "--dry-run"])).toMatchObject({ monitors: [{ name }] });
    const started = await json("maintenance start", start);
    expect(started).toMatchObject({ status: "under-maintenance", strategy: "single", monitors: [{ name }] });
    expect(await json("maintenance stop", [idOf(started)])).toMatchObject({ active: false });
    const all = (await json("maintenance list", [])) as readonly { readonly title: string }[];
    expect(all.find(({ title }) => title === `${run} now`)).toMatchObject({ status: "inactive" });
    await deleted("maintenance", idOf(started));
    const nightly = ["--cron", "0 3 * * 0", "--for", "90m", "--monitor", name];
    const planned = await json("maintenance create", [`${run} nightly`, ...nightly]);
    expect(planned).toMatchObject({ strategy: "cron" });
    const once = ["--start", "2036-12-01 22:00", "--end", "2036-12-02 01:00", "--time-zone", "Europe/Berlin"];
    expect(await json("maintenance create", [`${run} once`, ...once, "--monitor", name])).toMatchObject({
      strategy: "single",
      status: "scheduled",
      timeSlots: [{ start: "2036-12-01T21:00:00.000Z", end: "2036-12-02T00:00:00.000Z" }],
    });
    const weekly = ["--cron", "0 4 * * 0", "--for", "90m", "--monitor", name, "--if-exists", "update"];
    const tried = await json("maintenance create", [`${run} nightly`, ...weekly, "--dry-run"]);
    expect(tried).toMatchObject({
      outcome: "updated",
      actions: [{ changes: [{ from: "0 3 * * 0", to: "0 4 * * 0" }] }],
    });
    expect(await json("maintenance create", [`${run} nightly`, ...weekly])).toMatchObject({ outcome: "updated" });
    expect(await json("maintenance create", [`${run} nightly`, ...weekly])).toMatchObject({ outcome: "kept" });
    await using client = await clientOf(user);
    const wrap = ["maintenance", "wrap", "--monitor", name, "--for", "10m", "--reason", `${run} wrapped`, "--"];
    const look = `process.stdout.write("ran"); process.exit(9)`;
    const wrapped = await user.run([...wrap, process.execPath, "-e", look]);
    expect(wrapped).toMatchObject({
      code: 9,
      stdout: "ran",
      stderr: expect.stringContaining("1 monitor under maintenance"),
    });
    expect((await client.maintenance.list()).map(({ title }) => title)).not.toContain(`${run} wrapped`);
    expect(await user.run([...wrap, `${run}-no-such-program`])).toMatchObject({ code: 127 });
    // A signal is the command's, which may take its time to end; then the maintenance ends, too.
    const slow = `process.on("SIGTERM", () => setTimeout(() => process.exit(7), 300)); setInterval(() => {}, 1000); console.log("begun")`;
    const command = startCommand([process.execPath, KUMA, ...wrap, process.execPath, "-e", slow], { env: user.env });
    await command.waitForText("begun");
    command.kill("SIGTERM");
    expect(await command.finished).toMatchObject({ code: 7 });
    expect((await client.maintenance.list()).map(({ title }) => title)).not.toContain(`${run} wrapped`);
  });

  test("proxies and Docker hosts: made, listed without their secrets, deleted", async () => {
    const file = join(user.folder, "secret");
    writeFileSync(file, "hunter2-proxy\n", { mode: 0o600 });
    const login = ["--username", "kuma", "--password-file", file];
    const proxy = await json("proxy create", ["http://127.0.0.1:3128", ...login]);
    expect(proxy).toMatchObject({ name: "http://127.0.0.1:3128", loggedIn: true });
    await using client = await clientOf(user);
    const stored = (await client.proxies.list()).find(({ id }) => `id:${id}` === idOf(proxy));
    expect({ password: stored?.password }).toEqual({ password: "hunter2-proxy" });
    const moved = ["--url", "socks5://127.0.0.1:1080", "--default"];
    expect(await json("proxy edit", [idOf(proxy), ...moved, "--dry-run"])).toMatchObject({ dryRun: true });
    expect(await json("proxy edit", [idOf(proxy), ...moved])).toMatchObject({
      name: "socks5://127.0.0.1:1080",
      loggedIn: true,
      isDefault: true,
    });
    const after = (await client.proxies.list()).find(({ id }) => `id:${id}` === idOf(proxy));
    expect({ password: after?.password }).toEqual({ password: "hunter2-proxy" });
    expect(await json("proxy edit", [idOf(proxy), "--no-log-in"])).toMatchObject({ loggedIn: false, isDefault: true });
    expect(await user.run(["proxy", "edit", idOf(proxy)])).toMatchObject({ code: 2, stdout: "" });
    await deleted("proxy", idOf(proxy));
    const host = await json("docker-host create", [`${run} docker`, "--daemon", "/var/run/docker.sock"]);
    expect(host).toMatchObject({ connection: "socket", daemon: "/var/run/docker.sock" });
    const daemon = ["--daemon", "http://127.0.0.1:9"];
    expect(await json("docker-host edit", [`${run} docker`, ...daemon])).toMatchObject({
      name: `${run} docker`,
      connection: "tcp",
      daemon: "http://127.0.0.1:9",
    });
    expect(await json("docker-host edit", [idOf(host), "--name", `${run} other`])).toMatchObject({
      name: `${run} other`,
      daemon: "http://127.0.0.1:9",
    });
    // Nobody listens there, so that nothing is changed.
    const tried = await user.run(["docker-host", "edit", idOf(host), "--daemon", "http://127.0.0.1:10", "--test"]);
    expect(tried.code).not.toBe(0);
    const kept = (await client.dockerHosts.list()).find(({ id }) => `id:${id}` === idOf(host));
    expect(kept?.daemon).toBe("http://127.0.0.1:9");
    await deleted("docker-host", idOf(host));
    expect(user.printed()).not.toContain("hunter2");
    const open = await user.run(["proxy", "create", "http://kuma:hunter2@127.0.0.1:3128"]);
    expect(open).toMatchObject({ code: 2, stderr: expect.not.stringContaining("hunter2") });
  });

  test("settings: read and changed, what is secret masked", async () => {
    const before = (await json("settings get", [])) as { readonly keepDataPeriodDays?: number };
    const days = (before.keepDataPeriodDays ?? 180) + 1;
    const set = [`keepDataPeriodDays=${days}`];
    expect(await json("settings set", [...set, "--dry-run"])).toMatchObject({ settings: ["keepDataPeriodDays"] });
    expect(await json("settings set", set)).toEqual({ changed: ["keepDataPeriodDays"] });
    expect(await json("settings set", set)).toEqual({ changed: [] });
    expect((await user.run(["settings", "get", "keepDataPeriodDays", "--quiet"])).stdout).toBe(`${days}\n`);
    const file = join(user.folder, "steam");
    writeFileSync(file, "hunter2-steam\n", { mode: 0o600 });
    await json("settings set", ["--set-file", `steamAPIKey=${file}`]);
    expect(await json("settings get", ["steamAPIKey"])).toEqual({ steamAPIKey: "***" });
    expect(await user.run(["settings", "set", "steamAPIKey=x"])).toMatchObject({ code: 2 });
    expect(await user.run(["settings", "get", "nope"])).toMatchObject({ code: 3 });
    expect(user.printed()).not.toContain("hunter2");
  });

  test("status pages and their incidents", async () => {
    await json("monitor create", [`${run} shop`, "--no-notify"]);
    const create = [slug, "--title", "Our services", "--monitors", `Web=${run} shop`];
    expect(await json("status-page create", [...create, "--dry-run"])).toMatchObject({ slug });
    const groups = [{ name: "Web", monitors: [{ name: `${run} shop` }] }];
    expect(await json("status-page create", create)).toMatchObject({ url: `${server.url}/status/${slug}`, groups });
    expect(await json("status-page edit", [slug, "--theme", "dark", "--footer", "by us"])).toMatchObject({
      theme: "dark",
      groups,
    });
    expect(await json("status-page show", [slug])).toMatchObject({ title: "Our services", groups });
    const post = [slug, "--title", "Slow", "--content", "We look into it.", "--style", "info"];
    expect(await json("status-page incident post", post)).toMatchObject({ title: "Slow", pinned: true });
    expect(await json("status-page incident list", [slug])).toMatchObject([{ title: "Slow", style: "info" }]);
    const edit = [slug, "--title", "Slower", "--style", "danger"];
    expect(await json("status-page incident edit", [...edit, "--dry-run"])).toMatchObject({
      steps: [{}, {}].map(() => expect.stringMatching(/^set the /)),
    });
    expect(await json("status-page incident edit", edit)).toMatchObject({ title: "Slower", style: "danger" });
    expect(await json("status-page incident list", [slug])).toMatchObject([
      { title: "Slower", content: "We look into it." },
    ]);
    expect(await user.run(["status-page", "incident", "edit", slug])).toMatchObject({ code: 2 });
    expect(await user.run(["status-page", "incident", "edit", slug, "--id", "99", "--title", "x"])).toMatchObject({
      code: 3,
    });
    expect(await json("status-page incident resolve", [slug])).toMatchObject({ incidents: [{ title: "Slower" }] });
    expect(await json("status-page incident list", [slug])).toEqual([]);
    await deleted("status-page", slug);
  });

  test("notifications: shown without secrets, and changed in part", async () => {
    const name = `${run} hook`;
    const hook = { webhookURL: "http://127.0.0.1:9/hunter2-hook", webhookContentType: "json" };
    await user.run(["notification", "create", name, "--type", "webhook", "--config-file", "-"], {
      input: JSON.stringify(hook),
    });
    expect(await json("notification show", [name])).toMatchObject({
      settings: { webhookURL: "***", webhookContentType: "json" },
    });
    const form = { input: JSON.stringify({ webhookContentType: "form-data" }) };
    expect(await json("notification edit", [name, "--config-file", "-"], form)).toMatchObject({
      changed: ["webhookContentType"],
    });
    expect(await json("notification edit", [name, "--config-file", "-"], form)).toMatchObject({ changed: [] });
    await using client = await clientOf(user);
    const stored = (await client.notifications.list()).find((one) => one.name === name);
    expect(stored?.config).toMatchObject({ ...hook, webhookContentType: "form-data" });
    await user.run(["notification", "delete", name, "--yes"]);
    expect(user.printed()).not.toContain("hunter2");
  });

  test("a provider's settings as JSON to fill in, and all providers, without a server", async () => {
    const template = await user.run(["notification", "template", "slack"]);
    expect(JSON.parse(template.stdout)).toMatchObject({ slackwebhookURL: expect.any(String) });
    expect(template.stderr).toMatch(/^slackwebhookURL \(needed, secret\)$/m);
    const types = (await json("notification types", [])) as readonly { readonly type: string }[];
    expect(types.length).toBeGreaterThan(90);
    const slip = await user.run(["notification", "template", "slak"]);
    expect(slip).toMatchObject({ code: 2, stderr: expect.stringContaining('Did you mean "slack"?') });
  });
});
