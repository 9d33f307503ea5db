import { expect, test } from "vitest";
import { connect, KumaPartialError, sessionTokenAuth } from "../src/index.ts";
import type { CreateManyProgress, KumaClient, MonitorInput } from "../src/index.ts";
import { failureOf } from "./support/failure-of.ts";
import { sessionToken } from "./support/scripted-kuma.ts";
import type { ScriptedKuma } from "./support/scripted-kuma.ts";
import { startScriptedMonitors } from "./support/scripted-monitors.ts";

const open = (kuma: ScriptedKuma): Promise<KumaClient> =>
  connect({ url: kuma.url, auth: sessionTokenAuth(sessionToken) });
const inputs = (count: number): readonly MonitorInput[] =>
  Array.from({ length: count }, (_, index) => ({ type: "push", name: `m${index}`, notificationIds: [1] }));
const pause = (time: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, time));
const namesOf = (items: readonly { readonly name: unknown }[]): readonly unknown[] => items.map(({ name }) => name);

/** A server whose `add` takes a moment, and does what is asked for before it answers. */
async function startSlow(before: (monitor: Record<string, unknown>) => unknown = () => undefined) {
  const state = { running: 0, most: 0 };
  let refuses = (): boolean => false;
  let lastId = 9;
  const kuma = await startScriptedMonitors("stored", {
    add: async ([given]) => {
      const monitor = given as Record<string, unknown>;
      state.running += 1;
      state.most = Math.max(state.most, state.running);
      await pause(Math.random() * 10);
      state.running -= 1;
      const answer = before(monitor);
      if (answer !== undefined) return answer;
      lastId += 1;
      const row = { active: true, tags: [], childrenIDs: [], ...monitor, id: lastId };
      kuma.rows.set(lastId, row);
      kuma.say("updateMonitorIntoList", { [lastId]: row });
      return { ok: true, monitorID: lastId };
    },
    getMonitorList: (_, socket) => {
      if (refuses()) return { ok: false, msg: "busy" };
      socket.emit("monitorList", Object.fromEntries(kuma.rows));
      return { ok: true };
    },
  });
  const refuseList = (when: () => boolean): void => {
    refuses = when;
  };
  return Object.assign(kuma, { state, refuseList });
}

test("keeps the order, stays within its bound and says how far it is", async () => {
  await using kuma = await startSlow();
  await using client = await open(kuma);
  const told: CreateManyProgress[] = [];
  const made = await client.monitors.createMany(inputs(30), { concurrency: 4, onProgress: (step) => told.push(step) });
  expect(namesOf(made)).toEqual(namesOf(inputs(30)));
  expect(kuma.state.most).toBe(4);
  expect(told.map(({ done }) => done)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  for (const { index, monitor, total, isExisting } of told)
    expect([monitor.name, total, isExisting]).toEqual([`m${index}`, 30, false]);
  expect(await client.monitors.createMany([])).toEqual([]);
});

test("a wrong input keeps everything from being sent", async () => {
  await using kuma = await startSlow();
  await using client = await open(kuma);
  const wrong: MonitorInput = { type: "push", name: "late", notificationIds: [99] };
  expect(await failureOf(client.monitors.createMany([...inputs(3), wrong]))).toMatchObject({ code: "KUMA_NOT_FOUND" });
  expect(await failureOf(client.monitors.createMany(inputs(1), { concurrency: 0 }))).toMatchObject({
    field: "concurrency",
  });
  const twice = [...inputs(2), ...inputs(1)];
  expect(await failureOf(client.monitors.createMany(twice, { skipExisting: true }))).toMatchObject({ field: "2.name" });
  expect(kuma.argsOf("add")).toEqual([]);
});

test("a failure names the monitors that are there, and the same call goes on from it", async () => {
  let isFull = true;
  await using kuma = await startSlow(({ name }) =>
    isFull && name === "m5" ? { ok: false, msg: "disk full" } : undefined,
  );
  await using client = await open(kuma);
  const failure = await failureOf(client.monitors.createMany(inputs(12), { concurrency: 3 }));
  if (!(failure instanceof KumaPartialError)) throw failure;
  expect(failure).toMatchObject({ code: "KUMA_PARTIAL", cause: { code: "KUMA_REJECTED" } });
  expect(failure.message).toMatch(
    /^\d+ of 12 monitors are there: The monitor "m5" was refused by the server: disk full$/,
  );
  const created = failure.outcomes.flatMap((outcome) => (outcome.status === "created" ? [outcome.monitor] : []));
  expect(new Set(namesOf(created))).toEqual(new Set([...kuma.rows.values()].map(({ name }) => name)));
  expect(failure.outcomes[5]).toMatchObject({ status: "failed", error: { code: "KUMA_REJECTED" } });
  expect(failure.outcomes.at(-1)).toEqual({ status: "notStarted" });
  isFull = false;
  const steps: CreateManyProgress[] = [];
  const all = await client.monitors.createMany(inputs(12), {
    skipExisting: true,
    onProgress: (step) => steps.push(step),
  });
  expect(namesOf(all)).toEqual(namesOf(inputs(12)));
  expect(kuma.rows.size).toBe(12);
  expect(steps.filter(({ isExisting }) => isExisting)).toHaveLength(created.length);
});

test("is stopped by its signal, waits for what is under way, and goes on without a duplicate", async () => {
  await using kuma = await startSlow();
  await using client = await open(kuma);
  const stop = new AbortController();
  const onProgress = ({ done }: CreateManyProgress): void => {
    if (done === 6) stop.abort();
  };
  const failure = await failureOf(
    client.monitors.createMany(inputs(40), { concurrency: 8, signal: stop.signal, onProgress }),
  );
  if (!(failure instanceof KumaPartialError)) throw failure;
  expect(failure).toMatchObject({ code: "KUMA_PARTIAL", cause: { code: "KUMA_ABORTED" } });
  expect(failure.outcomes.filter(({ status }) => status === "created")).toHaveLength(kuma.rows.size);
  expect(kuma.rows.size).toBeLessThan(20);
  await client.monitors.createMany(inputs(40), { skipExisting: true });
  expect(kuma.rows.size).toBe(40);
  expect(new Set(namesOf([...kuma.rows.values()] as { name: string }[]))).toEqual(new Set(namesOf(inputs(40))));
});

test("an answer that gets lost makes no duplicate, whatever identifies the monitor", async () => {
  const lost = new Set<unknown>();
  await using kuma = await startSlow((monitor) => {
    const isFirst = !lost.has(monitor["name"]);
    lost.add(monitor["name"]);
    if (!isFirst) return undefined;
    const id = kuma.rows.size + 10;
    kuma.rows.set(id, { active: true, tags: [], childrenIDs: [], ...monitor, id });
    kuma.cut();
    return new Promise(() => {});
  });
  await using client = await open(kuma);
  const group: MonitorInput = { type: "group", name: "group" };
  expect(await client.monitors.create(group)).toMatchObject({ name: "group", type: "group" });
  const web: MonitorInput = { type: "http", name: "web", url: "https://shop.example", notificationIds: [1] };
  const page = await client.monitors.create(web);
  expect(page).toMatchObject({ name: "web", type: "http", settings: { url: "https://shop.example" } });
  expect(await client.monitors.clone(page.id, { name: "copy" })).toMatchObject({ name: "copy", type: "http" });
  const made = await client.monitors.createMany(inputs(3), { concurrency: 2 });
  expect(namesOf(made)).toEqual(["m0", "m1", "m2"]);
  expect(namesOf([...kuma.rows.values()] as { name: string }[])).toHaveLength(6);
});

test("two clients that create the same at once end with each of them once, and take the same for theirs", async () => {
  await using kuma = await startSlow();
  await using first = await open(kuma);
  await using second = await open(kuma);
  const call = (client: KumaClient): Promise<readonly unknown[]> =>
    client.monitors.createMany(inputs(12), { concurrency: 3, skipExisting: true });
  const [ours, theirs] = await Promise.all([call(first), call(second)]);
  expect(kuma.argsOf("add").length).toBeGreaterThan(12);
  expect(kuma.rows.size).toBe(12);
  expect(new Set(namesOf([...kuma.rows.values()] as { name: string }[]))).toEqual(new Set(namesOf(inputs(12))));
  const idsOf = (monitors: readonly unknown[]): readonly number[] => (monitors as { id: number }[]).map(({ id }) => id);
  expect(idsOf(ours)).toEqual(idsOf(theirs));
  expect(new Set(idsOf(ours))).toEqual(new Set(kuma.rows.keys()));
});

test("one client is stopped while another one goes on, and each error says what is there", async () => {
  await using kuma = await startSlow();
  await using first = await open(kuma);
  await using second = await open(kuma);
  const stop = new AbortController();
  const onProgress = ({ done }: CreateManyProgress): void => {
    if (done === 4) stop.abort();
  };
  const [stopped, whole] = await Promise.all([
    failureOf(
      first.monitors.createMany(inputs(16), { signal: stop.signal, onProgress, skipExisting: true, concurrency: 2 }),
    ),
    second.monitors.createMany(inputs(16), { skipExisting: true, concurrency: 2 }),
  ]);
  if (!(stopped instanceof KumaPartialError)) throw stopped;
  const resumed = await first.monitors.createMany(inputs(16), { skipExisting: true });
  expect(kuma.rows.size).toBe(16);
  expect(namesOf(resumed)).toEqual(namesOf(inputs(16)));
  expect(namesOf(whole)).toEqual(namesOf(inputs(16)));
  const there = stopped.outcomes.flatMap((outcome) => ("monitor" in outcome ? [outcome.monitor.id] : []));
  expect(there.length).toBeGreaterThanOrEqual(4);
  expect(there.filter((id) => !kuma.rows.has(id))).toEqual([]);
});

test("a listener that throws stops it, and the error still says what is there", async () => {
  await using kuma = await startSlow();
  await using client = await open(kuma);
  const onProgress = ({ done }: CreateManyProgress): void => {
    if (done === 3) throw new Error("the disk of the progress bar is full");
  };
  const failure = await failureOf(client.monitors.createMany(inputs(30), { concurrency: 5, onProgress }));
  if (!(failure instanceof KumaPartialError)) throw failure;
  expect(failure).toMatchObject({ cause: { message: "the disk of the progress bar is full" } });
  const created = failure.outcomes.filter(({ status }) => status === "created");
  expect(created).toHaveLength(kuma.rows.size);
  expect(kuma.rows.size).toBeLessThan(15);
});

test("monitors that were made are named, too, when they cannot be checked for a race", async () => {
  let asked = 0;
  await using kuma = await startSlow(({ name }) => {
    // So many new ones of others are not reported yet that the list is asked for.
    if (name !== "m4") return undefined;
    for (let id = 70; id < 100; id++) kuma.rows.set(id, { ...kuma.rows.get(10), id, name: `by others ${id}` });
    kuma.say("updateMonitorIntoList", { 99: kuma.rows.get(99) });
    return undefined;
  });
  await using client = await open(kuma);
  await client.monitors.createMany(inputs(2));
  kuma.refuseList(() => (asked += 1) > 0);
  const failure = await failureOf(client.monitors.createMany(inputs(5), { skipExisting: true }));
  if (!(failure instanceof KumaPartialError)) throw failure;
  expect(failure.outcomes.map(({ status }) => status)).toEqual([
    "existing",
    "existing",
    "created",
    "created",
    "created",
  ]);
  expect(failure.message).toMatch(/^5 of 5 monitors are there: /);
  expect(asked).toBe(1);
});
