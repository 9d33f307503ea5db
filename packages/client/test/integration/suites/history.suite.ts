import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { connect, pushUrlOf, sessionTokenAuth } from "../../../src/index.ts";
import type { Heartbeat } from "../../../src/index.ts";
import { failureOf } from "../../support/failure-of.ts";
import { expectUnsupported, push, tokenOf, uniqueName, useTestBench } from "./test-bench.ts";
import type { ServerUnderTest } from "./test-bench.ts";

async function all(beats: AsyncIterable<Heartbeat>): Promise<readonly Heartbeat[]> {
  const found: Heartbeat[] = [];
  for await (const beat of beats) found.push(beat);
  return found;
}

/** The history of monitors. */
export function historySuite(server: ServerUnderTest): void {
  const bench = useTestBench(server);

  test("the changes of status are listed newest first, counted, and forgotten", async () => {
    const { monitors } = bench.client;
    const monitor = await bench.create({ type: "push", name: uniqueName("push") });
    const other = await bench.create({ type: "push", name: uniqueName("other") });
    const url = pushUrlOf(server.url, monitor.pushToken ?? "");
    for (const status of ["up", "up", "down", "up", "down"]) {
      await push(url, { status, msg: `it is ${status}` });
      // No two beats of one millisecond: the lists of the server order such beats differently.
      await sleep(5);
    }
    await push(pushUrlOf(server.url, other.pushToken ?? ""), { status: "down" });

    const own = await all(monitors.importantHeartbeats({ monitorId: monitor.id, pageSize: 2 }));
    expect(own.map(({ status, message, important }) => [status, message, important])).toEqual([
      ["down", "it is down", true],
      ["up", "it is up", true],
      ["down", "it is down", true],
      ["up", "it is up", true],
    ]);
    expect(await monitors.countImportantHeartbeats({ monitorId: monitor.id })).toBe(4);
    const everything = await all(monitors.importantHeartbeats({ pageSize: 3 }));
    expect(everything.filter(({ monitorId }) => monitorId === monitor.id)).toEqual(own);
    expect(everything.some(({ monitorId }) => monitorId === other.id)).toBe(true);
    expect(await monitors.countImportantHeartbeats()).toBe(everything.length);

    await monitors.clearEvents(monitor.id);
    expect(await monitors.countImportantHeartbeats({ monitorId: monitor.id })).toBe(0);
    expect(await all(monitors.importantHeartbeats({ monitorId: monitor.id }))).toEqual([]);
    expect(await monitors.heartbeats(monitor.id, { hours: 1 })).toHaveLength(5);
    await monitors.pause(monitor.id);
    await monitors.clearHeartbeats(monitor.id);
    expect(await monitors.heartbeats(monitor.id, { hours: 1 })).toEqual([]);
  });

  test("how every monitor is comes with the log-in, and needs no request and no second log-in", async () => {
    const monitor = await bench.create({ type: "push", name: uniqueName("push") });
    const url = pushUrlOf(server.url, monitor.pushToken ?? "");
    await push(url, { status: "up", msg: "fine", ping: "30" });
    await sleep(5);
    await push(url, { status: "down", msg: "gone" });

    const said: string[] = [];
    const note = (text: string): void => void said.push(text);
    const logger = { debug: note, info: note, warn: note, error: note };
    const auth = sessionTokenAuth(await tokenOf(server));
    await using late = await connect({ url: server.url, auth, logger, keepStates: true });
    const state = (await late.monitors.states({ figures: true })).get(monitor.id);
    expect(state?.heartbeats.map(({ status, message, ping }) => [status, message, ping])).toEqual([
      ["up", "fine", 30],
      ["down", "gone", null],
    ]);
    // The npm release fails when it works out the figures, and sends none.
    const hasFigures = !server.label.includes("npm");
    expect(state?.averagePing).toBe(hasFigures ? 30 : null);
    expect([typeof state?.uptime["24h"], typeof state?.uptime["30d"]].includes("number")).toBe(hasFigures);
    const connections = said.filter((text) => text.startsWith("connected to"));
    expect(await all(late.monitors.importantHeartbeats({ monitorId: monitor.id }))).toHaveLength(2);
    expect(await late.monitors.heartbeats(monitor.id, { hours: 1 })).toHaveLength(2);
    expect(said.filter((text) => text.startsWith("connected to"))).toEqual(connections);

    const beats = late.monitors.watch(monitor.id);
    await push(url, { status: "up", msg: "again" });
    await beats.next();
    const after = (await late.monitors.states()).get(monitor.id);
    expect(after?.heartbeats.map(({ message }) => message)).toEqual(["fine", "gone", "again"]);
    expect(await failureOf(bench.client.monitors.states())).toMatchObject({ code: "KUMA_VALIDATION" });
  });

  test("the data of a chart (2.0 and later)", async () => {
    const { monitors, server: info } = bench.client;
    const monitor = await bench.create({ type: "push", name: uniqueName("push") });
    if (info.capabilities.line.startsWith("1."))
      return expectUnsupported(monitors.chartData(monitor.id, { hours: 1 }), "2.0");
    const url = pushUrlOf(server.url, monitor.pushToken ?? "");
    const started = Date.now();
    await push(url, { status: "up", ping: "10" });
    await push(url, { status: "up", ping: "30" });
    await push(url, { status: "down" });
    const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
    for (const hours of [24, 48, 2_000]) {
      const points = await monitors.chartData(monitor.id, { hours });
      expect([sum(points.map(({ up }) => up)), sum(points.map(({ down }) => down))]).toEqual([2, 1]);
      const [first] = points;
      expect(first).toMatchObject({ shortestPing: expect.any(Number), longestPing: expect.any(Number) });
      expect(Math.abs((first?.time.getTime() ?? 0) - started)).toBeLessThan(86_400_000 + 60_000);
    }
  });

  test("an unknown monitor is said to be unknown", async () => {
    const { monitors, server: info } = bench.client;
    const unknown = { code: "KUMA_NOT_FOUND", resource: "monitor", id: 999_999 };
    expect(await failureOf(all(monitors.importantHeartbeats({ monitorId: 999_999 })))).toMatchObject(unknown);
    expect(await failureOf(monitors.countImportantHeartbeats({ monitorId: 999_999 }))).toMatchObject(unknown);
    expect(await failureOf(monitors.clearEvents(999_999))).toMatchObject(unknown);
    expect(await failureOf(monitors.clearHeartbeats(999_999))).toMatchObject(unknown);
    if (info.capabilities.line.startsWith("1.")) return;
    expect(await failureOf(monitors.chartData(999_999, { hours: 3 }))).toMatchObject(unknown);
  });
}
