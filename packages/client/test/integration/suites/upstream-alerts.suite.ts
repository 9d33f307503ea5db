import { once } from "node:events";
import { createServer } from "node:http";
import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { startAlertSink } from "@kumakit/testkit";
import { expect, test } from "vitest";
import { openRawCalls } from "../../support/raw-calls.ts";
import { push, tokenOf, uniqueName, useTestBench } from "./test-bench.ts";
import type { ServerUnderTest } from "./test-bench.ts";

const isTrigger = (name: string): boolean => /trigger/i.test(name);

interface Channel {
  readonly url: string;
}

/** A channel that lets the server wait with each alert until it is answered. */
async function startSlowChannel() {
  let onAlert = (_waiting: ServerResponse): void => {};
  const channel = createServer((request, response) => {
    request.resume();
    request.once("end", () => onAlert(response));
  }).listen(0, "127.0.0.1");
  await once(channel, "listening");
  const { port } = channel.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    nextAlert: () => new Promise<ServerResponse>((resolve) => (onAlert = resolve)),
    [Symbol.asyncDispose]: async (): Promise<void> => {
      channel.closeAllConnections();
      channel.close();
      await once(channel, "close");
    },
  };
}

/** The part of the changes to come that is about alerts: when they go out, and which ones a channel gets. */
export function upstreamAlertsSuite(server: ServerUnderTest): void {
  const bench = useTestBench(server);

  async function pushMonitor(channel: Channel): Promise<{ id: number; pushUrl: string; notificationId: number }> {
    const notificationId = await webhookTo(channel, false);
    const name = uniqueName("alerts");
    const notificationIds = [notificationId];
    const { id, pushToken } = await bench.create({ type: "push", name, interval: 300, notificationIds });
    return { id, pushUrl: `${server.url}/api/push/${pushToken ?? ""}`, notificationId };
  }

  async function webhookTo(channel: Channel, isDefault: boolean): Promise<number> {
    const input = { type: "webhook", webhookURL: channel.url, webhookContentType: "json" } as const;
    return (await bench.createNotification({ ...input, name: uniqueName("channel"), isDefault })).id;
  }

  test("a beat that is notified of", async ({ task }) => {
    await using channel = await startSlowChannel();
    const { id, pushUrl } = await pushMonitor(channel);
    await push(pushUrl, { status: "up" });
    const alert = channel.nextAlert();
    const pushed = push(pushUrl, { status: "down", msg: "gone" });
    const waiting = await alert;
    const [newest] = (await bench.client.monitors.heartbeats(id, { hours: 1 })).slice(-1);
    waiting.end("ok");
    await pushed;
    const isStored = newest?.status === "down";
    task.meta.upstream = `a beat is stored ${isStored ? "before" : "after"} the notification of it`;
    expect(newest?.message).toBe(isStored ? "gone" : "OK");
  });

  test("the alerts that a channel gets", async ({ task }) => {
    await using sink = await startAlertSink();
    const { id, notificationId, pushUrl } = await pushMonitor(sink);
    for (const status of ["up", "down", "up"]) await push(pushUrl, { status });
    // A server before 2.0 answers a push before it notifies; one with triggers may be silent about it.
    const isTold = (status: string): Promise<boolean> =>
      sink
        .waitFor((alert) => alert.status === status, { timeout: 10_000 })
        .then(
          () => true,
          () => false,
        );
    const isThere = await Promise.all([isTold("down"), isTold("up")]);
    const told = ["down", "up"].filter((_, index) => isThere[index]);
    const { raw } = await bench.client.monitors.get(id);
    const { config } = await bench.client.notifications.get(notificationId);
    const triggers = [...Object.keys(raw), ...Object.keys(config)].filter((name) => isTrigger(name));
    const way = triggers.length === 0 ? "of every kind" : `by its triggers (${triggers.join(", ")})`;
    task.meta.upstream = `a channel gets alerts ${way}`;
    expect(told).toEqual(triggers.length === 0 ? ["down", "up"] : told);
    expect(sink.alerts.length).toBe(told.length);
  });

  test("a default notification and a monitor that is added without any", async ({ task }) => {
    await using sink = await startAlertSink();
    const id = await webhookTo(sink, true);
    const { raw } = await bench.create({ type: "push", name: uniqueName("like this"), interval: 300 });
    const names = ["type", "interval", "retryInterval", "accepted_statuscodes", "conditions"];
    const fields = names.filter((name) => name in raw).map((name) => [name, raw[name]] as const);
    await using calls = await openRawCalls(server.url, await tokenOf(server));
    const added = await calls.call("add", { ...Object.fromEntries(fields), name: uniqueName("bare"), active: false });
    expect(added).toMatchObject({ ok: true });
    const monitorId = Number(added["monitorID"]);
    const { notificationIds } = await bench.client.monitors.get(monitorId);
    await bench.client.monitors.delete(monitorId);
    const isAttached = notificationIds.includes(id);
    task.meta.upstream = `a default notification is ${isAttached ? "" : "not "}put on a new monitor by the server`;
    expect(notificationIds).toEqual(isAttached ? [id] : []);
  });
}
