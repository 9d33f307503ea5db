import { push, pushUrlOf, type KumaClient } from "@kumakit/client";
import { startAlertSink, startInTerminal, type AlertSink } from "@kumakit/testkit";
import { kumaServers } from "@kumakit/testkit/vitest";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { KUMA, outputSchema } from "../support/built-kuma.ts";
import type { KumaUser } from "../support/kuma-user.ts";
import { clientOf, loggedInUser } from "../support/logged-in-user.ts";

const run = `kumakit-test-${process.pid}`;

interface Proof {
  readonly proven: boolean;
  readonly monitors: readonly { readonly findings: readonly { readonly code: string; readonly cure: string }[] }[];
  readonly channels: readonly {
    readonly name: string;
    readonly test: { readonly ok: boolean; readonly ms: number; readonly error: string | null } | null;
    readonly suspect: boolean;
    readonly testedAt: string | null;
  }[];
  readonly alert: { readonly code: string; readonly verdict: string; readonly witnessed: object | null } | null;
}

describe.each(kumaServers())("kuma verify on $label", (server) => {
  let user: KumaUser;
  let client: KumaClient;
  let good: AlertSink;
  let bad: AlertSink;
  const monitors: number[] = [];
  const channels: number[] = [];

  const channel = async (name: string, url: string, more: object = {}): Promise<number> => {
    const input = { type: "webhook", name: `${run} ${name}`, webhookURL: url, webhookContentType: "json", ...more };
    const { id } = await client.notifications.create(input);
    channels.push(id);
    return id;
  };
  const monitor = async (name: string, notificationIds: readonly number[], more: object = {}): Promise<number> => {
    const input = { type: "push" as const, name: `${run} ${name}`, interval: 60, notificationIds, ...more };
    const { id, pushToken } = await client.monitors.create(input);
    monitors.push(id);
    await push(pushUrlOf(server.url, pushToken ?? ""), { message: "fine" });
    return id;
  };
  const verify = async (...words: readonly (string | number)[]): Promise<Proof & { code: number }> => {
    const { stdout, stderr, code } = await user.run(["verify", ...words.map(String), "--json"]);
    expect({ code, stderr }).toEqual({ code: expect.toSatisfy((exit) => exit === 0 || exit === 8), stderr });
    const data: unknown = JSON.parse(stdout);
    expect((await outputSchema("verify")).safeParse(data).error).toBeUndefined();
    return { ...(data as Proof), code: code ?? -1 };
  };

  beforeAll(async () => {
    [good, bad] = await Promise.all([startAlertSink(), startAlertSink()]);
    user = await loggedInUser(server);
    client = await clientOf(user);
  });
  afterEach(async () => {
    for (const id of monitors.splice(0)) await client.monitors.delete(id);
    for (const id of channels.splice(0)) await client.notifications.delete(id);
  });
  afterAll(async () => {
    await client.close();
    await good.close();
    await bad.close();
    user[Symbol.dispose]();
  });

  test("makes a real alert through the channels of a monitor, and leaves nothing", async () => {
    const chat = await channel("chat", good.url);
    const id = await monitor("web", [chat]);
    const begin = good.alerts.length;
    const proof = await verify(`id:${id}`);
    expect(proof).toMatchObject({ code: 0, proven: true, monitors: [{ findings: [] }] });
    expect(proof.channels).toMatchObject([{ name: `${run} chat`, test: { ok: true, error: null }, suspect: false }]);
    const came = good.alerts.slice(begin);
    expect(came.map(({ status }) => status)).toEqual(["test", "down", "up"]);
    for (const { text } of came.slice(1)) expect(text).toContain(proof.alert?.code);
    // The server and this machine are one: it has been called as the last channel.
    expect(proof.alert).toMatchObject({ verdict: "plausible", witnessed: { downMs: expect.any(Number) } });
    expect((await client.monitors.list()).filter(({ name }) => name.startsWith("kumakit proof"))).toEqual([]);
    expect((await client.notifications.list()).filter(({ name }) => name.startsWith("kumakit witness"))).toEqual([]);
    expect((await client.monitors.get(id)).notificationIds).toEqual([chat]);
  });

  test("a killed proof's remains are deleted by the next one, those of a proof that is at work stay", async () => {
    const id = await monitor("web", [await channel("chat", good.url)]);
    const leave = async (age: number): Promise<readonly [number, number]> => {
      const made = String(Date.now() - age);
      const left = await monitor("left", [], { description: `Made by kuma verify. [kumakit v1 proof=${made}]` });
      return [left, await channel("left", good.url, { kumakit: { witness: Number(made) } })];
    };
    const [old, young] = [await leave(3_600_000), await leave(1000)];
    expect(await verify(`id:${id}`)).toMatchObject({ code: 0 });
    const ids = [await client.monitors.list(), await client.notifications.list()].map((all) =>
      all.map((one) => one.id),
    );
    expect(ids.map((all, index) => [all.includes(old[index] ?? 0), all.includes(young[index] ?? 0)])).toEqual([
      [false, true],
      [false, true],
    ]);
    monitors.splice(monitors.indexOf(old[0]), 1);
    channels.splice(channels.indexOf(old[1]), 1);
  });

  test("a channel that refuses is named with its provider's words, and the other is tested all the same", async () => {
    bad.respondWith({ status: 500 });
    const [broken, chat] = [await channel("pager", bad.url), await channel("chat", good.url)];
    const proof = await verify(`id:${await monitor("web", [broken, chat])}`, "--test");
    expect(proof).toMatchObject({ code: 8, proven: false, alert: null });
    expect(proof.channels).toMatchObject([
      { name: `${run} pager`, test: { ok: false, error: expect.stringContaining("500") }, testedAt: null },
      { name: `${run} chat`, test: { ok: true } },
    ]);
  });

  test("a slow channel in front of another is named with what waits for it", async () => {
    bad.respondWith({ status: 200, delay: 5500 });
    const [slow, chat] = [await channel("slow", bad.url), await channel("chat", good.url)];
    const proof = await verify(`id:${await monitor("web", [slow, chat])}`, "--test");
    expect(proof).toMatchObject({ code: 0, channels: [{ delays: 1 }, { delays: 0 }] });
  });

  test("the time of a slow channel is waited for", async () => {
    bad.respondWith({ status: 200, delay: 1200 });
    const slow = await channel("slow", bad.url);
    const proof = await verify(`id:${await monitor("web", [slow])}`);
    expect(proof).toMatchObject({ code: 0, alert: { verdict: "plausible" } });
  });

  test("each fault in the settings is found, and its cure is a command that there is", async () => {
    const chat = await channel("chat", good.url);
    const group = await client.monitors.create({ type: "group", name: `${run} group`, notificationIds: [chat] });
    monitors.push(group.id);
    const paused = await monitor("paused", [chat]);
    await client.monitors.pause(paused);
    const inside = await monitor("inside", [chat], { parent: group.id });
    await client.monitors.pause(group.id);
    const cases: readonly (readonly [string, number])[] = [
      ["nobody-alerted", await monitor("nobody", [])],
      ["upside-down", await monitor("upside", [chat], { upsideDown: true })],
      ["retries", await monitor("retries", [chat], { maxRetries: 2 })],
      ["paused", paused],
      ["group-paused", inside],
    ];
    for (const [code, id] of cases) {
      const [seen] = (await verify(`id:${id}`, "--settings")).monitors;
      expect(seen?.findings.map((finding) => finding.code)).toEqual([code]);
      const words = seen?.findings[0]?.cure.split(" ").slice(1) ?? [];
      expect(await user.run([...words, "--help"])).toMatchObject({ code: 0 });
    }
    const quiet = await client.monitors.create({ type: "push", name: `${run} quiet`, notificationIds: [chat] });
    monitors.push(quiet.id);
    const never = await verify(`id:${quiet.id}`, "--settings");
    expect(never).toMatchObject({ code: 8, monitors: [{ findings: [{ code: "never-reported" }] }] });
  });

  test("a maintenance that holds is found, also by the group", async () => {
    const chat = await channel("chat", good.url);
    const group = await client.monitors.create({ type: "group", name: `${run} group`, notificationIds: [chat] });
    monitors.push(group.id);
    const id = await monitor("inside", [chat], { parent: group.id });
    expect(await user.run(["maintenance", "start", `id:${group.id}`, "--for", "1h", "--title", run])).toMatchObject({
      code: 0,
    });
    try {
      const proof = await verify(`id:${id}`, "--settings");
      expect(proof).toMatchObject({ code: 8, monitors: [{ findings: [{ code: "under-maintenance" }] }] });
      const cure = proof.monitors[0]?.findings[0]?.cure.split(" ").slice(1) ?? [];
      expect(await user.run([...cure, "--help"])).toMatchObject({ code: 0 });
    } finally {
      for (const one of await client.maintenance.list()) if (one.title === run) await client.maintenance.delete(one.id);
    }
  });

  test("--ack takes the code alone, and everybody sees when it was", async () => {
    const chat = await channel("chat", good.url);
    const id = await monitor("web", [chat]);
    const begin = good.alerts.length;
    const words = [process.execPath, KUMA, "verify", `id:${id}`, "--ack"];
    const asked = startInTerminal(words, { env: { ...user.env, NO_COLOR: "1" }, columns: 80 });
    await asked.waitForText("Type the code");
    const code = /code is (\d{4})/.exec(
      good.alerts.slice(begin).find(({ status }) => status === "down")?.text ?? "",
    )?.[1];
    asked.type("no code\r");
    await asked.waitForText("not the code");
    asked.type(`\u0015${code ?? ""}\r`);
    const { stdout, code: exit } = await asked.finished;
    expect({ exit, stdout }).toMatchObject({ exit: 0, stdout: expect.stringContaining("seen by you") });
    const shown = JSON.parse((await user.run(["notification", "show", `id:${chat}`, "--json"])).stdout) as object;
    expect(shown).toMatchObject({ provenAt: expect.stringMatching(/^20/), testedAt: expect.stringMatching(/^20/) });
    // New settings are proven by nothing.
    const config = JSON.stringify({ webhookURL: `${good.url}/new`, webhookContentType: "json" });
    const edit = [
      "notification",
      "create",
      `${run} chat`,
      "--type",
      "webhook",
      "--config-file",
      "-",
      "--if-exists",
      "update",
    ];
    expect(await user.run(edit, { input: config })).toMatchObject({ code: 0 });
    const changed = JSON.parse((await user.run(["notification", "show", `id:${chat}`, "--json"])).stdout) as object;
    expect(changed).toMatchObject({ provenAt: null, testedAt: null });
  });

  test("Ctrl-C in the middle of an alert leaves nothing", async () => {
    bad.respondWith({ status: 200, delay: 3000 });
    const id = await monitor("web", [await channel("slow", bad.url)]);
    const began = bad.alerts.length;
    const words = [process.execPath, KUMA, "verify", `id:${id}`];
    const running = startInTerminal(words, { env: { ...user.env, NO_COLOR: "1" }, columns: 80 });
    await bad.waitFor((alert) => alert.status === "down" && bad.alerts.indexOf(alert) >= began);
    running.type("\u0003");
    expect((await running.finished).code).toBe(130);
    expect((await client.monitors.list()).filter(({ name }) => name.startsWith("kumakit proof"))).toEqual([]);
    expect((await client.notifications.list()).filter(({ name }) => name.startsWith("kumakit witness"))).toEqual([]);
  });

  test("without a terminal --ack is refused before anything is sent, and a dry run sends nothing", async () => {
    const id = await monitor("web", [await channel("chat", good.url)]);
    const begin = good.alerts.length;
    expect(await user.run(["verify", `id:${id}`, "--ack"])).toMatchObject({ code: 2, stdout: "" });
    const { stdout, code } = await user.run(["verify", `id:${id}`, "--dry-run"]);
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining("throw-away monitor") });
    expect(good.alerts.slice(begin)).toEqual([]);
  });
});
