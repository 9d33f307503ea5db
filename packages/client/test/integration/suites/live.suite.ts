import { startFaultProxy } from "@kumakit/testkit";
import { expect, test } from "vitest";
import { connect, pushUrlOf, sessionTokenAuth } from "../../../src/index.ts";
import type { KumaEvent, Watch } from "../../../src/index.ts";
import { openClient, push, tokenOf, uniqueName, useTestBench } from "./test-bench.ts";
import type { ServerUnderTest } from "./test-bench.ts";

async function until(events: Watch<KumaEvent>, isIt: (event: KumaEvent) => boolean): Promise<KumaEvent> {
  for (;;) {
    const { value, done } = await events.next();
    if (done === true) throw new Error("the events have ended");
    if (isIt(value)) return value;
  }
}

/** Events that the server sends unasked. */
export function liveSuite(server: ServerUnderTest): void {
  const bench = useTestBench(server);

  test("no heartbeat is lost or doubled over lost connections", async () => {
    await using proxy = await startFaultProxy({ target: server.url });
    const { id, pushToken } = await bench.create({ type: "push", name: uniqueName("kept"), interval: 300 });
    const other = await bench.create({ type: "push", name: uniqueName("other"), interval: 300 });
    const pushUrl = pushUrlOf(server.url, pushToken ?? "");
    await push(pushUrl, { msg: "before the client" });
    await using client = await connect({ url: proxy.url, auth: sessionTokenAuth(await tokenOf(server)) });
    await using watch = client.monitors.watch(id);
    await using all = client.monitors.watch("all");
    const sent: string[] = [];
    const send = async (): Promise<void> => {
      sent.push(`beat ${sent.length + 1}`);
      await push(pushUrl, { status: "up", msg: sent.at(-1) ?? "" });
    };
    await send();
    for (let turn = 1; turn <= 3; turn++) {
      const pushing = (async () => {
        for (let count = 0; count < 6; count++) await send();
      })();
      proxy.dropConnections();
      await pushing;
      await client.monitors.get(id, { timeout: 30_000 });
      await send();
    }
    // Behind every beat that may come late.
    await send();
    const received: string[] = [];
    while (received.at(-1) !== sent.at(-1)) received.push((await watch.next()).value?.message ?? "the watch has ended");
    expect(received).toEqual(sent);
    await push(pushUrlOf(server.url, other.pushToken ?? ""), { msg: "the other" });
    const seen: string[] = [];
    while (seen.at(-1) !== "the other") seen.push((await all.next()).value?.message ?? "the watch has ended");
    expect(seen.filter((message) => message.startsWith("beat "))).toEqual(sent);
  });

  test("events tell what another client changes", async () => {
    await using watcher = await openClient(server);
    await using events = watcher.events();
    const name = uniqueName("seen");
    const isOfIt = (event: KumaEvent): boolean =>
      event.type === "monitorChanged" && event.monitor.name.startsWith(name);
    const { id } = await bench.create({ type: "push", name, interval: 300 });
    expect(await until(events, isOfIt)).toMatchObject({ monitor: { id, name, interval: 300 } });
    await bench.client.monitors.update(id, { interval: 301 });
    expect(await until(events, isOfIt)).toMatchObject({ monitor: { id, interval: 301 } });
    const hook = await bench.createNotification({ name: uniqueName("hook"), type: "webhook", webhookURL: server.url });
    await until(events, (event) => event.type === "listChanged" && event.list === "notifications");
    await bench.client.notifications.delete(hook.id);
    await bench.client.monitors.delete(id);
    expect(await until(events, ({ type }) => type === "monitorRemoved")).toMatchObject({ monitorId: id });
  });
}
