import { startFaultProxy, startKuma } from "@kumakit/testkit";
import type { FaultProxy, KumaServer } from "@kumakit/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, isKumaError, passwordAuth, sessionTokenAuth } from "../../src/index.ts";
import type { KumaClient } from "../../src/index.ts";

const checkouts = (process.env["KUMA_TEST_SERVERS"] ?? "")
  .split(",")
  .filter((entry) => entry !== "" && !entry.includes("://"));

const hook = { type: "webhook", webhookURL: "http://127.0.0.1:9/", webhookContentType: "json" };

type Call = (client: KumaClient, id: number) => Promise<unknown>;
const calls: Readonly<Record<string, Call>> = {
  list: ({ monitors }) => monitors.list(),
  get: ({ monitors }, id) => monitors.get(id),
  create: ({ monitors }) => monitors.create({ type: "push", name: "made", notificationIds: [] }),
  "create a group": ({ monitors }) => monitors.create({ type: "group", name: "made", notificationIds: [] }),
  update: ({ monitors }, id) => monitors.update(id, { name: "renamed" }),
  pause: ({ monitors }, id) => monitors.pause(id),
  resume: ({ monitors }, id) => monitors.resume(id),
  heartbeats: ({ monitors }, id) => monitors.heartbeats(id, { hours: 1 }),
  "create a notification": ({ notifications }) => notifications.create({ name: "made", ...hook }),
  "create a tag": ({ tags }) => tags.create({ name: "made", color: "#000000" }),
  delete: ({ monitors }, id) => monitors.delete(id),
};

/** What happens to the connection and to the server, on a server of its own. */
describe.each([undefined, ...checkouts])("faults: %s", (checkout) => {
  let server: KumaServer;
  let proxy: FaultProxy;
  let token = "";

  beforeAll(async () => {
    server = await startKuma(checkout === undefined ? {} : { checkout });
    proxy = await startFaultProxy({ target: server.url });
    if (server.admin === undefined) throw new Error("no admin");
    await using client = await connect({ url: server.url, auth: passwordAuth(server.admin) });
    token = client.session.token ?? "";
    await client.monitors.create({ type: "push", name: "present", notificationIds: [] });
    await client.notifications.create({ name: "present", ...hook });
  });
  afterAll(async () => {
    await proxy.close();
    await server[Symbol.asyncDispose]();
  });

  const open = (url: string): Promise<KumaClient> =>
    connect({ url, auth: sessionTokenAuth(token), timeouts: { connect: 5_000, login: 5_000, call: 5_000 } });

  /** How much the server says until a client is logged in, found by halving. */
  async function burstLength(): Promise<number> {
    let [low, high] = [0, 200_000];
    while (high - low > 40) {
      const middle = Math.floor((low + high) / 2);
      await proxy.set({ kind: "cutTunnel", afterBytes: middle });
      const before = proxy.requests.length;
      await using client = await open(proxy.url).catch(() => undefined);
      const isWhole = client !== undefined && proxy.requests.length === before + 1;
      if (isWhole) high = middle;
      else low = middle;
    }
    return high;
  }

  test("the connection cut anywhere in the log-in is an error or works, and never hangs", async () => {
    const whole = await burstLength();
    expect(whole).toBeGreaterThan(1_000);
    const places = Array.from({ length: 120 }, (_, index) => 1 + Math.round((index * whole) / 120));
    const outcomes = new Map<string, number>();
    for (const afterBytes of places) {
      await proxy.set({ kind: "cutTunnel", afterBytes });
      const started = performance.now();
      const outcome = await open(proxy.url).then(
        async (client) => {
          await client.close();
          return "connected";
        },
        (error: unknown) => (isKumaError(error) ? error.code : String(error)),
      );
      expect(performance.now() - started).toBeLessThan(12_000);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    // Before the WebSocket stands, long polling takes over; behind that, the connection is lost in the middle of something.
    expect([...outcomes.keys()].filter((code) => code !== "connected" && code !== "KUMA_CONNECTION_LOST")).toEqual([]);
    expect(outcomes.get("KUMA_CONNECTION_LOST")).toBeGreaterThan(50);
  }, 180_000);

  test("a client whose new connections are cut in the log-in comes back as soon as one is not", async () => {
    const whole = await burstLength();
    await proxy.set({ kind: "none" });
    await using client = await open(proxy.url);
    for (const share of [0.1, 0.4, 0.7, 0.95]) {
      await proxy.set({ kind: "cutTunnel", afterBytes: Math.round(whole * share) });
      proxy.dropConnections();
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await proxy.set({ kind: "none" });
      await expect
        .poll(
          () =>
            client.monitors.list().then(
              (all) => all.length,
              () => 0,
            ),
          { timeout: 20_000, interval: 200 },
        )
        .toBe(1);
    }
  }, 180_000);

  test("a server that dies in the middle of a call: an error or a result, and nothing twice", async () => {
    for (const [name, call] of Object.entries(calls)) {
      await using client = await open(server.url);
      const { id } = await client.monitors.create({ type: "push", name: "subject", notificationIds: [] });
      const pending = call(client, id).then(
        () => "done",
        (error: unknown) => (isKumaError(error) ? error.code : String(error)),
      );
      await new Promise((resolve) => setImmediate(resolve));
      await server.kill();
      await server.start();
      expect({ name, outcome: await pending }).toEqual({
        name,
        outcome: expect.stringMatching(/^(?:done|KUMA_CONNECTION_LOST|KUMA_TIMEOUT_CALL|KUMA_NOT_FOUND)$/),
      });
      await expect
        .poll(
          () =>
            client.tags.list().then(
              () => "back",
              () => "away",
            ),
          { timeout: 20_000 },
        )
        .toBe("back");
      const monitors = await client.monitors.list();
      const made = (items: readonly { readonly name: string }[]): number =>
        items.filter((item) => item.name === "made").length;
      const counts = [made(monitors), made(await client.notifications.list()), made(await client.tags.list())];
      expect({ name, most: Math.max(...counts) }).toEqual({ name, most: expect.toBeOneOf([0, 1]) });
      for (const monitor of monitors) if (monitor.name !== "present") await client.monitors.delete(monitor.id);
    }
  }, 240_000);

  test("two clients that edit the same monitor: the later one wins, field by field when they take turns", async () => {
    await using one = await open(server.url);
    await using other = await open(server.url);
    const { id } = await one.monitors.create({ type: "push", name: "shared", interval: 300, notificationIds: [] });
    await one.monitors.update(id, { interval: 301 });
    await other.monitors.update(id, { description: "by the other" });
    expect(await one.monitors.get(id)).toMatchObject({ interval: 301, description: "by the other" });
    await Promise.all([one.monitors.update(id, { interval: 302 }), other.monitors.update(id, { name: "renamed" })]);
    const left = await one.monitors.get(id);
    expect([
      [302, "renamed"],
      [301, "renamed"],
      [302, "shared"],
    ]).toContainEqual([left.interval, left.name]);
    await one.monitors.delete(id);
  });
});
