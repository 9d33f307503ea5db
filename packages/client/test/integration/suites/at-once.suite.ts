import { expect, test } from "vitest";
import type { Monitor } from "../../../src/index.ts";
import { runHistory } from "../../support/monitor-history.ts";
import { openRawCalls } from "../../support/raw-calls.ts";
import { openClient, tokenOf, uniqueName, useTestBench } from "./test-bench.ts";
import type { ServerUnderTest } from "./test-bench.ts";

const webhook = { type: "webhook", webhookURL: "http://127.0.0.1:9/x", webhookContentType: "json" } as const;

/** Writes that meet: of one client, of two, and of the server's own page. */
export function atOnceSuite(server: ServerUnderTest): void {
  const bench = useTestBench(server);
  const aMonitor = (): Promise<Monitor> => bench.create({ type: "push", name: uniqueName("at once"), interval: 60 });
  const aHook = async (): Promise<number> =>
    (await bench.createNotification({ ...webhook, name: uniqueName("hook") })).id;

  test("two writes of one client about one monitor are both there", { timeout: 180_000 }, async () => {
    const { id } = await aMonitor();
    const hook = await aHook();
    const { monitors, notifications } = bench.client;
    for (let pair = 0; pair < 10; pair += 1) {
      const [description, interval] = [`pair ${pair}`, 100 + pair];
      const link = pair % 2 === 0 ? notifications.attach(id, hook) : notifications.detach(id, hook);
      await Promise.all([monitors.update(id, { description }), monitors.update(id, { interval }), link]);
      const notificationIds = pair % 2 === 0 ? [hook] : [];
      expect(await monitors.get(id)).toMatchObject({ description, interval, notificationIds });
    }
  });

  test("five notifications that two clients attach at once are all there", { timeout: 180_000 }, async () => {
    const { id } = await aMonitor();
    const hooks: number[] = [];
    for (let count = 0; count < 5; count += 1) hooks.push(await aHook());
    await using other = await openClient(server);
    const clients = [bench.client, other] as const;
    await Promise.all(hooks.map((hook, index) => (clients[index % 2] ?? other).notifications.attach(id, hook)));
    expect((await bench.client.monitors.get(id)).notificationIds).toEqual(hooks);
  });

  test("any mix of attaching and detaching gives what some order would have given", { timeout: 240_000 }, async () => {
    const hooks: [number, ...number[]] = [await aHook()];
    while (hooks.length < 5) hooks.push(await aHook());
    expect.hasAssertions();
    await using other = await openClient(server);
    const clients = [bench.client, other] as const;
    for (let history = 0; history < 5; history += 1) {
      const notificationIds = hooks.filter(() => Math.random() < 0.5);
      const monitor = await bench.create({ type: "push", name: uniqueName("at once"), interval: 60, notificationIds });
      const plan = { clients, hooks, kinds: ["attach", "detach"], calls: 6, within: 100, random: Math.random } as const;
      expect(await runHistory(plan, monitor)).toEqual({ verdict: "explained", refused: 0 });
    }
  });

  test("any mix of two clients and the page gives what some order would have given", { timeout: 240_000 }, async () => {
    const hooks = [await aHook(), await aHook()] as const;
    expect.hasAssertions();
    await using other = await openClient(server);
    await using page = await openRawCalls(server.url, await tokenOf(server));
    const clients = [bench.client, other] as const;
    const kinds = ["attach", "detach", "description", "interval", "two settings"] as const;
    for (let history = 0; history < 4; history += 1) {
      const plan = { clients, page, hooks, kinds, calls: 10, within: 150, random: Math.random };
      expect(await runHistory(plan, await aMonitor())).toMatchObject({ verdict: "explained" });
    }
  });
}
