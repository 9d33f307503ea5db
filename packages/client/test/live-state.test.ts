import { expect, test } from "vitest";
import { connect, sessionTokenAuth } from "../src/index.ts";
import type { Heartbeat, KumaClient, KumaEvent, Watch } from "../src/index.ts";
import { startBeatsServer } from "./support/beats-server.ts";
import { repliesOfTwo, sessionToken, startScriptedKuma } from "./support/scripted-kuma.ts";
import type { ScriptedKuma } from "./support/scripted-kuma.ts";

const open = (kuma: ScriptedKuma): Promise<KumaClient> =>
  connect({ url: kuma.url, auth: sessionTokenAuth(sessionToken) });

async function take<T>(watch: AsyncIterator<T, undefined>, count: number): Promise<readonly T[]> {
  const items: T[] = [];
  while (items.length < count) {
    const { value, done } = await watch.next();
    if (done === true) break;
    items.push(value);
  }
  return items;
}
const messages = async (watch: Watch<Heartbeat>, count: number): Promise<readonly string[]> =>
  (await take(watch, count)).map(({ message }) => message);

/** Cuts the connection, and waits until the client is logged in again. */
async function loseConnection(kuma: ScriptedKuma, meanwhile: () => void = () => {}): Promise<void> {
  const before = kuma.argsOf("loginByToken").length;
  kuma.cut();
  meanwhile();
  await expect.poll(() => kuma.argsOf("loginByToken").length, { timeout: 5_000 }).toBe(before + 1);
}

test("what was recorded during a lost connection comes once, in order, before the next live one", async () => {
  await using kuma = await startBeatsServer({ monitors: [4, 5] });
  for (let second = 1; second <= 20; second++) kuma.record(4, second);
  await using client = await open(kuma);
  const watch = client.monitors.watch(4);
  kuma.record(4, 21);
  expect(await messages(watch, 1)).toEqual(["21"]);
  await loseConnection(kuma, () => {
    kuma.record(4, 22);
    kuma.record(5, 22, "of another");
    kuma.record(4, 23);
  });
  kuma.record(4, 24);
  expect(await messages(watch, 3)).toEqual(["22", "23", "24"]);
  await loseConnection(kuma);
  await loseConnection(kuma, () => kuma.record(4, 25));
  kuma.record(4, 26);
  expect(await messages(watch, 2)).toEqual(["25", "26"]);
});

test("a 1.23 sends the lists after the log-in: live ones wait for them", async () => {
  await using kuma = await startBeatsServer({ monitors: [4], isOne: true });
  kuma.record(4, 1);
  await using client = await open(kuma);
  kuma.releaseLists();
  const watch = client.monitors.watch("all");
  kuma.record(4, 2);
  expect(await messages(watch, 1)).toEqual(["2"]);
  await loseConnection(kuma, () => kuma.record(4, 3));
  await client.tags.list({ timeout: 300 }).catch(() => undefined);
  kuma.record(4, 4);
  kuma.releaseLists();
  kuma.record(4, 5);
  expect(await messages(watch, 3)).toEqual(["3", "4", "5"]);
});

test("more than the server repeats after a log-in is asked for", async () => {
  await using kuma = await startBeatsServer({ monitors: [4] });
  await using client = await open(kuma);
  const watch = client.monitors.watch([4, 9]);
  kuma.record(4, 1);
  await take(watch, 1);
  await loseConnection(kuma, () => {
    for (let second = 2; second <= 251; second++) kuma.record(4, second);
  });
  kuma.record(4, 252);
  const expected = Array.from({ length: 251 }, (_, index) => String(index + 2));
  expect(await messages(watch, 251)).toEqual(expected);
  expect(kuma.argsOf("getMonitorBeats")).toHaveLength(1);
});

test("where they cannot be read, the gap is reported", async () => {
  await using kuma = await startBeatsServer({ monitors: [4], cannotRead: true });
  await using client = await open(kuma);
  await using events = client.events();
  kuma.record(4, 1);
  await take(events, 1);
  await loseConnection(kuma, () => {
    for (let second = 2; second <= 200; second++) kuma.record(4, second);
  });
  const told = (await take(events, 103)).filter(
    ({ type }) => type !== "connectionLost" && type !== "connectionRestored",
  );
  expect(told[0]).toEqual({
    type: "heartbeatGap",
    monitorId: 4,
    after: new Date("2026-08-22T10:00:01Z"),
    before: new Date("2026-08-22T10:01:41Z"),
  });
  expect(told[1]).toMatchObject({ type: "heartbeat", isLate: true, heartbeat: { message: "101" } });
  expect(told).toHaveLength(101);
});

test("events tell what changes, by name and once", async () => {
  await using kuma = await startScriptedKuma({ replies: repliesOfTwo });
  await using client = await open(kuma);
  await using events = client.events();
  const monitor = { id: 4, type: "push", name: "one", interval: 60, active: true, pushToken: "s3cret-push-token" };
  kuma.say("updateMonitorIntoList", { 4: monitor });
  kuma.say("updateMonitorIntoList", { 4: { ...monitor } });
  kuma.say("monitorList", { 4: monitor, 5: { ...monitor, id: 5, name: "two" } });
  kuma.say("notificationList", []);
  kuma.say("notificationList", [{ id: 1 }]);
  kuma.say("uptime", "4", 720, 0.5);
  kuma.say("avgPing", 4, null);
  kuma.say("certInfo", 4, JSON.stringify({ valid: true, certInfo: { daysRemaining: 12 } }));
  kuma.say("uptime", "nonsense");
  kuma.say("deleteMonitorFromList", 4);
  kuma.say("monitorList", {});
  const told = await take(events, 8);
  expect(told).toMatchObject([
    { type: "monitorChanged", monitor: { id: 4, name: "one" } },
    { type: "monitorChanged", monitor: { id: 5, name: "two" } },
    { type: "listChanged", list: "notifications" },
    { type: "uptime", monitorId: 4, period: "30d", ratio: 0.5 },
    { type: "averagePing", monitorId: 4, ping: null },
    { type: "certificate", monitorId: 4, isValid: true, daysRemaining: 12 },
    { type: "monitorRemoved", monitorId: 4 },
    { type: "monitorRemoved", monitorId: 5 },
  ]);
  expect(JSON.stringify(told)).not.toContain("s3cret-push-token");
  kuma.cut();
  expect(await take(events, 1)).toMatchObject([{ type: "connectionLost", error: { code: "KUMA_CONNECTION_LOST" } }]);
  // What changed meanwhile is found in the list that follows the log-in.
  expect(await take(events, 2)).toEqual([
    { type: "listChanged", list: "notifications" },
    { type: "connectionRestored" },
  ]);
  await client.close();
  expect(await events.next()).toEqual({ value: undefined, done: true });
});

test("a monitor that was deleted does not come back by a list that was under way", async () => {
  await using kuma = await startScriptedKuma({ replies: repliesOfTwo });
  await using client = await open(kuma);
  await using events = client.events();
  const monitor = { id: 4, type: "push", name: "one", interval: 60, active: true };
  const other = { ...monitor, id: 5, name: "two" };
  kuma.say("monitorList", { 4: monitor });
  kuma.say("monitorList", {});
  kuma.say("monitorList", { 4: monitor });
  kuma.say("updateMonitorIntoList", { 4: { ...monitor, active: false } });
  kuma.say("monitorList", { 5: other });
  expect(await take(events, 3)).toMatchObject([
    { type: "monitorChanged", monitor: { id: 4 } },
    { type: "monitorRemoved", monitorId: 4 },
    { type: "monitorChanged", monitor: { id: 5 } },
  ]);
});

test("a slow reader of events gets the newest states, and the number of dropped ones", async () => {
  await using kuma = await startScriptedKuma({ replies: repliesOfTwo });
  await using client = await open(kuma);
  const events = client.events({ capacity: 3 });
  const marker = client.monitors.watch(9);
  for (let turn = 1; turn <= 50; turn++) kuma.say("avgPing", 4, turn);
  for (let turn = 1; turn <= 5; turn++) kuma.say("uptime", turn, 24, 1);
  kuma.say("heartbeat", { monitorID: 9, status: 1, time: "2026-08-22 10:11:12.345", msg: "end" });
  await marker.next();
  const told: KumaEvent[] = [];
  for await (const event of events) {
    told.push(event);
    if (told.length === 4) break;
  }
  expect(told).toMatchObject([
    { type: "overflow", dropped: 4 },
    { type: "uptime", monitorId: 4 },
    { type: "uptime", monitorId: 5 },
    { type: "heartbeat", heartbeat: { message: "end" } },
  ]);
  expect(await events.next()).toEqual({ value: undefined, done: true });
});

test("a signal ends events, and leaves nothing behind", async () => {
  await using kuma = await startScriptedKuma({ replies: repliesOfTwo });
  await using client = await open(kuma);
  const stop = new AbortController();
  const events = client.events({ signal: stop.signal });
  const pending = events.next();
  stop.abort();
  expect(await pending).toEqual({ value: undefined, done: true });
  expect(await client.events({ signal: stop.signal }).next()).toEqual({ value: undefined, done: true });
});
