import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { kumaServers } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { onlyReads } from "../../src/api/reading-events.ts";
import type { KumaUser } from "../support/kuma-user.ts";
import { clientOf, loggedInUser } from "../support/logged-in-user.ts";

const name = `kumakit-test-${process.pid} api`;

describe.each(kumaServers())("kuma api on $label", (server) => {
  let user: KumaUser;
  let id = 0;
  const answer = async (words: readonly string[], input = ""): Promise<unknown> => {
    const { stdout, stderr, code } = await user.run(["api", ...words], { input });
    expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
    return JSON.parse(stdout);
  };
  const tags = async (): Promise<readonly { readonly id: number; readonly name: string }[]> => {
    await using client = await clientOf(user);
    return (await client.tags.list()).filter((tag) => tag.name.startsWith(name));
  };

  beforeAll(async () => {
    user = await loggedInUser(server);
    const { stdout } = await user.run(["monitor", "create", name, "--no-notify", "--quiet"]);
    id = Number(stdout);
  });
  afterAll(async () => {
    await user.run(["monitor", "delete", `id:${id}`, "--yes"]);
    for (const tag of await tags()) await user.run(["tag", "delete", `id:${tag.id}`, "--yes"]);
    user[Symbol.dispose]();
  });

  test("a question is answered, with the push token masked unless it is wanted", async () => {
    const masked = { ok: true, monitor: { id, name, pushToken: "***" } };
    expect(await answer(["getMonitor", "--arg-json", String(id)])).toMatchObject(masked);
    expect(await answer(["getMonitor", "--arg-json", "-"], String(id))).toMatchObject(masked);
    const open = await answer(["getMonitor", "--arg-json", String(id), "--with-secrets"]);
    expect(open).toMatchObject({ monitor: { pushToken: expect.stringMatching(/^\w{10,}$/) } });
  });

  test("an event that the server sends because of it can be had in place of the answer", async () => {
    expect(await answer(["getMonitorList"])).toMatchObject({ ok: true });
    const list = await answer(["getMonitorList", "--receive", "monitorList"]);
    expect(list).toMatchObject({ [id]: { name, pushToken: "***" } });
  });

  test("a change wants a confirmation, and is carried out with one", async () => {
    const file = join(user.folder, "tmp", "tag.json");
    writeFileSync(file, JSON.stringify({ name, color: "#4B5563" }));
    const change = ["api", "addTag", "--arg-json", `@${file}`];
    expect(await user.run(change)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("--yes") });
    const planned = await user.run([...change, "--dry-run", "--json"]);
    expect(JSON.parse(planned.stdout)).toMatchObject({ dryRun: true, event: "addTag", arguments: [{ name }] });
    const held = await user.run(change, { env: { ...user.env, AI_AGENT: "1" } });
    expect(held.code).toBe(2);
    expect(JSON.parse(held.stdout)).toMatchObject({ status: "confirmation_required", destructive: true });
    expect(await tags()).toEqual([]);
    const { stdout, code } = await user.run([...change, "--yes"]);
    expect({ code, answer: JSON.parse(stdout) as unknown }).toMatchObject({
      code: 0,
      answer: { ok: true, tag: { name } },
    });
    expect(await tags()).toHaveLength(1);
  });

  test("texts and values keep the order in which they were given", async () => {
    const [tag] = await tags();
    const words = ["addMonitorTag", "--arg-json", String(tag?.id), "--arg-json", String(id), "--arg", "17", "--yes"];
    expect(await answer(words)).toMatchObject({ ok: true });
    const shown = await user.run(["monitor", "show", `id:${id}`, "--json"]);
    expect(JSON.parse(shown.stdout)).toMatchObject({ tags: [{ name, value: "17" }] });
  });

  test("reading is not held back from an AI agent", async () => {
    const { code, stdout } = await user.run(["api", "getTags"], { env: { ...user.env, AI_AGENT: "1" } });
    expect({ code, answer: JSON.parse(stdout) as unknown }).toMatchObject({ code: 0, answer: { ok: true } });
  });

  test("a refusal is the server's, and silence ends when the time is up", async () => {
    const refused = await user.run(["api", "pauseMonitor", "--arg-json", "987654", "--yes", "--json"]);
    expect(refused).toMatchObject({ code: 6, stdout: "" });
    expect(JSON.parse(refused.stderr)).toMatchObject({
      error: { code: "KUMA_REJECTED", message: expect.stringMatching(/pauseMonitor.*own this monitor/) },
    });
    const silent = await user.run(["api", "noSuchEvent", "--yes", "--timeout", "2s", "--json"]);
    expect(silent).toMatchObject({ code: 5, stdout: "" });
    expect(JSON.parse(silent.stderr)).toMatchObject({ error: { hint: expect.stringContaining("does not know") } });
  });

  test("secrets among the arguments are in no plan and no message", async () => {
    const secret = "hunter2-x9";
    for (const words of [
      ["prepare2FA", "--arg", secret],
      ["changePassword", "--arg-json", JSON.stringify({ currentPassword: secret, newPassword: secret })],
      [
        "addNotification",
        "--arg-json",
        JSON.stringify({ name, type: "webhook", webhookURL: secret }),
        "--arg-json",
        "null",
      ],
    ]) {
      const { stdout, code } = await user.run(["api", ...words, "--dry-run"]);
      expect({ code, isShown: stdout.includes(secret) }).toEqual({ code: 0, isShown: false });
    }
    const { stderr, code } = await user.run(["api", "addTag", "--arg-json", `{"name": "${secret}`, "--yes"]);
    expect({ code, isShown: stderr.includes(secret) }).toEqual({ code: 2, isShown: false });
    const wrong = await user.run([
      "api",
      "changePassword",
      "--arg-json",
      JSON.stringify({ currentPassword: secret, newPassword: `${secret}yyy` }),
      "--yes",
    ]);
    expect({ code: wrong.code, isShown: wrong.stderr.includes(secret) }).toEqual({ code: 6, isShown: false });
  });

  test("the stored settings of a notification are masked", async () => {
    const config = JSON.stringify({ webhookURL: "http://127.0.0.1:9/hunter2-hook", webhookContentType: "json" });
    await user.run(["notification", "create", name, "--type", "webhook", "--config-file", "-"], { input: config });
    const words = ["testNotification", "--arg-json", "{}", "--yes", "--timeout", "2s"];
    expect((await user.run(["api", ...words])).code).not.toBe(0);
    // A change of a notification has the server send all of them.
    await using client = await clientOf(user);
    const own = (await client.notifications.list()).find((one) => one.name === name);
    const edit = [
      "addNotification",
      "--arg-json",
      JSON.stringify({ name, type: "webhook", ...JSON.parse(config) }),
      "--arg-json",
      String(own?.id),
    ];
    const list = await user.run(["api", ...edit, "--receive", "notificationList", "--yes"]);
    await client.notifications.delete(own?.id ?? 0);
    expect(list.code).toBe(0);
    expect(list.stdout).toContain(name);
    expect(list.stdout).not.toContain("hunter2");
  });
});

test("only the events that are known to read count as reading", () => {
  expect(["getTags", "getMonitorList", "needSetup"].every((event) => onlyReads(event))).toBe(true);
  expect(["deleteMonitor", "getTags ", "GETTAGS", "login", "", "toString"].some((event) => onlyReads(event))).toBe(
    false,
  );
});
