import { describe, expect, test } from "vitest";
import { connect, isMonitorOfType, sessionTokenAuth } from "../src/index.ts";
import type { KumaClient, MonitorInput, MonitorPatch } from "../src/index.ts";
import { everythingShown } from "./support/everything-shown.ts";
import { failureOf } from "./support/failure-of.ts";
import { anonymousInfo, greetAsOne, noAnswer, sessionToken } from "./support/scripted-kuma.ts";
import type { Script } from "./support/scripted-kuma.ts";
import { startScriptedMonitors } from "./support/scripted-monitors.ts";
import type { ScriptedMonitors } from "./support/scripted-monitors.ts";

function open(kuma: ScriptedMonitors): Promise<KumaClient> {
  return connect({ url: kuma.url, auth: sessionTokenAuth(sessionToken), timeouts: { call: 2_000 } });
}

const push = { type: "push", name: "backup" } as const;

describe("create", () => {
  test("sends everything in one request, and attaches the default notifications", async () => {
    await using kuma = await startScriptedMonitors();
    await using client = await open(kuma);
    const monitor = await client.monitors.create({ ...push, interval: 30, description: "kumakit:1" });
    const [[sent]] = kuma.argsOf("add") as [[Record<string, unknown>]];
    expect(sent).toMatchObject({
      type: "push",
      name: "backup",
      description: "kumakit:1",
      interval: 30,
      retryInterval: 30,
      timeout: 24,
      maxretries: 0,
      upsideDown: false,
      resendInterval: 0,
      notificationIDList: { "1": true },
      accepted_statuscodes: ["200-299"],
      conditions: [],
    });
    expect(sent).not.toHaveProperty("id");
    expect(sent["pushToken"]).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(monitor).toMatchObject({ id: 10, name: "backup", notificationIds: [1], active: true });
    expect(monitor.pushToken).toBe(sent["pushToken"]);
    expect(everythingShown(monitor)).not.toContain(monitor.pushToken);
    expect(everythingShown({ ...monitor })).not.toContain(monitor.pushToken);
  });

  test("an empty list of notifications means nobody, and a group gets none by itself", async () => {
    await using kuma = await startScriptedMonitors();
    await using client = await open(kuma);
    expect((await client.monitors.create({ ...push, notificationIds: [] })).notificationIds).toEqual([]);
    expect((await client.monitors.create({ type: "group", name: "web" })).notificationIds).toEqual([]);
  });

  test("two tokens are never the same", async () => {
    await using kuma = await startScriptedMonitors();
    await using client = await open(kuma);
    const tokens = [];
    for (let count = 0; count < 20; count++) tokens.push((await client.monitors.create(push)).pushToken);
    expect(new Set(tokens).size).toBe(20);
  });

  test("a paused one is created with a strict false", async () => {
    await using kuma = await startScriptedMonitors();
    await using client = await open(kuma);
    expect((await client.monitors.create({ ...push, active: false })).active).toBe(false);
  });

  test.each<[field: string, input: Record<string, unknown>]>([
    ["name", { ...push, name: "" }],
    ["name", { ...push, name: "  " }],
    ["name", { ...push, name: "a\nb" }],
    ["name", { ...push, name: "x".repeat(151) }],
    ["interval", { ...push, interval: 0 }],
    ["interval", { ...push, interval: 1.5 }],
    ["interval", { ...push, interval: "60" }],
    ["notificationIds.1", { ...push, notificationIds: [1, -2] }],
    ["pushToken", { ...push, pushToken: "a/b?c=d&e" }],
    ["pushToken", { ...push, pushToken: "x".repeat(33) }],
    ["intervall", { ...push, intervall: 60 }],
    ["id", { ...push, id: 3 }],
    ["type", { type: "telepathy", name: "x" }],
    ["type", {}],
  ])("refuses a wrong %s before anything is sent: %j", async (field, input) => {
    await using kuma = await startScriptedMonitors();
    await using client = await open(kuma);
    expect(await failureOf(client.monitors.create(input as unknown as MonitorInput))).toMatchObject({
      code: "KUMA_VALIDATION",
      field,
    });
    expect(kuma.argsOf("add")).toEqual([]);
  });

  test("takes 150 characters, emoji, quotes and shell signs in a name", async () => {
    await using kuma = await startScriptedMonitors();
    await using client = await open(kuma);
    for (const name of ["😀".repeat(150), `it's "100%" $(reboot) \`x\` <b>&amp; ; '; drop table monitor; --`]) {
      expect((await client.monitors.create({ ...push, name })).name).toBe(name);
    }
  });

  test("refuses a notification or a group that does not exist, before a row is made", async () => {
    await using kuma = await startScriptedMonitors();
    await using client = await open(kuma);
    expect(await failureOf(client.monitors.create({ ...push, notificationIds: [1, 77] }))).toMatchObject({
      code: "KUMA_NOT_FOUND",
      message: "The server has no notification with the id 77.",
    });
    expect(await failureOf(client.monitors.create({ ...push, parent: 88 }))).toMatchObject({
      code: "KUMA_NOT_FOUND",
      resource: "monitor",
      id: 88,
    });
    const other = await client.monitors.create(push);
    expect(await failureOf(client.monitors.create({ ...push, parent: other.id }))).toMatchObject({
      code: "KUMA_VALIDATION",
      field: "parent",
    });
    expect(kuma.rows.size).toBe(1);
  });

  test("finds the monitor that was made although the answer got lost", async () => {
    await using kuma = await startScriptedMonitors("stored, but not answered");
    await using client = await open(kuma);
    const monitor = await client.monitors.create(push, { timeout: 5_000 });
    expect(monitor.id).toBe(10);
    expect(kuma.argsOf("add")).toHaveLength(1);
  });

  test("says that it is unclear when nothing was made and nothing answered", async () => {
    await using kuma = await startScriptedMonitors("lost");
    await using client = await open(kuma);
    expect(await failureOf(client.monitors.create(push, { timeout: 300 }))).toMatchObject({
      code: "KUMA_TIMEOUT_CALL",
    });
    expect(kuma.argsOf("add")).toHaveLength(1);
  });
});

describe("update", () => {
  test("sends the whole monitor with the change", async () => {
    await using kuma = await startScriptedMonitors();
    await using client = await open(kuma);
    const { id, pushToken } = await client.monitors.create(push);
    const changed = await client.monitors.update(id, {
      name: "new",
      interval: 90,
      notificationIds: [2],
      upsideDown: true,
    });
    expect(changed).toMatchObject({
      name: "new",
      interval: 90,
      retryInterval: 90,
      notificationIds: [2],
      upsideDown: true,
    });
    expect(kuma.argsOf("editMonitor")).toMatchObject([
      [{ id, pushToken, accepted_statuscodes: ["200-299"], notificationIDList: { "2": true } }],
    ]);
  });

  test.each<[string, MonitorPatch]>([
    ["nothing", {}],
    ["undefined", { name: undefined, notificationIds: undefined }],
    [
      "what is there already",
      {
        name: "backup",
        interval: 60,
        parent: null,
        description: null,
        notificationIds: [1],
        maxRetries: 0,
        upsideDown: false,
        active: true,
      },
    ],
  ])("with %s sends nothing", async (_, patch) => {
    await using kuma = await startScriptedMonitors();
    await using client = await open(kuma);
    const { id, pushToken } = await client.monitors.create(push);
    await client.monitors.update(id, { ...patch, type: "push", pushToken: pushToken ?? undefined });
    const changing = ["editMonitor", "pauseMonitor", "resumeMonitor"];
    expect(kuma.received.filter(({ event }) => changing.includes(event))).toEqual([]);
  });

  test("mends what an old server has stored and a new one refuses", async () => {
    await using kuma = await startScriptedMonitors();
    await using client = await open(kuma);
    const { id } = await client.monitors.create(push);
    Object.assign(kuma.rows.get(id) ?? {}, { retryInterval: 0, conditions: null, rabbitmqNodes: null });
    await client.monitors.update(id, { name: "new" });
    expect(kuma.rows.get(id)).toMatchObject({ retryInterval: 60, conditions: [], rabbitmqNodes: [], name: "new" });
  });

  test("keeps what a newer server has stored besides", async () => {
    await using kuma = await startScriptedMonitors();
    await using client = await open(kuma);
    const { id } = await client.monitors.create({
      type: "http",
      name: "web",
      url: "http://127.0.0.1:9/",
      active: false,
    });
    Object.assign(kuma.rows.get(id) ?? {}, { spin: "up", authMethod: "passkey", method: "QUERY", ipFamily: null });
    const monitor = await client.monitors.get(id);
    expect(isMonitorOfType(monitor, "http") && monitor.settings).toMatchObject({
      method: "QUERY",
      auth: { method: "passkey" },
    });
    await client.monitors.update(id, { type: "http", maxRedirects: 0 });
    expect(kuma.rows.get(id)).toMatchObject({ spin: "up", authMethod: "passkey", method: "QUERY", maxredirects: 0 });
  });

  test("pauses a monitor again that the edit has started, as the npm release does", async () => {
    const replies: Script["replies"] = {
      loginByToken: (_, socket) => {
        socket.emit("info", { ...anonymousInfo, version: "2.0.0-dev.0" });
        return { ok: true };
      },
      editMonitor: ([monitor]) => {
        const row = monitor as Record<string, unknown>;
        kuma.rows.set(Number(row["id"]), { ...row, active: true });
        return { ok: true };
      },
    };
    await using kuma = await startScriptedMonitors("stored", replies, greetAsOne);
    await using client = await open(kuma);
    const { id } = await client.monitors.create({ ...push, active: false, notificationIds: [] });
    expect(await client.monitors.update(id, { name: "new" })).toMatchObject({ name: "new", active: false });
    expect(kuma.argsOf("pauseMonitor")).toEqual([[id]]);
  });

  test("shows no secret of the settings unless they are asked for", async () => {
    await using kuma = await startScriptedMonitors("stored", {
      editMonitor: () => ({ ok: false, msg: "SQLITE_ERROR: near 'open sesame': update set basic_auth_pass" }),
    });
    await using client = await open(kuma);
    const auth = { method: "basic", username: "me", password: "open sesame" } as const;
    const { id } = await client.monitors.create({ type: "http", name: "web", url: "http://127.0.0.1:9/", auth });
    const monitor = await client.monitors.get(id);
    expect(monitor.settings["auth"]).toEqual(auth);
    expect(everythingShown(monitor)).not.toContain("sesame");
    const failure = await failureOf(client.monitors.update(id, { type: "http", maxRedirects: 3 }));
    expect(failure.code).toBe("KUMA_REJECTED");
    expect(everythingShown(failure)).not.toContain("sesame");
  });

  test("works on a monitor of a type that is not known", async () => {
    await using kuma = await startScriptedMonitors();
    kuma.rows.set(5, {
      id: 5,
      type: "quantum",
      name: "q",
      interval: 60,
      retryInterval: 60,
      spin: "up",
      notificationIDList: {},
      tags: [],
    });
    await using client = await open(kuma);
    expect((await client.monitors.list()).map(({ type }) => type)).toEqual(["quantum"]);
    await client.monitors.update(5, { name: "r" });
    expect(kuma.rows.get(5)).toMatchObject({ name: "r", spin: "up" });
  });

  test("pauses and resumes", async () => {
    await using kuma = await startScriptedMonitors();
    await using client = await open(kuma);
    const { id } = await client.monitors.create(push);
    expect((await client.monitors.update(id, { active: false })).active).toBe(false);
    expect(await client.monitors.update(id, { active: true, name: "on" })).toMatchObject({ active: true, name: "on" });
    expect(kuma.argsOf("editMonitor")).toHaveLength(1);
  });

  test("refuses to put a group into itself or into what is in it, which would stop the server for good", async () => {
    await using kuma = await startScriptedMonitors();
    await using client = await open(kuma);
    const outer = await client.monitors.create({ type: "group", name: "outer" });
    const inner = await client.monitors.create({ type: "group", name: "inner", parent: outer.id });
    Object.assign(kuma.rows.get(outer.id) ?? {}, { childrenIDs: [inner.id] });
    for (const parent of [outer.id, inner.id]) {
      expect(await failureOf(client.monitors.update(outer.id, { parent }))).toMatchObject({
        code: "KUMA_VALIDATION",
        field: "parent",
      });
    }
    expect(kuma.argsOf("editMonitor")).toEqual([]);
  });

  test("refuses a notification that does not exist", async () => {
    await using kuma = await startScriptedMonitors();
    await using client = await open(kuma);
    const { id } = await client.monitors.create(push);
    expect(await failureOf(client.monitors.update(id, { notificationIds: [9] }))).toMatchObject({
      code: "KUMA_NOT_FOUND",
      id: 9,
    });
    expect(kuma.argsOf("editMonitor")).toEqual([]);
  });
});

describe("others", () => {
  test("what is not there is said to be not there", async () => {
    await using kuma = await startScriptedMonitors("stored", {
      getMonitorBeats: () => ({ ok: true, data: [] }),
      getTags: () => ({ ok: true, tags: [] }),
    });
    await using client = await open(kuma);
    const failures = [
      client.monitors.get(404),
      client.monitors.update(404, { name: "x" }),
      client.monitors.delete(404),
      client.monitors.heartbeats(404, { hours: 1 }),
      client.notifications.update(404, { name: "x" }),
      client.notifications.delete(404),
      client.notifications.test(404),
      client.tags.delete(404),
      client.tags.attach(1, 404, "x"),
    ].map(failureOf);
    for (const failure of await Promise.all(failures))
      expect(failure).toMatchObject({ code: "KUMA_NOT_FOUND", id: 404 });
    expect(kuma.argsOf("deleteMonitor")).toEqual([]);
  });

  test("a notification shows nothing of its settings unless they are asked for", async () => {
    await using kuma = await startScriptedMonitors();
    await using client = await open(kuma);
    const [ops] = await client.notifications.list();
    expect(ops).toMatchObject({ id: 1, name: "ops", type: "webhook", isDefault: true });
    expect(ops?.config["webhookURL"]).toBe("http://127.0.0.1/x");
    expect(everythingShown(ops)).not.toContain("127.0.0.1");
  });

  test("a notification that was made is found although the answer got lost", async () => {
    await using kuma = await startScriptedMonitors("stored", {
      addNotification: ([config], socket) => {
        socket.emit("notificationList", [
          { id: 7, name: "chat", isDefault: false, active: true, config: JSON.stringify(config) },
        ]);
        return noAnswer;
      },
    });
    await using client = await open(kuma);
    const input = { name: "chat", type: "webhook", webhookURL: "http://127.0.0.1:9/x" } as const;
    expect(await client.notifications.create(input, { timeout: 300 })).toMatchObject({ id: 7, name: "chat" });
  });
});
