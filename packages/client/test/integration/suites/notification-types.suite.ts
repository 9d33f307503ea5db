import { afterAll, beforeAll, expect, test } from "vitest";
import { describeNotificationTypes } from "../../../src/index.ts";
import type { KumaClient, NotificationInputOf, NotificationTypeDescription } from "../../../src/index.ts";
import { isAtLeast, parseVersion } from "../../../src/server-version/version.ts";
import { providersOf } from "../../support/providers-of.ts";
import { everythingShown } from "../../support/everything-shown.ts";
import { failureOf } from "../../support/failure-of.ts";
import { openRawCalls } from "../../support/raw-calls.ts";
import type { RawCalls } from "../../support/raw-calls.ts";
import { openClient, tokenOf, uniqueName, useTestBench } from "./test-bench.ts";
import type { ServerUnderTest } from "./test-bench.ts";

type Input = NotificationInputOf<string>;

const atOnce = { interval: 5, timeout: 10_000 };

function isOn(client: KumaClient, { since, removed }: NotificationTypeDescription): boolean {
  const line = parseVersion(client.server.capabilities.line);
  const reaches = (text: string): boolean => {
    const version = parseVersion(text);
    return line !== undefined && version !== undefined && isAtLeast(line, version);
  };
  return reaches(since) && !(removed !== null && reaches(removed));
}

/** Another value that the field could have. */
function changedValue({ fields, example }: NotificationTypeDescription): readonly [field: string, value: unknown] {
  const field = fields.find(({ name, kind }) => name in example && kind !== "choice" && kind !== "flag");
  if (field === undefined) throw new Error("an example without a field to change");
  const value = example[field.name];
  if (field.kind === "number") return [field.name, Number(value) + 1];
  if (field.kind === "object") return [field.name, { ...(value as object), more: true }];
  return [field.name, `${String(value)}-2`];
}

/** The contract of every provider: set up from its example, read back, changed in one field, read back, deleted. */
export function notificationTypesSuite(server: ServerUnderTest): void {
  const bench = useTestBench(server);
  const types = describeNotificationTypes();
  let other: KumaClient;
  let raw: RawCalls;

  beforeAll(async () => {
    other = await openClient(server);
    raw = await openRawCalls(server.url, await tokenOf(server));
  });
  afterAll(async () => {
    await other.close();
    await raw[Symbol.asyncDispose]();
  });

  test("there are as many providers as the server has", () => {
    const names = types.filter((type) => isOn(bench.client, type)).map(({ type }) => type);
    expect(names.toSorted()).toEqual(providersOf(bench.client.server.capabilities.line).toSorted());
  });

  const isRefused = async (type: NotificationTypeDescription, input: Input): Promise<void> => {
    const refusal = await failureOf(bench.client.notifications.create(input));
    const version = type.removed ?? type.since;
    expect(refusal.message).toMatch(new RegExp(`"${type.type}".*${version}|${version}.*"${type.type}"`));
    expect(refusal.code).toBe(type.removed === null ? "KUMA_UNSUPPORTED" : "KUMA_VALIDATION");
    // The server itself says that it has none such: nothing is sent anywhere.
    const answer = await raw.call("testNotification", { name: "x", type: type.type });
    expect(answer).toMatchObject({ ok: false, msg: expect.stringContaining("Notification type is not supported") });
  };

  const isTaken = async (type: NotificationTypeDescription, input: Input): Promise<void> => {
    const { notifications } = bench.client;
    const made = await bench.createNotification(input);
    expect(made).toEqual({ id: made.id, name: input.name, type: type.type, isDefault: false, active: true });
    expect(made.config).toMatchObject(input);

    const [field, value] = changedValue(type);
    const changed = await notifications.update(made.id, { [field]: value });
    expect(changed.config).toMatchObject({ ...input, [field]: value });
    // The server sends it to the others a moment later.
    const seenByOther = async (): Promise<unknown> => (await other.notifications.get(made.id)).config;
    await expect.poll(seenByOther, atOnce).toEqual(changed.config);
    const seen = await other.notifications.get(made.id);
    expect(seen).toEqual(changed);
    const secrets = type.fields.filter(({ isSecret, name }) => isSecret && typeof seen.config[name] === "string");
    for (const { name } of secrets) expect(everythingShown(seen)).not.toContain(String(seen.config[name]));

    await notifications.delete(made.id);
    expect(await failureOf(notifications.get(made.id))).toMatchObject({ code: "KUMA_NOT_FOUND" });
    const ids = async (): Promise<readonly number[]> => (await other.notifications.list()).map(({ id }) => id);
    await expect.poll(ids, atOnce).not.toContain(made.id);
  };

  test.for(types.map((type) => [type.type, type] as const))(
    "%s is set up from its example, changed and deleted, or refused by name",
    async ([, type], { task }) => {
      expect.hasAssertions();
      const input = { ...type.example, type: type.type, name: uniqueName(type.title) };
      if (!isOn(bench.client, type)) return isRefused(type, input);
      await isTaken(type, input);
      task.meta.roundTrip = "notification type";
      return undefined;
    },
  );
}
