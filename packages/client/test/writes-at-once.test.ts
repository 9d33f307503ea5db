import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { connect, sessionTokenAuth } from "../src/index.ts";
import type { KumaClient, Monitor } from "../src/index.ts";
import { failureOf } from "./support/failure-of.ts";
import { sessionToken } from "./support/scripted-kuma.ts";
import type { ScriptedKuma } from "./support/scripted-kuma.ts";
import { startScriptedMonitors } from "./support/scripted-monitors.ts";
import { linked, startSteppedMonitors } from "./support/stepped-monitors.ts";
import type { SteppedMonitors } from "./support/stepped-monitors.ts";

const open = (kuma: ScriptedKuma): Promise<KumaClient> =>
  connect({ url: kuma.url, auth: sessionTokenAuth(sessionToken) });

const make = (client: KumaClient, notificationIds: readonly number[] = []): Promise<Monitor> =>
  client.monitors.create({ type: "push", name: "m", interval: 60, notificationIds });

class Signal {
  give: () => void = () => {};
  readonly given = new Promise<void>((resolve) => {
    this.give = resolve;
  });
}

describe("writes of one client about one monitor", () => {
  test("wait for each other, so that none is lost, and each takes four requests", async () => {
    await using kuma = await startSteppedMonitors();
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
      Array.from({ length: 4 }, () => ["getMonitor", "getMonitor", "editMonitor", "getMonitor"]).flat(),
    );
  });

  test("do not wait for those about another one, and one that is stopped before its turn sends nothing", async () => {
    await using kuma = await startSteppedMonitors();
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
  /** Two clients, and a monitor with links. */
  async function startWith(notificationIds: readonly number[]) {
    const kuma = await startSteppedMonitors();
    const [client, other] = [await open(kuma), await open(kuma)];
    const { id } = await make(client, notificationIds);
    // Each knows it, as every client of a real server does.
    kuma.store(id, {});
    await other.monitors.get(id);
    const close = async (): Promise<void> => {
      await Promise.all([client.close(), other.close()]);
      await kuma[Symbol.asyncDispose]();
    };
    return { kuma, client, other, id, [Symbol.asyncDispose]: close };
  }

  /** Calls back when the first request comes that follows the read from which an edit is made. */
  const onTheWay = (kuma: SteppedMonitors, meddle: () => void, after = kuma.onMoment): void => {
    let requests = 0;
    kuma.onMoment = (moment) => {
      const isRequest = moment.at === "look" || moment.at === "edit";
      if (isRequest && (requests += 1) === 2) meddle();
      return after(moment);
    };
  };

  test("puts back what it has overwritten", async () => {
    await using bed = await startWith([]);
    const { client, id, kuma } = bed;
    onTheWay(kuma, () => kuma.store(id, { description: "theirs", notificationIDList: linked(2) }));
    await client.notifications.attach(id, 1);
    expect(kuma.rows.get(id)).toMatchObject({ description: "theirs", notificationIDList: linked(1, 2) });
  });

  test.each([
    ["the only link", [1], 1],
    ["the last link", [1, 2], 2],
    ["the first link", [1, 2], 1],
  ])("leaves %s away that another one has taken away", async (_, before, gone) => {
    await using bed = await startWith(before);
    const { client, id, kuma } = bed;
    const rest = before.filter((link) => link !== gone);
    onTheWay(kuma, () => kuma.store(id, { notificationIDList: linked(...rest) }));
    await client.monitors.update(id, { description: "ours" });
    expect(kuma.rows.get(id)).toMatchObject({ description: "ours", notificationIDList: linked(...rest) });
    expect(Object.keys(Object(kuma.rows.get(id)?.["notificationIDList"]) as object)).toEqual(rest.map(String));
  });

  test.each([
    ["that another one is about to store again", [1, 2], [1]],
    ["that are all deleted at this moment", [1, 2], []],
  ])("keeps links %s", async (_, before, seen) => {
    await using bed = await startWith(before);
    const { client, id, kuma } = bed;
    let looks = 0;
    kuma.onMoment = ({ at, count }) => {
      if (at === "look") looks += 1;
      // Somebody else stores the links one by one: the read that goes with the edit sees some of them, the edit comes after it.
      if (at === "look" && looks === 2) kuma.store(id, { notificationIDList: linked(...seen) }, false);
      if (at === "looked" && looks === 2) kuma.store(id, { notificationIDList: linked(...before) }, false);
      if (at === "links stored" && count === 1) kuma.store(id, {});
    };
    await client.monitors.update(id, { description: "ours" });
    expect(kuma.rows.get(id)).toMatchObject({ description: "ours", notificationIDList: linked(...before) });
  });

  test("puts back a link that it saw in a report alone, because somebody was storing all links again when it wrote", async () => {
    await using bed = await startWith([]);
    const { client, id, kuma } = bed;
    let looks = 0;
    kuma.onMoment = ({ at, count }) => {
      if (at === "look") looks += 1;
      if (at === "look" && looks === 2) {
        kuma.store(id, { notificationIDList: linked(2) });
        kuma.store(id, { notificationIDList: {} }, false);
      }
      // The edit deletes the link of that other one, who reports by then the links of this edit as well.
      if (at === "links stored" && count === 1) kuma.store(id, {});
    };
    await client.notifications.attach(id, 1);
    expect(kuma.rows.get(id)).toMatchObject({ notificationIDList: linked(1, 2) });
  });

  test("does not take away a link that another one has written over, and is about to put back", async () => {
    await using bed = await startWith([1, 2]);
    const { client, id, kuma } = bed;
    // That one had read before the first link was there.
    onTheWay(kuma, () => kuma.store(id, { interval: 90, notificationIDList: linked(2) }));
    await client.monitors.update(id, { description: "ours" });
    expect(kuma.rows.get(id)).toMatchObject({ description: "ours", interval: 90, notificationIDList: linked(1, 2) });
  });

  test("takes a link for overwritten that went together with one which alone was there before", async () => {
    await using bed = await startWith([1]);
    const { client, id, kuma } = bed;
    let looks = 0;
    // Somebody who had read the first link alone takes it away, after the second one has come.
    kuma.onMoment = ({ at }) => {
      if (at === "look" && (looks += 1) === 1) kuma.store(id, { notificationIDList: linked(1, 2) });
      if (at === "look" && looks === 2) kuma.store(id, { notificationIDList: linked() });
    };
    await client.monitors.update(id, { description: "ours" });
    expect(await client.monitors.get(id)).toMatchObject({ description: "ours", notificationIds: [2] });
  });

  test("leaves away all links that somebody has taken away in one edit", async () => {
    await using bed = await startWith([1, 2]);
    const { client, id, kuma } = bed;
    onTheWay(kuma, () => kuma.store(id, { notificationIDList: linked() }));
    await client.monitors.update(id, { description: "ours" });
    expect(await client.monitors.get(id)).toMatchObject({ description: "ours", notificationIds: [] });
  });

  test("does not take a link for one that is gone because another client is storing all of them again", async () => {
    await using bed = await startWith([1, 2]);
    const { client, id, kuma, other } = bed;
    const [seenOnce, seenTwice] = [new Signal(), new Signal()];
    let detached: Promise<void> | undefined;
    let looked = 0;
    kuma.onMoment = async ({ at, count }) => {
      if (at === "looked" && detached !== undefined) [seenOnce, seenTwice][(looked += 1) - 1]?.give();
      if (count > 1) return;
      if (at === "links deleted") {
        detached = other.notifications.detach(id, 2).finally(() => seenTwice.give());
        await seenOnce.given;
      }
      if (at === "links stored") await seenTwice.given;
    };
    await client.monitors.update(id, { description: "ours" });
    await detached;
    expect(await client.monitors.get(id)).toMatchObject({ description: "ours", notificationIds: [1] });
  });

  test("waits for the report of another client that takes long to store all links again", async () => {
    await using bed = await startWith([1, 2]);
    const { client, id, kuma, other } = bed;
    let detached: Promise<void> | undefined;
    kuma.onMoment = async ({ at, count }) => {
      if (at !== "links deleted" || count > 1) return;
      detached = other.notifications.detach(id, 2);
      await sleep(300);
    };
    await client.monitors.update(id, { description: "ours" });
    await detached;
    expect(await client.monitors.get(id)).toMatchObject({ description: "ours", notificationIds: [1] });
  });

  test("puts back a setting of another one until it stays", async () => {
    await using bed = await startWith([]);
    const { client, id, kuma } = bed;
    // A third one, who read between the two edits, writes all of it back.
    kuma.onMoment = ({ at, count }) => {
      if (at === "links deleted" && count === 2) kuma.store(id, { resendInterval: 0 }, false);
    };
    onTheWay(kuma, () => kuma.store(id, { resendInterval: 19 }));
    await client.monitors.update(id, { description: "ours" });
    expect(kuma.rows.get(id)).toMatchObject({ description: "ours", resendInterval: 19 });
  });

  test("is written again when it was overwritten", async () => {
    await using bed = await startWith([]);
    const { client, id, kuma } = bed;
    kuma.onMoment = ({ at, count }) => {
      if (at === "reported" && count === 1) kuma.store(id, { description: null, interval: 90 });
    };
    await client.monitors.update(id, { description: "ours" });
    expect(await client.monitors.get(id)).toMatchObject({ description: "ours", interval: 90 });
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
