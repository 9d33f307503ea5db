import { startAlertSink } from "@kumakit/testkit";
import { expect, test } from "vitest";
import { pushUrlOf } from "../../../src/index.ts";
import { everythingShown } from "../../support/everything-shown.ts";
import { failureOf } from "../../support/failure-of.ts";
import { openClient, push, uniqueName, useTestBench } from "./test-bench.ts";
import type { ServerUnderTest } from "./test-bench.ts";

/** Ways to alert somebody. */
export function notificationsSuite(server: ServerUnderTest): void {
  const bench = useTestBench(server);

  test("one is set up, changed, seen by others, and deleted", async () => {
    const { notifications } = bench.client;
    const name = uniqueName("hook");
    const webhookURL = "http://127.0.0.1:9/s3cr3t-path";
    const made = await bench.createNotification({ name, type: "webhook", webhookURL, webhookContentType: "json" });
    expect(made).toEqual({ id: made.id, name, type: "webhook", isDefault: false, active: true });
    expect(made.config).toMatchObject({ webhookURL, webhookContentType: "json" });
    expect(everythingShown(made)).not.toContain("s3cr3t-path");

    expect(await notifications.changes(made.id, { name, webhookURL, isDefault: undefined })).toEqual([]);
    const changes = await notifications.changes(made.id, { webhookURL: `${webhookURL}/2`, isDefault: true });
    expect(changes.toSorted()).toEqual(["isDefault", "webhookURL"]);
    expect(await notifications.get(made.id)).toEqual(made);
    const wrong = { name, type: "webhook", webhookUrl: webhookURL };
    expect(() => notifications.check(wrong)).toThrow("webhookURL");
    expect(await failureOf(notifications.changes(made.id, { webhookURL: 3 }))).toMatchObject({
      code: "KUMA_VALIDATION",
    });

    const renamed = await notifications.update(made.id, { name: `${name}!`, webhookContentType: "form-data" });
    expect(renamed).toMatchObject({ id: made.id, name: `${name}!`, isDefault: false });
    expect(renamed.config).toMatchObject({ webhookURL, webhookContentType: "form-data" });
    await using other = await openClient(server);
    expect(await other.notifications.list()).toContainEqual(renamed);

    await notifications.delete(made.id);
    expect((await notifications.list()).some(({ id }) => id === made.id)).toBe(false);
    expect(await failureOf(notifications.delete(made.id))).toMatchObject({
      code: "KUMA_NOT_FOUND",
      resource: "notification",
    });
  });

  test("a test message and an alert arrive; a provider that refuses is quoted without its secret", async () => {
    await using sink = await startAlertSink();
    const { notifications } = bench.client;
    const input = {
      name: uniqueName("sink"),
      type: "webhook",
      webhookURL: `${sink.url}/s3cr3t-path`,
      webhookContentType: "json",
    };
    await notifications.test(input);
    const made = await bench.createNotification(input);
    await notifications.test(made.id);
    expect(sink.alerts.map(({ status }) => status)).toEqual(["test", "test"]);

    const monitor = await bench.create({ type: "push", name: uniqueName("push"), notificationIds: [made.id] });
    const url = pushUrlOf(server.url, monitor.pushToken ?? "");
    await push(url, { status: "up" });
    await push(url, { status: "down", msg: "exit code 1" });
    const alert = await sink.waitFor(({ status }) => status === "down", { timeout: 10_000 });
    expect(alert.text).toContain(monitor.name);

    const wrong = { ...input, webhookURL: "http://127.0.0.1:9/s3cr3t-path" };
    const failure = await failureOf(notifications.test(wrong));
    expect(failure.code).toBe("KUMA_REJECTED");
    expect(failure.message).toContain("The test message was refused by the server");
    expect(everythingShown(failure)).not.toContain("s3cr3t-path");
  });

  test("another type takes nothing of the old one along, and the notes of kumakit stay", async () => {
    const notes = { proven: "2026-11-01T10:00:00Z", by: "a person" };
    const made = await bench.createNotification({
      name: uniqueName("hook"),
      type: "webhook",
      webhookURL: "http://127.0.0.1:9/s3cr3t-path",
      webhookContentType: "json",
      kumakit: notes,
    });
    const gotify = { type: "gotify", gotifyserverurl: "http://127.0.0.1:9", gotifyapplicationToken: "t" };
    await bench.client.notifications.update(made.id, gotify);
    await using other = await openClient(server);
    const { config } = await other.notifications.get(made.id);
    expect(config).toMatchObject({ ...gotify, name: made.name, kumakit: notes });
    expect(Object.keys(config).filter((key) => key.startsWith("webhook"))).toEqual([]);
  });

  test("an unknown provider is said to be unknown", async () => {
    const failure = await failureOf(bench.client.notifications.test({ name: "x", type: "carrier-pigeon" }));
    expect(failure.message).toContain("Notification type is not supported");
  });
}
