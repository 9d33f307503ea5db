import type { KumaClient } from "@kumakit/client";
import { startAlertSink, startKuma, type AlertSink, type KumaServer } from "@kumakit/testkit";
import { describeWith } from "@kumakit/testkit/vitest";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { KumaUser } from "../support/kuma-user.ts";
import { clientOf, loggedInUser } from "../support/logged-in-user.ts";
import { play } from "../support/playbooks.ts";

const hosts = ["app1", "app2", "app3"];

const webPages = `
- kumakit.kuma.notification:
    name: ops-chat
    type: webhook
    default: true
    settings: { webhookContentType: json }
    secrets: { webhookURL: "{{ address }}" }
  run_once: true
- kumakit.kuma.monitor:
    name: "{{ inventory_hostname }}/web"
    type: http
    interval: "{{ every }}"
    group: web
    notify: [ops-chat]
    tags: { env: prod }
    settings: { url: "http://{{ inventory_hostname }}.invalid/", maxRetries: 2, acceptedStatusCodes: [200-299, "304"] }
`;

const passwordLogIns = (server: KumaServer): number => server.log().split("Login by username + password").length - 1;

describeWith(["ansible-playbook", "strace"], "the modules of kumakit.kuma", () => {
  let server: KumaServer;
  let sink: AlertSink;
  let user: KumaUser;
  let client: KumaClient;

  beforeAll(async () => {
    [server, sink] = await Promise.all([startKuma(), startAlertSink()]);
    const { username = "", password = "" } = server.admin ?? {};
    user = await loggedInUser({ label: server.label, url: server.url, username, password });
    client = await clientOf(user);
  });
  afterAll(async () => {
    await client.close();
    await Promise.all([server[Symbol.asyncDispose](), sink.close()]);
    user[Symbol.dispose]();
  });

  /** All that a play could change. */
  const state = async (): Promise<string> => {
    const monitors = (await client.monitors.list()).map(({ raw, ...fields }) => ({ ...fields, url: raw["url"] }));
    const notifications = (await client.notifications.list()).map((one) => ({ ...one, ...one.config }));
    return JSON.stringify([monitors, notifications, await client.maintenance.list(), await client.tags.list()]);
  };

  /** Tries tasks in check mode, which changes nothing; then they do what that has said, and nothing the second time. */
  const settle = async (tasks: string, changes: number, words: readonly string[] = []): Promise<string> => {
    const before = await state();
    const tried = await play(user, tasks, { hosts, words: [...words, "--check", "--diff"] });
    expect(tried).toMatchObject({ code: 0, changed: changes });
    expect(await state()).toBe(before);
    const done = await play(user, tasks, { hosts, words });
    expect({ ...done, output: "" }).toMatchObject({ code: 0, changed: changes });
    expect(await play(user, tasks, { hosts, words })).toMatchObject({ code: 0, changed: 0 });
    return tried.output;
  };

  test("monitors and their channel: tried, made, kept, changed, taken away, without one log-in by password", async () => {
    const logIns = passwordLogIns(server);
    const words = ["-e", `address=${sink.url}`];
    const fresh = await settle(webPages, 4, [...words, "-e", "every=30"]);
    expect(fresh).toContain("The task fails unless");
    const made = await client.monitors.list();
    expect(made.filter(({ type }) => type === "group")).toMatchObject([{ name: "web" }]);
    expect(
      made
        .filter(({ type }) => type === "http")
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(hosts.map((host) => `${host}/web`));
    for (const one of made.filter(({ type }) => type === "http"))
      expect(one).toMatchObject({ interval: 30, maxRetries: 2, tags: [{ name: "env", value: "prod" }] });

    const changed = await settle(webPages, 3, [...words, "-e", "every=2m"]);
    expect(changed).toContain('-    "interval": 30');
    expect(changed).toContain('+    "interval": 120');

    const gone = webPages.replaceAll(/(name: (?:ops-chat|".*"))/g, "$1\n    state: absent");
    await settle(gone, 4, [...words, "-e", "every=2m"]);
    expect((await client.monitors.list()).map(({ name }) => name)).toEqual(["web"]);
    expect(passwordLogIns(server)).toBe(logIns);
  });

  test("a channel is changed by what differs alone, and its test message goes out", async () => {
    const task = (settings: string): string => `
- kumakit.kuma.notification: { name: hook, type: webhook, settings: ${settings}, secrets: { webhookURL: "${sink.url}/k" } }
  run_once: true
`;
    await settle(task("{ webhookContentType: json }"), 1);
    const shown = await settle(task("{ webhookContentType: form-data }"), 1);
    expect(shown).toContain('+    "webhookContentType"');
    expect(shown).not.toContain(`${sink.url}/k`);
    const before = sink.alerts.length;
    const tested = task("{ webhookContentType: json }").replace("webhook,", "webhook, test: true,");
    expect(await play(user, tested, { hosts })).toMatchObject({ changed: 1 });
    expect(sink.alerts).toHaveLength(before + 1);
  });

  test("a secret is in no argument, no environment and no output, not even with -vvv", async () => {
    const secrets = join(user.folder, "vault.yml");
    writeFileSync(secrets, `address: "${sink.url}/hunter2-hook"\ndatabase: "postgres://kuma:hunter2-db@127.0.0.1/x"\n`);
    const tasks = `
- kumakit.kuma.notification: { name: hook, type: webhook, settings: {webhookContentType: json}, secrets: { webhookURL: "{{ address }}" } }
- kumakit.kuma.monitor: { name: orders, type: postgres, notify: [hook], secrets: { databaseConnectionString: "{{ database }}" } }
- kumakit.kuma.monitor: { name: backup, notify: [hook] }
`;
    const trace = join(user.folder, "trace");
    const below = ["strace", "-f", "-v", "-s", "100000", "-e", "trace=execve", "-o", trace];
    const words = ["-vvv", "--diff", "-e", `@${secrets}`];
    const done = await play(user, tasks, { words, below });
    expect(done).toMatchObject({ code: 0, changed: 3 });
    const token = (await client.monitors.list()).find(({ name }) => name === "backup")?.pushToken ?? "";
    expect(token).not.toBe("");
    const traced = readFileSync(trace, "utf8");
    expect(traced).toContain("--from-file=-");
    for (const text of [traced, done.output]) {
      expect(text).not.toContain("hunter2");
      expect(text).not.toContain(token);
    }
    const orders = (await client.monitors.list()).find(({ name }) => name === "orders");
    expect(orders?.settings["databaseConnectionString"]).toContain("hunter2-db");
    const other = await play(user, tasks.replaceAll("{{ database }}", "postgres://kuma:another@127.0.0.1/x"), {
      words: ["--check", "--diff", "-e", `@${secrets}`],
    });
    expect(other).toMatchObject({ changed: 1, stdout: expect.stringContaining("(another secret)") });
    expect(other.output).not.toContain("hunter2");
  });

  test("a push URL is returned where it is asked for", async () => {
    const file = join(user.folder, "push-url");
    const tasks = `
- kumakit.kuma.monitor: { name: backup, notify: [], show_push_url: true }
  register: backup
  no_log: true
- ansible.builtin.copy: { dest: ${file}, content: "{{ backup.push_url }}", mode: "600" }
  no_log: true
`;
    expect(await play(user, tasks)).toMatchObject({ code: 0 });
    const token = (await client.monitors.list()).find(({ name }) => name === "backup")?.pushToken ?? "";
    expect(readFileSync(file, "utf8")).toBe(`${server.url}/api/push/${token}`);
  });

  test("mistakes fail with the words of kuma, in check mode too, and change nothing", async () => {
    const mistakes = [
      ["monitor: { name: x, type: htpp }", "Did you mean"],
      ["monitor: { name: x, type: http, settings: { hostname: h } }", "has no setting"],
      ["monitor: { name: x, type: postgres, settings: { databaseConnectionString: p } }", "is a secret"],
      ["notification: { name: x, type: webhook, settings: { webhookURL: p } }", "is a secret"],
      ["notification: { name: x, type: webhook, secrets: { webhookUrl: p } }", "did you mean"],
      ["monitor: { name: x, server: 'http://127.0.0.1:1' }", "Hint: kuma login"],
      ["monitor: { name: x, executable: no-such-kuma }", "no-such-kuma"],
    ] as const;
    const tasks = mistakes.map(([task]) => `- kumakit.kuma.${task}\n  ignore_errors: true`).join("\n");
    const before = await state();
    for (const words of [[], ["--check"]]) {
      const refused = await play(user, tasks, { words });
      expect(refused).toMatchObject({ code: 0, changed: 0, ignored: mistakes.length });
      const messages = refused.stdout.split("TASK [").slice(1);
      for (const [nth, [, said]] of mistakes.entries()) expect(messages[nth]).toContain(said);
    }
    expect(await state()).toBe(before);
  });

  test("a channel that nobody makes fails, with the name that was meant", async () => {
    const refused = await play(user, "- kumakit.kuma.monitor: { name: x, notify: [hoook] }");
    expect(refused).toMatchObject({ failed: 1, output: expect.stringContaining("hook") });
  });

  test("a monitor goes by its exact name: what else that could mean stays", async () => {
    await client.monitors.create({ type: "push", name: "left*" });
    await client.monitors.create({ type: "push", name: "left alone" });
    const id = (await client.monitors.list()).find(({ name }) => name === "left alone")?.id ?? 0;
    const gone = (name: string): string => `- kumakit.kuma.monitor: { name: "${name}", state: absent }`;
    expect(
      await play(user, [gone("left*"), gone("left*"), gone(String(id)), gone("tag:env")].join("\n")),
    ).toMatchObject({
      code: 0,
      changed: 1,
    });
    expect((await client.monitors.list()).map(({ name }) => name)).toContain("left alone");
  });
});
