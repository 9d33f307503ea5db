import { expect, test } from "vitest";
import { failureOf } from "../../support/failure-of.ts";
import { openRawCalls } from "../../support/raw-calls.ts";
import { tokenOf, uniqueName, useTestBench } from "./test-bench.ts";
import type { ServerUnderTest } from "./test-bench.ts";

const webhook = { type: "webhook", webhookURL: "http://127.0.0.1:9/x", webhookContentType: "json" } as const;

/** Which monitor alerts through which notification, and what is checked before anything is sent. */
export function notificationLinksSuite(server: ServerUnderTest): void {
  const bench = useTestBench(server);

  test("is put on a monitor beside others, and taken off", async () => {
    const { monitors, notifications } = bench.client;
    const first = await bench.createNotification({ ...webhook, name: uniqueName("first") });
    const second = await bench.createNotification({ ...webhook, name: uniqueName("second") });
    const { id } = await bench.create({ type: "push", name: uniqueName("push"), active: false });
    const idsOf = async (): Promise<readonly number[]> =>
      (await monitors.get(id)).notificationIds.toSorted((a, b) => a - b);
    // At the same time: each reads the list and writes it back.
    await Promise.all([notifications.attach(id, first.id), notifications.attach(id, second.id)]);
    await notifications.attach(id, first.id);
    expect(await idsOf()).toEqual([first.id, second.id].toSorted((a, b) => a - b));
    await notifications.detach(id, first.id);
    await notifications.detach(id, first.id);
    expect(await idsOf()).toEqual([second.id]);
    expect(await failureOf(notifications.attach(id, 999_999))).toMatchObject({ resource: "notification" });
    expect(await failureOf(notifications.attach(999_999, second.id))).toMatchObject({ resource: "monitor" });
    expect(await failureOf(notifications.detach(999_999, second.id))).toMatchObject({ resource: "monitor" });
    await notifications.delete(second.id);
    expect(await idsOf()).toEqual([]);
  });

  test("is a default one for new monitors, or not", async () => {
    const { notifications } = bench.client;
    const made = await bench.createNotification({ ...webhook, name: uniqueName("default") });
    expect(await notifications.setDefault(made.id, true)).toMatchObject({ id: made.id, isDefault: true });
    expect(await notifications.setDefault(made.id, false)).toMatchObject({ id: made.id, isDefault: false });
    expect((await notifications.get(made.id)).config).toMatchObject(webhook);
  });

  test("a wrong field is named, and a provider that nobody knows is passed on untouched", async () => {
    const { notifications } = bench.client;
    const wrong = { type: "telegram", name: "x", telegramBotTokn: "1:a", telegramChatID: "1" } as {
      type: string;
      name: string;
    };
    expect((await failureOf(notifications.create(wrong))).message).toBe(
      'telegramBotTokn: Telegram has no such field; did you mean "telegramBotToken"?',
    );
    const input = { type: "x-carrier-pigeon", name: uniqueName("loft"), seeds: 3, loft: { at: "roof" } };
    const made = await bench.createNotification(input);
    expect(made.config).toMatchObject(input);
    expect((await notifications.update(made.id, { seeds: 4 })).config).toMatchObject({ ...input, seeds: 4 });
  });

  test("is used at once when another client has just made it", async () => {
    await using raw = await openRawCalls(server.url, await tokenOf(server));
    const { monitors, notifications } = bench.client;
    const { id } = await bench.create({ type: "push", name: uniqueName("push"), active: false });
    for (let round = 0; round < 10; round += 1) {
      const made = await raw.call("addNotification", { ...webhook, name: uniqueName("theirs") }, null);
      try {
        const patch = { notificationIds: [Number(made["id"])] };
        expect(await monitors.update(id, patch)).toMatchObject(patch);
        expect(await notifications.get(Number(made["id"]))).toMatchObject({ config: webhook });
      } finally {
        await raw.call("deleteNotification", made["id"]);
      }
    }
  });

  test("fields that only a newer server reads survive a change", async () => {
    await using raw = await openRawCalls(server.url, await tokenOf(server));
    const name = uniqueName("future");
    const { id } = await raw.call("addNotification", { ...webhook, name, webhookFromTheFuture: [1] }, null);
    try {
      const { notifications } = bench.client;
      const changed = await notifications.update(Number(id), { webhookContentType: "form-data" });
      expect(changed.config).toMatchObject({ webhookFromTheFuture: [1], webhookContentType: "form-data" });
      const again = await notifications.update(Number(id), { webhookFromTheFuture: [2] });
      expect(again.config).toMatchObject({ webhookFromTheFuture: [2], webhookContentType: "form-data" });
    } finally {
      await raw.call("deleteNotification", id);
    }
  });
}
