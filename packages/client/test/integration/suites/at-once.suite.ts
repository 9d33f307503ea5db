import { expect, test } from "vitest";
import type { KumaClient, Monitor } from "../../../src/index.ts";
import { CallNotes } from "../../support/call-notes.ts";
import { isExplainedByOrder } from "../../support/explained-by-order.ts";
import { openRawCalls } from "../../support/raw-calls.ts";
import type { RawCalls } from "../../support/raw-calls.ts";
import { openClient, tokenOf, uniqueName, useTestBench } from "./test-bench.ts";
import type { ServerUnderTest } from "./test-bench.ts";

const webhook = { type: "webhook", webhookURL: "http://127.0.0.1:9/x", webhookContentType: "json" } as const;
const pause = (time: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, time));
const oneOf = <T>(items: readonly [T, ...T[]]): T => items[Math.floor(Math.random() * items.length)] ?? items[0];

/** The values that calls write about a monitor, as texts. */
function stateOf(monitor: Monitor, notifications: readonly number[]): Record<string, string> {
  const { description, interval, resendInterval, notificationIds } = monitor;
  const links = notifications.map((id) => [`link ${id}`, String(notificationIds.includes(id))] as const);
  return Object.fromEntries([
    ["description", String(description)],
    ["interval", String(interval)],
    ["resendInterval", String(resendInterval)],
    ...links,
  ]);
}

type Step = readonly [writes: Readonly<Record<string, string>>, run: () => Promise<unknown>];

/** A change of a monitor, made by chance; each value is written once. */
function stepOf(
  id: number,
  notifications: readonly [number, ...number[]],
  count: number,
): (client: KumaClient) => Step {
  const link = oneOf(notifications);
  const description = `step ${count}`;
  const interval = 100 + count;
  const resendInterval = 10 + count;
  return (client) =>
    oneOf<Step>([
      [{ description }, () => client.monitors.update(id, { description })],
      [{ interval: String(interval) }, () => client.monitors.update(id, { interval })],
      [
        { description, resendInterval: String(resendInterval) },
        () => client.monitors.update(id, { description, resendInterval }),
      ],
      [{ [`link ${link}`]: "true" }, () => client.notifications.attach(id, link)],
      [{ [`link ${link}`]: "false" }, () => client.notifications.detach(id, link)],
    ]);
}

/** Works as the server's web page does: it reads a monitor, and some time later sends all of it back. */
async function editLikeThePage(
  raw: RawCalls,
  notes: CallNotes,
  edit: { readonly id: number; readonly notifications: readonly number[]; readonly interval: number },
): Promise<void> {
  const { id, interval, notifications } = edit;
  const { monitor } = (await raw.call("getMonitor", id)) as { monitor: Record<string, unknown> };
  const links = Object(monitor["notificationIDList"]) as Record<string, unknown>;
  const writes = {
    description: String(monitor["description"]),
    interval: String(interval),
    resendInterval: String(monitor["resendInterval"]),
    ...Object.fromEntries(notifications.map((link) => [`link ${link}`, String(String(link) in links)])),
  };
  // Nothing reports to the page that somebody wrote between its write and the look after it: its call may be lost.
  await notes.take("the page", writes, async () => {
    await raw.call("editMonitor", { ...monitor, interval });
    throw new Error("not certain");
  });
}

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
    const hooks: number[] = [];
    for (let count = 0; count < 5; count += 1) hooks.push(await aHook());
    expect.hasAssertions();
    await using other = await openClient(server);
    for (let history = 0; history < 5; history += 1) {
      const monitor = await bench.create({
        type: "push",
        name: uniqueName("links at once"),
        interval: 60,
        notificationIds: hooks.filter(() => Math.random() < 0.5),
      });
      const { id } = monitor;
      const notes = new CallNotes();
      const step = async ({ notifications }: KumaClient, name: string): Promise<void> => {
        await pause(Math.random() * 100);
        const hook = hooks[Math.floor(Math.random() * hooks.length)] ?? 0;
        const isWanted = Math.random() < 0.5;
        const run = (): Promise<void> => (isWanted ? notifications.attach(id, hook) : notifications.detach(id, hook));
        await notes.take(name, { [`link ${hook}`]: String(isWanted) }, run);
      };
      const steps = Array.from({ length: 6 }, (_, count) =>
        count % 2 === 0 ? step(other, "one client") : step(bench.client, "another client"),
      );
      await Promise.all(steps);
      const shown = {
        before: stateOf(monitor, hooks),
        calls: notes.calls,
        after: stateOf(await bench.client.monitors.get(id), hooks),
      };
      expect(isExplainedByOrder(shown) ? "explained" : JSON.stringify(shown)).toBe("explained");
      expect(notes.calls.filter(({ isCertain }) => !isCertain)).toEqual([]);
    }
  });

  test("any mix of two clients and the page gives what some order would have given", { timeout: 240_000 }, async () => {
    const notifications: readonly [number, number] = [await aHook(), await aHook()];
    expect.hasAssertions();
    await using other = await openClient(server);
    await using raw = await openRawCalls(server.url, await tokenOf(server));
    for (let history = 0; history < 4; history += 1) {
      const monitor = await aMonitor();
      const { id } = monitor;
      const notes = new CallNotes();
      const step = async (client: KumaClient, count: number): Promise<void> => {
        await pause(Math.random() * 150);
        const [writes, run] = stepOf(id, notifications, count)(client);
        await notes.take(client === other ? "one client" : "another client", writes, run);
      };
      const page = async (): Promise<void> => {
        for (let edits = 0; edits < 2; edits += 1) {
          await pause(Math.random() * 200);
          await editLikeThePage(raw, notes, { id, notifications, interval: 900 + edits });
        }
      };
      const steps = Array.from({ length: 10 }, (_, count) => step(count % 2 === 0 ? other : bench.client, count));
      await Promise.all([...steps, page()]);
      expect(notes.calls).toHaveLength(12);
      const after = stateOf(await bench.client.monitors.get(id), notifications);
      const shown = { before: stateOf(monitor, notifications), calls: notes.calls, after };
      expect(isExplainedByOrder(shown) ? "explained" : JSON.stringify(shown)).toBe("explained");
    }
  });
}
