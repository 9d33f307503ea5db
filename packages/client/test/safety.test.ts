import { afterEach, expect, test, vi } from "vitest";
import { connect, sessionTokenAuth } from "../src/index.ts";
import type { KumaClient } from "../src/index.ts";
import { failureOf } from "./support/failure-of.ts";
import { noAnswer, repliesOfTwo, sayListsOfTwo, sessionToken, startScriptedKuma } from "./support/scripted-kuma.ts";
import type { ScriptedKuma } from "./support/scripted-kuma.ts";

const open = (kuma: ScriptedKuma): Promise<KumaClient> =>
  connect({ url: kuma.url, auth: sessionTokenAuth(sessionToken), timeouts: { call: 150 } });
const monitor = { id: 7, type: "push", name: "web", interval: 60, active: true, pushToken: "AbCdEfGhIj" };

afterEach(() => {
  vi.useRealTimers();
});

const hook = { name: "hook", type: "webhook", webhookURL: "http://127.0.0.1:9/" } as const;

type Call = (client: KumaClient) => Promise<unknown>;
// Everything that is asked before the request itself is answered; it is the request itself that stays without an answer.
const calls: Readonly<Record<string, Call>> = {
  // The first list is that of the log-in.
  getMonitorList: async ({ monitors }) => (await monitors.list(), monitors.list()),
  add: ({ monitors }) => monitors.create({ type: "push", name: "new", notificationIds: [] }),
  editMonitor: ({ monitors }) => monitors.update(7, { name: "other" }),
  pauseMonitor: ({ monitors }) => monitors.pause(7),
  resumeMonitor: ({ monitors }) => monitors.resume(7),
  deleteMonitor: ({ monitors }) => monitors.delete(7),
  getMonitor: ({ monitors }) => monitors.get(7),
  getMonitorBeats: ({ monitors }) => monitors.heartbeats(7, { hours: 1 }),
  addNotification: ({ notifications }) => notifications.create(hook),
  testNotification: ({ notifications }) => notifications.test(hook),
  getTags: ({ tags }) => tags.list(),
  addTag: ({ tags }) => tags.create({ name: "new", color: "#000000" }),
  addMonitorTag: ({ tags }) => tags.attach(7, 1, "v"),
  deleteMonitorTag: ({ tags }) => tags.detach(7, 1, "present"),
  deleteTag: ({ tags }) => tags.delete(1),
};

const answers = {
  ...repliesOfTwo,
  getMonitorList: (_: unknown, socket: { emit: (event: string, payload: unknown) => unknown }) => {
    socket.emit("monitorList", { 7: monitor });
    return { ok: true };
  },
  getMonitor: () => ({
    ok: true,
    monitor: { ...monitor, tags: [{ tag_id: 1, name: "team", color: "#fff", value: "present" }] },
  }),
  getTags: () => ({ ok: true, tags: [{ id: 1, name: "team", color: "#fff" }] }),
};

test.each(Object.entries(calls))(
  "%s: no answer is a typed error in bounded time, and is not sent again",
  async (event, call) => {
    await using kuma = await startScriptedKuma({ replies: { ...answers, [event]: () => noAnswer } });
    await using client = await open(kuma);
    const started = performance.now();
    const failure = await failureOf(call(client));
    expect(failure).toMatchObject({ code: "KUMA_TIMEOUT_CALL", message: expect.stringContaining(event) });
    expect(performance.now() - started).toBeLessThan(2_000);
    // A list may be read again to see what became of a request that changes something.
    const changes = /^(?:add|edit|delete|pause|resume|test)/;
    expect(changes.test(event) ? kuma.argsOf(event).length : 1).toBe(1);
  },
);

test("a list of 10 MB and one of 2,000 monitors are read", async () => {
  const rows = Array.from({ length: 2_000 }, (_, index) => ({
    ...monitor,
    id: index + 1,
    name: `m${index + 1}`,
    description: "x".repeat(5_000),
  }));
  const list = Object.fromEntries(rows.map((row) => [row.id, row]));
  expect(JSON.stringify(list).length).toBeGreaterThan(10_000_000);
  await using kuma = await startScriptedKuma({
    replies: {
      ...answers,
      loginByToken: (_, socket) => (sayListsOfTwo(socket, list), { ok: true }),
      getMonitorList: (_, socket) => {
        socket.emit("monitorList", list);
        return { ok: true };
      },
    },
  });
  await using client = await connect({ url: kuma.url, auth: sessionTokenAuth(sessionToken) });
  for (const monitors of [await client.monitors.list(), await client.monitors.list()])
    expect([monitors.length, monitors[1_999]?.name]).toEqual([2_000, "m2000"]);
});

test.each([-86_400_000, 86_400_000])("a host clock that jumps by %d ms makes no call hang", async (jump) => {
  const leap = (): unknown => vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + jump });
  await using kuma = await startScriptedKuma({
    replies: { ...answers, getMonitor: () => noAnswer },
    transports: ["polling"],
    greet: (socket) => {
      socket.emit("info", {});
      setTimeout(() => socket.emit("loginRequired"), 100);
    },
  });
  const started = performance.now();
  const opening = open(kuma);
  leap();
  await using client = await opening;
  leap();
  // A clock that leaps ahead looks to socket.io like a machine that has slept: it connects again.
  const first = await client.tags.list().then(
    () => "answered",
    ({ code }: { code: string }) => code,
  );
  expect(jump > 0 ? ["KUMA_CONNECTION_LOST", "answered"] : ["answered"]).toContain(first);
  expect(await client.tags.list({ timeout: 5_000 })).toHaveLength(1);
  expect(await failureOf(client.monitors.get(7))).toMatchObject({ code: "KUMA_TIMEOUT_CALL" });
  expect(performance.now() - started).toBeLessThan(10_000);
});
