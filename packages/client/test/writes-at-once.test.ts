import { describe, expect, test } from "vitest";
import { connect, sessionTokenAuth } from "../src/index.ts";
import type { KumaClient, Monitor } from "../src/index.ts";
import { failureOf } from "./support/failure-of.ts";
import { sessionToken } from "./support/scripted-kuma.ts";
import type { ScriptedKuma } from "./support/scripted-kuma.ts";
import { startScriptedMonitors } from "./support/scripted-monitors.ts";

type Row = Record<string, unknown>;

const open = (kuma: ScriptedKuma): Promise<KumaClient> =>
  connect({ url: kuma.url, auth: sessionTokenAuth(sessionToken) });
const pause = (time: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, time));

/** A server that reports an edit to everybody before it answers, and lets others come in between. */
async function startTelling(beforeEdit: (row: Row, edits: number) => void = () => {}) {
  let edits = 0;
  const kuma = await startScriptedMonitors("stored", {
    getMonitor: async ([id]) => {
      const monitor = structuredClone(kuma.rows.get(Number(id)));
      await pause(5);
      return { ok: true, monitor };
    },
    editMonitor: async ([given]) => {
      const wire = given as Row;
      const id = Number(wire["id"]);
      edits += 1;
      beforeEdit(kuma.rows.get(id) ?? {}, edits);
      await pause(5);
      kuma.rows.set(id, wire);
      kuma.say("updateMonitorIntoList", { [id]: wire });
      return { ok: true, monitorID: id };
    },
  });
  return kuma;
}

const make = (client: KumaClient): Promise<Monitor> =>
  client.monitors.create({ type: "push", name: "m", interval: 60, notificationIds: [] });

describe("writes of one client about one monitor", () => {
  test("wait for each other, so that none is lost, and each takes three requests", async () => {
    await using kuma = await startTelling();
    await using client = await open(kuma);
    const { id } = await make(client);
    const count = kuma.received.length;
    await Promise.all([
      client.monitors.update(id, { description: "a" }),
      client.monitors.update(id, { interval: 90 }),
      client.notifications.attach(id, 1),
      client.notifications.attach(id, 2),
    ]);
    expect(await client.monitors.get(id)).toMatchObject({ description: "a", interval: 90, notificationIds: [1, 2] });
    expect(kuma.received.slice(count, -1).map(({ event }) => event)).toEqual(
      Array.from({ length: 4 }, () => ["getMonitor", "editMonitor", "getMonitor"]).flat(),
    );
  });

  test("do not wait for those about another one, and one that is stopped before its turn sends nothing", async () => {
    await using kuma = await startTelling();
    await using client = await open(kuma);
    const [one, other] = [await make(client), await make(client)];
    const stop = new AbortController();
    const first = client.monitors.update(one.id, { interval: 90 });
    const second = failureOf(client.monitors.update(one.id, { interval: 120 }, { signal: stop.signal }));
    stop.abort();
    expect(await second).toMatchObject({ code: "KUMA_ABORTED" });
    await Promise.all([first, client.monitors.update(other.id, { interval: 90 })]);
    const sent = kuma.argsOf("editMonitor").map(([wire]) => Reflect.get(Object(wire), "interval"));
    expect(sent).toEqual([90, 90]);
  });
});

describe("a write that meets another client's", () => {
  test("puts back what it has overwritten", async () => {
    await using kuma = await startTelling((row, edits) => {
      if (edits > 1) return;
      const theirs = { ...row, description: "theirs", notificationIDList: { 2: true } };
      kuma.rows.set(Number(row["id"]), theirs);
      kuma.say("updateMonitorIntoList", { [Number(row["id"])]: theirs });
    });
    await using client = await open(kuma);
    const { id } = await make(client);
    await client.notifications.attach(id, 1);
    expect(kuma.rows.get(id)).toMatchObject({ description: "theirs", notificationIDList: { 1: true, 2: true } });
  });

  test("is written again when it was overwritten", async () => {
    await using kuma = await startTelling();
    await using client = await open(kuma);
    const { id } = await make(client);
    const before = structuredClone(kuma.rows.get(id));
    const update = client.monitors.update(id, { description: "ours" });
    await expect.poll(() => kuma.rows.get(id)?.["description"], { interval: 1 }).toBe("ours");
    kuma.rows.set(id, { ...before, interval: 90 });
    kuma.say("updateMonitorIntoList", { [id]: kuma.rows.get(id) });
    expect(await update).toMatchObject({ description: "ours", interval: 90 });
  });

  test("is an error when it never stays", async () => {
    await using kuma = await startScriptedMonitors("stored", {
      editMonitor: ([given]) => ({ ok: true, monitorID: Reflect.get(Object(given), "id") }),
    });
    await using client = await open(kuma);
    const { id } = await make(client);
    expect(await failureOf(client.monitors.update(id, { description: "ours" }))).toMatchObject({
      code: "KUMA_CONFLICT",
      message: 'Others change the monitor "m" at the same time: description did not stay.',
      isRetryable: true,
    });
    expect(kuma.argsOf("editMonitor")).toHaveLength(8);
  });
});
