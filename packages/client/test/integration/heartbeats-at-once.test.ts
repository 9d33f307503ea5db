import { startFaultProxy } from "@kumakit/testkit";
import type { FaultProxy } from "@kumakit/testkit";
import { ownServers, type OwnServer } from "@kumakit/testkit/vitest";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, passwordAuth, push } from "../../src/index.ts";
import type { KumaClient } from "../../src/index.ts";
import { failureOf } from "../support/failure-of.ts";

const monitorCount = 6;
const callCount = 300;

/**
 * The npm release answers no request for heartbeats: they come after a log-in on another connection, which keeps the
 * server busy with everything else that it sends then.
 */
describe.each(ownServers)("many calls for what only a log-in brings: $label", (kind) => {
  let server: OwnServer;
  let proxy: FaultProxy;
  let client: KumaClient;
  let ids: readonly number[] = [];

  beforeAll(async () => {
    server = await kind.start();
    proxy = await startFaultProxy({ target: server.url });
    if (server.admin === undefined) throw new Error("no admin");
    client = await connect({ url: proxy.url, auth: passwordAuth(server.admin) });
    const inputs = Array.from({ length: monitorCount }, (_, index) => ({
      type: "push" as const,
      name: `monitor ${index}`,
      notificationIds: [],
    }));
    const monitors = await client.monitors.createMany(inputs);
    for (const { name, pushToken } of monitors)
      await push({ server: server.url, token: pushToken ?? "" }, { message: `beat of ${name}` });
    ids = monitors.map(({ id }) => id);
  });
  afterAll(async () => {
    await client.close();
    await proxy.close();
    await server[Symbol.asyncDispose]();
  });

  const openedBy = async (run: () => Promise<unknown>): Promise<number> => {
    const before = proxy.requests.length;
    await run();
    return proxy.requests.length - before;
  };

  test(`${callCount} calls for heartbeats at once each get theirs, by a few connections`, async () => {
    const connections = await openedBy(async () => {
      const calls = Array.from({ length: callCount }, async (_, index) => {
        const at = index % monitorCount;
        const beats = await client.monitors.heartbeats(ids[at] ?? 0, { hours: 1 });
        expect(beats.map(({ message }) => message)).toEqual([`beat of monitor ${at}`]);
      });
      await Promise.all(calls);
    });
    expect(connections).toBeLessThan(30);
  }, 120_000);

  test("one that is not waited for any more harms no other", async () => {
    const [id = 0] = ids;
    const stops = Array.from({ length: 20 }, () => new AbortController());
    const stopped = stops.map(({ signal }) => failureOf(client.monitors.heartbeats(id, { hours: 1, signal })));
    const others = stops.map(() => client.monitors.heartbeats(id, { hours: 1 }));
    // In the middle of the log-in where there is one, and else while the answer is under way.
    if (kind.isNpmRelease) await sleep(100);
    for (const stop of stops) stop.abort();
    for (const beats of await Promise.all(others)) expect(beats).toHaveLength(1);
    for (const failure of await Promise.all(stopped)) expect(failure.code).toBe("KUMA_ABORTED");
  }, 120_000);

  test("a beat that came between two calls is in the second one", async () => {
    const [id = 0] = ids;
    const { pushToken } = await client.monitors.get(id);
    const first = client.monitors.heartbeats(id, { hours: 1 });
    await push({ server: server.url, token: pushToken ?? "" }, { message: "between" });
    const second = await client.monitors.heartbeats(id, { hours: 1 });
    await first;
    expect(second.map(({ message }) => message)).toContain("between");
  }, 120_000);

  test("status pages asked for at once come by a few connections, too", async () => {
    await client.statusPages.create({ slug: "one", title: "One" });
    const connections = await openedBy(async () => {
      const lists = await Promise.all(Array.from({ length: 50 }, () => client.statusPages.list()));
      for (const pages of lists) expect(pages.map(({ slug }) => slug)).toEqual(["one"]);
    });
    expect(connections).toBeLessThan(15);
  }, 120_000);
});
