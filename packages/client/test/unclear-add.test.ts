import { describe, expect, test } from "vitest";
import { connect, sessionTokenAuth } from "../src/index.ts";
import type { KumaClient, MonitorInput } from "../src/index.ts";
import { failureOf } from "./support/failure-of.ts";
import { noAnswer, sessionToken } from "./support/scripted-kuma.ts";
import type { ScriptedKuma } from "./support/scripted-kuma.ts";
import { startScriptedMonitors } from "./support/scripted-monitors.ts";

type Row = Record<string, unknown>;

const open = (kuma: ScriptedKuma): Promise<KumaClient> =>
  connect({ url: kuma.url, auth: sessionTokenAuth(sessionToken), timeouts: { call: 500 } });

const inputs: readonly MonitorInput[] = [
  { type: "push", name: "web", pushToken: "givenToken1234", notificationIds: [1] },
  { type: "http", name: "web", url: "https://shop.example", notificationIds: [1] },
  { type: "dns", name: "web", hostname: "shop.example", notificationIds: [1] },
  { type: "group", name: "web" },
];
const refusal = { ok: false, msg: "SQLITE_CONSTRAINT: FOREIGN KEY constraint failed" };
const answers = { refused: refusal, lost: noAnswer };

/** The request of another client at the same time: the same in every field but the mark. */
const twinOf = (monitor: Row): Row => ({ ...monitor, dns_last_result: null, active: true, tags: [], childrenIDs: [] });

describe.each(inputs)("an add of the type $type", (input) => {
  test("that is refused, but kept, is removed, and nothing else", async () => {
    const kuma = await startScriptedMonitors("stored", {
      add: ([given]) => {
        const monitor = given as Row;
        kuma.rows.set(11, { ...twinOf(monitor), id: 11 });
        kuma.rows.set(12, { ...twinOf(monitor), dns_last_result: monitor["dns_last_result"], id: 12 });
        kuma.rows.set(13, { ...twinOf(monitor), id: 13 });
        return refusal;
      },
    });
    await using _ = kuma;
    await using client = await open(kuma);
    expect(await failureOf(client.monitors.create(input))).toMatchObject({ code: "KUMA_REJECTED" });
    expect(kuma.argsOf("deleteMonitor")).toEqual([[12, false]]);
    expect([...kuma.rows.keys()]).toEqual([11, 13]);
  });

  test.each(["refused", "lost"] as const)(
    "that is %s and not kept leaves the same of another client alone",
    async (how) => {
      const kuma = await startScriptedMonitors("stored", {
        add: ([given]) => (kuma.rows.set(11, { ...twinOf(given as Row), id: 11 }), answers[how]),
      });
      await using _ = kuma;
      await using client = await open(kuma);
      const failure = await failureOf(client.monitors.create(input));
      expect(failure.code).toBe(how === "lost" ? "KUMA_TIMEOUT_CALL" : "KUMA_REJECTED");
      expect(failure.hint).toBe(
        "A monitor like it is new (id 11). Whose it is cannot be known: look before you try again.",
      );
      expect(kuma.argsOf("deleteMonitor")).toEqual([]);
      expect(kuma.argsOf("add")).toHaveLength(1);
    },
  );

  test("whose answer is lost is not confused with the same of another client", async () => {
    const kuma = await startScriptedMonitors("stored", {
      add: ([given]) => {
        const monitor = given as Row;
        kuma.rows.set(11, { ...twinOf(monitor), id: 11 });
        kuma.rows.set(12, { ...twinOf(monitor), dns_last_result: monitor["dns_last_result"], id: 12 });
        return noAnswer;
      },
    });
    await using _ = kuma;
    await using client = await open(kuma);
    expect(await client.monitors.create(input)).toMatchObject({ id: 12, name: "web" });
    expect(kuma.argsOf("deleteMonitor")).toEqual([]);
  });
});

const push: MonitorInput = { type: "push", name: "web", notificationIds: [] };

test("a monitor that was there before with the same push token is not taken for a refused one", async () => {
  const kuma = await startScriptedMonitors("stored", { add: () => refusal });
  await using _ = kuma;
  const old = { id: 5, type: "push", name: "web", interval: 60, active: true, pushToken: "givenToken1234" };
  kuma.rows.set(5, old);
  await using client = await open(kuma);
  const failure = await failureOf(client.monitors.create({ ...push, pushToken: "givenToken1234" }));
  expect(failure).toMatchObject({ code: "KUMA_REJECTED" });
  expect([...kuma.rows]).toEqual([[5, old]]);
});

test("a half-made one that cannot be removed is named", async () => {
  const kuma = await startScriptedMonitors("refused, but stored", { deleteMonitor: () => ({ ok: false, msg: "no" }) });
  await using _ = kuma;
  await using client = await open(kuma);
  expect(await failureOf(client.monitors.create(push))).toMatchObject({
    code: "KUMA_REJECTED",
    message: expect.stringContaining("FOREIGN KEY"),
    hint: "The server has kept it all the same, with the id 10, and it could not be removed.",
  });
});

test("where nobody can be asked what became of it, the error says to look", async () => {
  const kuma = await startScriptedMonitors("lost", { getMonitorList: () => noAnswer });
  await using _ = kuma;
  await using client = await open(kuma);
  expect(await failureOf(client.monitors.create(push))).toMatchObject({
    code: "KUMA_TIMEOUT_CALL",
    hint: 'Look whether there is a monitor "web" before you try again.',
  });
});

test("an answer without an id is looked into, too", async () => {
  const kuma = await startScriptedMonitors("stored", {
    add: ([given]) => (kuma.rows.set(10, { active: true, tags: [], ...(given as Row), id: 10 }), { ok: true }),
  });
  await using _ = kuma;
  await using client = await open(kuma);
  expect(await client.monitors.create(push)).toMatchObject({ id: 10, name: "web" });
});

test("one that was made, but cannot be read, is named", async () => {
  const kuma = await startScriptedMonitors("stored", {
    // It reports nothing of it.
    add: ([given]) => (kuma.rows.set(10, { ...(given as Row), id: 10 }), { ok: true, monitorID: 10 }),
    getMonitor: () => noAnswer,
  });
  await using _ = kuma;
  await using client = await open(kuma);
  expect(await failureOf(client.monitors.create(push))).toMatchObject({
    code: "KUMA_TIMEOUT_CALL",
    hint: "The monitor was made, with the id 10; only reading it failed.",
  });
});

test("the mark of an add is not handed on to a copy", async () => {
  const kuma = await startScriptedMonitors();
  await using _ = kuma;
  await using client = await open(kuma);
  const { id } = await client.monitors.create(push);
  await client.monitors.clone(id);
  const marks = kuma.argsOf("add").map(([monitor]) => (monitor as Row)["dns_last_result"]);
  expect(marks).toEqual([expect.stringMatching(/^not looked up yet \(.{36}\)$/), expect.any(String)]);
  expect(marks[0]).not.toBe(marks[1]);
});
