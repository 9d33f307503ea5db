import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import type { Heartbeat } from "../../../src/index.ts";
import { openRawCalls } from "../../support/raw-calls.ts";
import { metricsOf } from "./metrics-of.ts";
import { push, tokenOf, uniqueName, useTestBench } from "./test-bench.ts";
import type { ServerUnderTest } from "./test-bench.ts";

/** A web site that takes every request and answers none. */
async function startSilentSite(): Promise<AsyncDisposable & { readonly url: string }> {
  const site = createServer(() => {}).listen(0, "127.0.0.1");
  await once(site, "listening");
  const { port } = site.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    site.closeAllConnections();
    site.close();
    await once(site, "close");
  };
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: stop };
}

/** The part of the changes to come that is about checks, pushes and figures. */
export function upstreamChecksSuite(server: ServerUnderTest): void {
  const bench = useTestBench(server);
  /** In s; the shortest that a server before 2.1 takes is 20. */
  const shortInterval = (): number => (Number.parseFloat(bench.client.server.capabilities.line) >= 2.1 ? 2 : 20);
  const pushUrlOf = (token: string | null | undefined): string => `${server.url}/api/push/${token ?? ""}`;

  async function nextBeat(beats: AsyncIterator<Heartbeat>, isIt: (beat: Heartbeat) => boolean): Promise<Heartbeat> {
    for (;;) {
      const { value, done } = await beats.next();
      if (done === true) throw new Error("the heartbeats have ended");
      if (isIt(value)) return value;
    }
  }

  // These two wait for the server's own clock: both at once.
  test.concurrent("a push of up between two missing ones", async ({ task }) => {
    const interval = shortInterval();
    // Between the two checks there is none that finds a push in time.
    const times = { interval, retryInterval: interval + 3, maxRetries: 1 };
    const monitor = await bench.create({ type: "push", name: uniqueName("retries"), active: false, ...times });
    await using beats = bench.client.monitors.watch(monitor.id);
    await bench.client.monitors.resume(monitor.id);
    expect(await nextBeat(beats, () => true)).toMatchObject({ status: "pending" });
    await push(pushUrlOf(monitor.pushToken), { status: "up" });
    expect(await nextBeat(beats, () => true)).toMatchObject({ status: "up" });
    const { status } = await nextBeat(beats, () => true);
    await bench.client.monitors.pause(monitor.id);
    task.meta.upstream = `a push of up ${status === "pending" ? "sets the retries back" : "leaves the retries used"}`;
    expect(["pending", "down"]).toContain(status);
  });

  // The double checks no web sites.
  const limits = server.label.startsWith("double") ? [] : [0];
  test.concurrent.for(limits)("a check with a limit of %i s", async (timeout, { task }) => {
    await using site = await startSilentSite();
    const interval = shortInterval();
    const input = { type: "http", url: site.url, interval, retryInterval: interval, active: false } as const;
    const add = () => bench.create({ ...input, name: uniqueName("limit"), timeout: interval });
    // The server means 0.8 of the interval where no limit is set: sooner than the limit of the other one.
    const limited = await add();
    const unlimited = await add();
    await using calls = await openRawCalls(server.url, await tokenOf(server));
    expect(await calls.call("editMonitor", { ...unlimited.raw, timeout })).toMatchObject({ ok: true });
    await using beats = bench.client.monitors.watch("all");
    await bench.client.monitors.resume(unlimited.id);
    await bench.client.monitors.resume(limited.id);
    const ended: number[] = [];
    await nextBeat(beats, ({ monitorId, status }) => {
      if (monitorId === unlimited.id && status === "down") ended.push(monitorId);
      return monitorId === limited.id && status === "down";
    });
    for (const { id } of [limited, unlimited]) await bench.client.monitors.pause(id);
    task.meta.upstream = `a check with a limit of 0 s ${ended.length > 0 ? "ends within its interval" : "outlasts its interval"}`;
  });

  test("pushes of one monitor at once", async ({ task }) => {
    const refusals: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      const { pushToken } = await bench.create({ type: "push", name: uniqueName("pushes"), interval: 300 });
      const answers = await Promise.all(
        Array.from({ length: 20 }, async () => {
          const response = await fetch(pushUrlOf(pushToken));
          const body: unknown = await response.json();
          return [response.status, body] as const;
        }),
      );
      for (const [status, body] of answers) {
        const isTaken = status === 200 && JSON.stringify(body) === '{"ok":true}';
        if (!isTaken) refusals.push(String(Object(body)["msg"]));
      }
    }
    task.meta.upstream = `pushes at once are ${refusals.length === 0 ? "all taken" : "refused here and there"}`;
    expect(refusals.filter((refusal) => !/UNIQUE|Duplicate/.test(refusal))).toEqual([]);
  });

  test("a monitor with a tag that is new", async ({ task }) => {
    const tagName = `tag_${Math.random().toString(36).slice(2, 8)}`;
    const tag = await bench.client.tags.create({ name: tagName, color: "#059669" });
    bench.removeTag(tag.id);
    const name = uniqueName("tagged");
    const { id, pushToken } = await bench.create({ type: "push", name, interval: 300 });
    await bench.client.tags.attach(id, tag.id, "");
    await push(pushUrlOf(pushToken), { status: "up" });
    const { samples } = await metricsOf(server, bench.client);
    const own = samples.filter(({ labels, name: of }) => of === "monitor_status" && labels["monitor_name"] === name);
    const isShown = own.length > 0 ? "is among the metrics without it" : "is not among the metrics";
    const way = own.some(({ labels }) => tagName in labels) ? "is among the metrics with it" : isShown;
    task.meta.upstream = `a monitor with a tag that is new ${way}`;
    expect(own.map(({ value }) => value)).toEqual(own.length === 0 ? [] : [1]);
  });

  test("beats as CSV", async ({ task }) => {
    const { id, pushToken } = await bench.create({ type: "push", name: uniqueName("beats"), interval: 300 });
    await push(pushUrlOf(pushToken), { status: "up" });
    // Its place is not settled yet; these are the likely ones.
    const paths = ["/api/export/csv", `/api/monitor/${id}/export/csv`, `/api/monitor/${id}/export?format=csv`];
    const authorization = `Basic ${Buffer.from(`${server.username}:${server.password}`).toString("base64")}`;
    const kinds = await Promise.all(
      paths.map(async (path) => {
        const response = await fetch(`${server.url}${path}`, { headers: { authorization } });
        await response.text();
        return `${response.status} ${response.headers.get("content-type")?.split(";")[0] ?? ""}`;
      }),
    );
    const isGiven = kinds.some((kind) => /^(?:200 text\/csv|40[13])/.test(kind));
    task.meta.upstream = `beats are ${isGiven ? "" : "not "}given as CSV`;
    // The page of the server, or nothing: whatever else it says has to be looked at.
    const isKnown = (kind: string): boolean => isGiven || /^(?:200 text\/html|404 .*)$/.test(kind);
    expect(kinds.filter((kind) => !isKnown(kind))).toEqual([]);
  });
}
