import { describe, expect, test } from "vitest";
import { connect, KumaPartialError, sessionTokenAuth } from "../src/index.ts";
import type { KumaClient, MonitorInput } from "../src/index.ts";
import { failureOf } from "./support/failure-of.ts";
import { noAnswer, sessionToken } from "./support/scripted-kuma.ts";
import type { ScriptedKuma } from "./support/scripted-kuma.ts";
import { startScriptedMonitors } from "./support/scripted-monitors.ts";
import type { ScriptedMonitors } from "./support/scripted-monitors.ts";

const open = (kuma: ScriptedKuma, call = 30_000): Promise<KumaClient> =>
  connect({ url: kuma.url, auth: sessionTokenAuth(sessionToken), timeouts: { call } });
const pause = (time: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, time));
const row = (id: number): Record<string, unknown> => ({ id, type: "push", name: `m${id}`, interval: 60, active: true });
const inputs = (count: number): readonly MonitorInput[] =>
  Array.from({ length: count }, (_, index) => ({ type: "push", name: `n${index}`, notificationIds: [] }));
const namesOf = (items: Iterable<{ readonly name?: unknown }>): readonly unknown[] =>
  Array.from(items, ({ name }) => name);

/** The packets of a client, log-ins and the question before them apart. */
const asked = (kuma: ScriptedKuma): readonly string[] =>
  kuma.received.map(({ event }) => event).filter((event) => event !== "needSetup" && event !== "loginByToken");

async function startWithTwo(): Promise<ScriptedMonitors> {
  const kuma = await startScriptedMonitors();
  for (const id of [10, 11]) kuma.rows.set(id, row(id));
  return kuma;
}

describe("a group that a new monitor goes into", () => {
  test("is not asked for when the server has reported it, and not used when it went while the connection was lost", async () => {
    await using kuma = await startScriptedMonitors();
    kuma.rows.set(10, { ...row(10), type: "group" });
    await using client = await open(kuma);
    const input = { type: "push", name: "n", notificationIds: [], parent: 10 } as const;
    expect(await client.monitors.create(input)).toMatchObject({ parent: 10 });
    expect(asked(kuma)).toEqual(["add"]);
    kuma.rows.delete(10);
    kuma.cut();
    // The client knows of it a moment later.
    await pause(50);
    expect(await failureOf(client.monitors.create(input))).toMatchObject({ code: "KUMA_NOT_FOUND", id: 10 });
    expect(asked(kuma)).toEqual(["add", "getMonitor"]);
  });
});

describe("the list of monitors", () => {
  test("that came with the log-in is given once, with what was reported since; then the server is asked", async () => {
    await using kuma = await startWithTwo();
    await using client = await open(kuma);
    const events = client.events();
    kuma.say("updateMonitorIntoList", { 11: { ...row(11), name: "renamed" } });
    await events.next();
    expect(namesOf(await client.monitors.list())).toEqual(["m10", "renamed"]);
    expect(asked(kuma)).toEqual([]);
    expect(namesOf(await client.monitors.list())).toEqual(["m10", "m11"]);
    expect(asked(kuma)).toEqual(["getMonitorList"]);
  });

  test("is asked for again when one of an earlier state came with it, also as the last one", async () => {
    const [now, earlier] = [{ 10: row(10) }, { 10: row(10), 11: row(11) }];
    const sent = [[now, earlier], [earlier, now], [now, now], [now]];
    await using kuma = await startScriptedMonitors("stored", {
      getMonitorList: (_, socket) => {
        for (const list of sent.shift() ?? []) socket.emit("monitorList", list);
        return { ok: true };
      },
    });
    await using client = await open(kuma);
    await client.monitors.list();
    expect(namesOf(await client.monitors.list())).toEqual(["m10"]);
    expect(asked(kuma).length).toBe(3);
    // A deletion and the question for what is left often bring the same list twice.
    expect(namesOf(await client.monitors.list())).toEqual(["m10"]);
    expect(asked(kuma).length).toBe(4);
  });

  test("is the last one when others come with each of a few questions", async () => {
    let number = 10;
    await using kuma = await startScriptedMonitors("stored", {
      getMonitorList: (_, socket) => {
        for (let count = 0; count < 2; count += 1) {
          number += 1;
          socket.emit("monitorList", { [number]: row(number) });
        }
        return { ok: true };
      },
    });
    await using client = await open(kuma);
    await client.monitors.list();
    expect(namesOf(await client.monitors.list())).toEqual(["m16"]);
    expect(asked(kuma).length).toBe(3);
  });

  test("is asked for when anything was asked before", async () => {
    await using kuma = await startWithTwo();
    await using client = await open(kuma);
    await client.monitors.get(10);
    await client.monitors.list();
    expect(asked(kuma)).toEqual(["getMonitor", "getMonitorList"]);
  });

  test("that is older than a report of a change does not undo it", async () => {
    await using kuma = await startWithTwo();
    await using client = await open(kuma);
    const events = client.events();
    kuma.say("updateMonitorIntoList", { 11: { ...row(11), name: "renamed" } });
    kuma.say("monitorList", { 10: row(10), 11: row(11) });
    kuma.say("monitorList", { 10: row(10), 11: row(11), 12: row(12) });
    await events.next();
    expect((await events.next()).value).toMatchObject({ type: "monitorChanged", monitor: { id: 12 } });
    expect(namesOf(await client.monitors.list())).toEqual(["m10", "renamed", "m12"]);
  });
});

describe("the monitors as they were reported", () => {
  test("are those of the log-in with all changes since, and no list is asked for", async () => {
    await using kuma = await startWithTwo();
    await using client = await open(kuma);
    expect(namesOf(await client.monitors.reported())).toEqual(["m10", "m11"]);
    const made = await client.monitors.create({ type: "push", name: "new", notificationIds: [] });
    await client.monitors.delete(10);
    expect(namesOf(await client.monitors.reported())).toEqual(["m11", "new"]);
    expect(asked(kuma)).toEqual(["add", "deleteMonitor"]);
    expect(made.name).toBe("new");
  });

  test("need not be asked for before they are deleted; any other is, because the server says yes to all", async () => {
    await using kuma = await startWithTwo();
    await using client = await open(kuma);
    await client.monitors.delete(10);
    await expect(client.monitors.delete(10)).rejects.toMatchObject({ code: "KUMA_NOT_FOUND" });
    await expect(client.monitors.delete(99)).rejects.toMatchObject({ code: "KUMA_NOT_FOUND" });
    expect(asked(kuma)).toEqual(["deleteMonitor", "getMonitor", "getMonitor"]);
  });

  test("ask for ids of which nothing was reported from the highest down, until three of them are not there", async () => {
    await using kuma = await startWithTwo();
    await using client = await open(kuma);
    const events = client.events();
    for (const id of [95, 98]) kuma.rows.set(id, row(id));
    kuma.say("updateMonitorIntoList", { 100: row(100) });
    await events.next();
    expect(namesOf(await client.monitors.reported())).toEqual(["m10", "m11", "m95", "m98", "m100"]);
    const ids = [99, 98, 97, 96, 95, 94, 93, 92, 91];
    expect(kuma.argsOf("getMonitor")).toEqual(ids.map((id) => [id]));
    for (const id of [95, 98]) kuma.say("updateMonitorIntoList", { [id]: row(id) });
    await events.next();
    await events.next();
    await client.monitors.reported();
    expect(kuma.argsOf("getMonitor")).toHaveLength(12);
    expect(kuma.argsOf("getMonitorList")).toEqual([]);
  });

  test("keep one that was made while an older list was under way", async () => {
    await using kuma = await startWithTwo();
    await using client = await open(kuma);
    const events = client.events();
    kuma.say("updateMonitorIntoList", { 12: row(12) });
    kuma.say("monitorList", { 10: row(10), 11: row(11) });
    kuma.say("updateMonitorIntoList", { 10: { ...row(10), name: "renamed" } });
    expect((await events.next()).value).toMatchObject({ type: "monitorChanged", monitor: { id: 12 } });
    expect((await events.next()).value).toMatchObject({ type: "monitorChanged", monitor: { name: "renamed" } });
    expect(namesOf(await client.monitors.reported())).toEqual(["renamed", "m11", "m12"]);
    kuma.say("deleteMonitorFromList", 12);
    expect((await events.next()).value).toMatchObject({ type: "monitorRemoved", monitorId: 12 });
    expect(namesOf(await client.monitors.reported())).toEqual(["renamed", "m11"]);
    expect(asked(kuma)).toEqual([]);
  });

  test("are those of the new list after a lost connection, however lately they were reported", async () => {
    await using kuma = await startWithTwo();
    await using client = await open(kuma);
    const events = client.events();
    kuma.say("updateMonitorIntoList", { 11: { ...row(11), name: "renamed" }, 12: row(12) });
    await events.next();
    await events.next();
    kuma.cut();
    await events.next();
    expect(namesOf(await client.monitors.reported())).toEqual(["m10", "m11"]);
  });
});

test("creating one sends one add and nothing else", async () => {
  await using kuma = await startWithTwo();
  await using client = await open(kuma);
  const [input] = inputs(1);
  if (input !== undefined) await client.monitors.create({ ...input, notificationIds: [1] });
  expect(asked(kuma)).toEqual(["add"]);
});

test("what is there already is looked for in what the server reports; an id of which it reported nothing is asked for", async () => {
  await using kuma = await startWithTwo();
  await using client = await open(kuma);
  await client.monitors.createMany(inputs(2), { skipExisting: true });
  expect(asked(kuma)).toEqual(["add", "add"]);
  const last = Math.max(...kuma.rows.keys());
  kuma.rows.set(last + 1, { ...row(last + 1), name: "n2" });
  kuma.say("updateMonitorIntoList", { [last + 2]: row(last + 2) });
  await expect
    .poll(async () => {
      await client.monitors.createMany(inputs(3), { skipExisting: true });
      return kuma.argsOf("getMonitor").length > 0;
    })
    .toBe(true);
  expect(kuma.argsOf("getMonitorList")).toEqual([]);
});

describe("creating many", () => {
  /** A server that loses the connection at every tenth `add`, sometimes before it has stored it. */
  async function startCutting(isStored: () => boolean): Promise<ScriptedMonitors> {
    let adds = 0;
    let lastId = 10;
    const kuma = await startScriptedMonitors("stored", {
      add: async ([given], socket) => {
        adds += 1;
        const isTenth = adds % 10 === 0;
        await pause(Math.random() * 5);
        if (!socket.connected && !isStored()) return noAnswer;
        if (isTenth && !isStored()) {
          socket.conn.close();
          return noAnswer;
        }
        lastId += 1;
        const made = { active: true, tags: [], childrenIDs: [], ...(given as object), id: lastId };
        kuma.rows.set(lastId, made);
        kuma.say("updateMonitorIntoList", { [lastId]: made });
        if (isTenth) socket.conn.close();
        return isTenth ? noAnswer : { ok: true, monitorID: lastId };
      },
    });
    return kuma;
  }

  test.each([
    ["stored", () => true],
    ["lost", () => false],
    ["one or the other", () => Math.random() < 0.5],
  ])("goes on when the connection is cut at every tenth, %s: none twice, no list asked for", async (_, isStored) => {
    await using kuma = await startCutting(isStored);
    await using client = await open(kuma);
    const made = await client.monitors.createMany(inputs(40), { concurrency: 16 });
    expect(namesOf(made)).toEqual(namesOf(inputs(40)));
    expect(kuma.argsOf("getMonitorList")).toEqual([]);
    expect(kuma.rows.size).toBe(40);
    expect(new Set(namesOf(kuma.rows.values()))).toEqual(new Set(namesOf(inputs(40))));
  });

  test("one that the server has stored without its notifications is made again", async () => {
    let adds = 0;
    await using kuma = await startScriptedMonitors("stored", {
      add: ([given], socket) => {
        adds += 1;
        const isFirst = adds === 1;
        const made = { ...(given as object), ...(isFirst ? { notificationIDList: {} } : {}), tags: [], id: 20 + adds };
        kuma.rows.set(20 + adds, made);
        if (isFirst) socket.conn.close();
        return isFirst ? noAnswer : { ok: true, monitorID: 20 + adds };
      },
    });
    await using client = await open(kuma);
    const made = await client.monitors.create({ type: "push", name: "web", notificationIds: [1] });
    expect(made).toMatchObject({ id: 22, notificationIds: [1] });
    expect([...kuma.rows.keys()]).toEqual([22]);
  });

  test("one that the server carries out long after the cut is found at the end, and taken back", async () => {
    const seen = { adds: 0 };
    await using kuma = await startScriptedMonitors("stored", {
      add: async ([given], socket) => {
        seen.adds += 1;
        const id = 20 + seen.adds;
        const made = { active: true, tags: [], childrenIDs: [], ...(given as object), id };
        if (seen.adds === 1) {
          socket.conn.close();
          while (seen.adds < 2) await pause(10);
        }
        kuma.rows.set(id, made);
        kuma.say("updateMonitorIntoList", { [id]: made });
        // The second is answered after the first was carried out, too.
        while (kuma.rows.size < 2) await pause(10);
        return { ok: true, monitorID: id };
      },
    });
    await using client = await open(kuma);
    const [made] = await client.monitors.createMany(inputs(1));
    expect([...kuma.rows.keys()]).toEqual([made?.id]);
  });

  test("what is not answered is looked for once for all", async () => {
    await using kuma = await startScriptedMonitors("lost");
    await using client = await open(kuma, 500);
    const failure = await failureOf(client.monitors.createMany(inputs(20), { concurrency: 20 }));
    expect(failure).toBeInstanceOf(KumaPartialError);
    expect(kuma.argsOf("add")).toHaveLength(20);
    expect(kuma.argsOf("getMonitorList").length).toBeLessThanOrEqual(2);
  });

  test("ends at once by its signal while the server is away", async () => {
    const kuma = await startScriptedMonitors("lost");
    await using client = await open(kuma);
    const stop = new AbortController();
    const pending = failureOf(client.monitors.createMany(inputs(3), { signal: stop.signal }));
    await expect.poll(() => kuma.argsOf("add").length).toBe(3);
    await kuma[Symbol.asyncDispose]();
    stop.abort();
    expect(await pending).toMatchObject({ code: "KUMA_PARTIAL" });
  });
});

test("after a lost connection the first list is that of the new one", async () => {
  await using kuma = await startWithTwo();
  await using client = await open(kuma);
  const events = client.events();
  kuma.rows.set(12, row(12));
  kuma.cut();
  await events.next();
  const names = async (): Promise<readonly unknown[]> => namesOf(await client.monitors.list());
  expect(await names()).toEqual(["m10", "m11", "m12"]);
});
