import { startFaultProxy } from "@kumakit/testkit";
import type { FaultProxy } from "@kumakit/testkit";
import { ownServers, type OwnServer, type OwnServerKind } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { connect, isKumaError, passwordAuth, push, sessionTokenAuth } from "../../src/index.ts";
import type { KumaClient } from "../../src/index.ts";

const hook = { type: "webhook", webhookURL: "http://127.0.0.1:9/", webhookContentType: "json" };

/** Faults of the connection and of the server, on a separate server. */
describe.each(ownServers)("faults: $label", (kind) => {
  let server: OwnServer;
  let proxy: FaultProxy;
  let token = "";

  beforeAll(async () => {
    server = await kind.start();
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

  // The session's kind is asked for by plain HTTP besides.
  const handshakes = (): number => proxy.requests.filter(({ path }) => path.includes("/socket.io/")).length;

  /** How much the server says until a client is logged in, found by halving. */
  async function burstLength(): Promise<number> {
    let [low, high] = [0, 200_000];
    while (high - low > 40) {
      const middle = Math.floor((low + high) / 2);
      await proxy.set({ kind: "cutTunnel", afterBytes: middle });
      const before = handshakes();
      await using client = await open(proxy.url).catch(() => undefined);
      const isWhole = client !== undefined && handshakes() === before + 1;
      if (isWhole) high = middle;
      else low = middle;
    }
    return high;
  }

  /** What became of a client whose connection is cut at a place of the log-in. */
  async function cutAt(afterBytes: number): Promise<string> {
    await using own = await startFaultProxy({ target: server.url });
    await own.set({ kind: "cutTunnel", afterBytes });
    const started = performance.now();
    const outcome = await open(own.url).then(
      async (client) => {
        await client.close();
        return "connected";
      },
      (error: unknown) => (isKumaError(error) ? error.code : String(error)),
    );
    return performance.now() - started < 12_000 ? outcome : `${outcome} after too long`;
  }

  test("the connection cut anywhere in the log-in is an error or works, and never hangs", async () => {
    const whole = await burstLength();
    expect(whole).toBeGreaterThan(1_000);
    const places = placesIn(whole, kind);
    const outcomes: (readonly [place: number, outcome: string])[] = [];
    const cut = async (): Promise<void> => {
      for (let place = places.pop(); place !== undefined; place = places.pop()) {
        outcomes.push([place, await cutAt(place)]);
      }
    };
    await Promise.all(Array.from({ length: 8 }, cut));
    // Before the WebSocket stands, long polling takes over; behind that, the connection is lost in the middle of something.
    const isFair = (outcome: string): boolean => outcome === "connected" || outcome === "KUMA_CONNECTION_LOST";
    expect(outcomes.filter(([, outcome]) => !isFair(outcome))).toEqual([]);
    expect(outcomes.filter(([, outcome]) => outcome === "KUMA_CONNECTION_LOST").length).toBeGreaterThan(50);
  }, 600_000);

  test("a client whose new connections are cut in the log-in comes back as soon as one is not", async () => {
    const whole = await burstLength();
    await proxy.set({ kind: "none" });
    await using client = await open(proxy.url);
    for (const share of [0.1, 0.5, 0.95]) {
      await proxy.set({ kind: "cutTunnel", afterBytes: Math.round(whole * share) });
      proxy.dropConnections();
      await new Promise((resolve) => setTimeout(resolve, 800));
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

  test.each([
    ["forward", 1],
    ["back", -1],
  ])("the clock of the host jumps %s by a day: calls, live beats and a new connection go on", async (_way, sign) => {
    await proxy.set({ kind: "none" });
    await using client = await open(proxy.url);
    const { id, pushToken } = await client.monitors.create({ type: "push", name: "clock", notificationIds: [] });
    const beats = client.monitors.watch(id);
    const target = { server: server.url, token: pushToken ?? "" };
    const jump = sign * 86_400_000;
    const realNow = Date.now.bind(Date);
    const spy = vi.spyOn(Date, "now").mockImplementation(() => realNow() + jump);
    // Socket.IO sees by the clock whether it heard from the server lately: a jump can end a connection, which comes
    // back.
    const soon = (call: () => Promise<unknown>) => expect.poll(call, { timeout: 20_000 });
    try {
      await push(target, { message: "after the jump" });
      expect((await beats.next()).value).toMatchObject({ status: "up", message: "after the jump" });
      await soon(() => client.monitors.update(id, { description: "changed" })).toMatchObject({
        description: "changed",
      });
      proxy.dropConnections();
      await soon(() => client.monitors.get(id)).toMatchObject({ description: "changed" });
      await push(target, { status: "down", message: "after the connection was lost" });
      expect((await beats.next()).value).toMatchObject({ message: "after the connection was lost" });
      await using late = await open(server.url);
      expect((await late.monitors.list()).map((monitor) => monitor.id)).toContain(id);
    } finally {
      spy.mockRestore();
    }
    await soon(() => client.monitors.get(id)).toMatchObject({ description: "changed" });
    await beats.return?.();
    await client.monitors.delete(id);
  });

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

/** Every byte with KUMA_EVERY_BYTE=1; else some places, of which those on the double are more, because it is fast. */
function placesIn(whole: number, { isDouble }: OwnServerKind): number[] {
  const count = process.env["KUMA_EVERY_BYTE"] ? whole : isDouble ? 300 : 120;
  return Array.from({ length: Math.min(count, whole) }, (_, index) => 1 + Math.round((index * whole) / count));
}
