import { describe, expect, expectTypeOf, test } from "vitest";
import { connect, describeNotificationTypes, notificationJsonSchema, sessionTokenAuth } from "../src/index.ts";
import type { KumaClient, Logger, NotificationInput, NotificationInputOf, Notifications } from "../src/index.ts";
import { has } from "../src/server-version/monitor-fields.ts";
import { everythingShown } from "./support/everything-shown.ts";
import { failureOf } from "./support/failure-of.ts";
import { providersOf, releases } from "./support/providers-of.ts";
import { anonymousInfo, repliesOfTwo, sessionToken, startScriptedKuma } from "./support/scripted-kuma.ts";
import type { Script, ScriptedKuma } from "./support/scripted-kuma.ts";

const types = describeNotificationTypes();
type Config = Record<string, unknown>;

/** A server of some version that keeps notifications. */
function startKuma(version: string, overrides: Script["replies"] = {}): Promise<ScriptedKuma> {
  const rows: { id: number; name: unknown; isDefault: unknown; active: true; config: string }[] = [];
  return startScriptedKuma({
    replies: {
      loginByToken: async (args, socket) => {
        const answer = await repliesOfTwo["loginByToken"]?.(args, socket);
        socket.emit("info", { ...anonymousInfo, version });
        return answer;
      },
      addNotification: ([given, id], socket) => {
        const config = given as Config;
        const index = rows.findIndex((row) => row.id === id);
        const row = {
          name: config["name"],
          isDefault: config["isDefault"],
          active: true as const,
          config: JSON.stringify(config),
        };
        if (index === -1) rows.push({ ...row, id: rows.length + 1 });
        else rows[index] = { ...row, id: Number(id) };
        socket.emit("notificationList", rows);
        return { ok: true, id: index === -1 ? rows.length : id };
      },
      ...overrides,
    },
  });
}

function open(kuma: ScriptedKuma, logger?: Logger): Promise<KumaClient> {
  return connect({ url: kuma.url, auth: sessionTokenAuth(sessionToken), logger });
}

/** Gives what is known to be wrong, as somebody without a compiler does. */
function untyped(input: Config): { type: string; name: string } {
  return input as { type: string; name: string };
}

describe("an input", () => {
  const telegram = { type: "telegram", name: "chat", telegramBotToken: "1:abc", telegramChatID: "-1" };
  const cases: readonly [what: string, input: Config, message: string][] = [
    ["no type", { name: "x" }, "type: must be given"],
    ["no name", { ...telegram, name: undefined }, "name: must be given"],
    ["a missing field", { ...telegram, telegramChatID: undefined }, "telegramChatID: must be given"],
    ["an empty field", { ...telegram, telegramBotToken: " " }, "telegramBotToken: must not be empty"],
    ["a number for a text", { ...telegram, telegramChatID: -1 }, "telegramChatID: must be a text"],
    ["a text for a flag", { ...telegram, telegramSendSilently: "yes" }, "telegramSendSilently: must be true or false"],
    [
      "an address without http",
      { ...telegram, telegramServerUrl: "" },
      "telegramServerUrl: must be an address that starts with http:// or https://",
    ],
    [
      "an unknown choice",
      { ...telegram, telegramTemplateParseMode: "xml" },
      'telegramTemplateParseMode: must be one of "plain", "HTML", "MarkdownV2"',
    ],
    [
      "a template that is not there",
      { ...telegram, telegramUseTemplate: true },
      "telegramTemplate: must be given when telegramUseTemplate is true",
    ],
    [
      "a slip in a field",
      { ...telegram, telegramChatId2: "1" },
      'telegramChatId2: Telegram has no such field; did you mean "telegramChatID"?',
    ],
    ["a field of nobody", { ...telegram, colour: "red" }, "colour: Telegram has no such field"],
    [
      "a slip in the type",
      { ...telegram, type: "Telegramm" },
      'type: Uptime Kuma has no notification type "Telegramm"; did you mean "telegram"?',
    ],
    [
      "a mail to nobody",
      { type: "smtp", name: "m", smtpHost: "h", smtpPort: 25, smtpFrom: "a@b" },
      "smtpTo: one of smtpTo, smtpCC, smtpBCC must be given",
    ],
    [
      "a text for a number",
      { type: "smtp", name: "m", smtpHost: "h", smtpPort: "many", smtpFrom: "a@b", smtpTo: "c" },
      "smtpPort: must be a number",
    ],
    [
      "what is no more",
      { type: "LineNotify", name: "l", lineNotifyAccessToken: "t" },
      'type: Uptime Kuma 2.1 and later have no "LineNotify" any more',
    ],
  ];

  test.each(cases)("with %s is refused by the name of the field, and nothing is sent", async (_, input, message) => {
    await using kuma = await startKuma("2.5.3");
    await using client = await open(kuma);
    const given = untyped(input);
    for (const call of [() => client.notifications.create(given), () => client.notifications.test(given)]) {
      const failure = await failureOf(call());
      expect([failure.code, failure.message]).toEqual(["KUMA_VALIDATION", message]);
    }
    expect(kuma.received.map(({ event }) => event)).toEqual(["loginByToken"]);
  });

  test("that is not an object is refused", async () => {
    await using kuma = await startKuma("2.5.3");
    await using client = await open(kuma);
    const nothing = undefined as unknown as { type: string; name: string };
    expect(await failureOf(client.notifications.create(nothing))).toMatchObject({ field: "input" });
  });

  test("of a provider that came later is refused with the version that it needs", async () => {
    await using kuma = await startKuma("2.0.1");
    await using client = await open(kuma);
    const input = {
      type: "ClickUp",
      name: "c",
      clickupToken: "t",
      clickupWorkspaceId: "1",
      clickupChannelId: "2",
    } as const;
    const failure = await failureOf(client.notifications.create(input));
    expect(failure.message).toBe('The notification type "ClickUp" needs Uptime Kuma 2.5.1; the server is 2.0.1.');
    expect(kuma.argsOf("addNotification")).toEqual([]);
  });

  test("with what only a newer server knows is passed on to such a server, with a warning", async () => {
    const warnings: string[] = [];
    const quiet = (): void => {};
    const logger = { debug: quiet, info: quiet, error: quiet, warn: (line: string) => void warnings.push(line) };
    await using kuma = await startKuma("2.9.0");
    await using client = await open(kuma, logger);
    const future = { type: "telegrams", name: "f", wings: 2 };
    const more = { ...telegram, telegramHologram: true };
    for (const input of [future, more]) {
      const made = await client.notifications.create(untyped(input));
      expect(made.config).toMatchObject(input);
    }
    expect(warnings).toEqual([
      expect.stringContaining("2.9.0 is newer"),
      'this client does not know the notification type "telegrams"; its fields go unchecked',
      'the notification type "telegram" has no field "telegramHologram" that this client knows',
    ]);
  });

  test("with a field that the server is too old for is stored, with a warning", async () => {
    const warnings: string[] = [];
    const quiet = (): void => {};
    const logger = { debug: quiet, info: quiet, error: quiet, warn: (line: string) => void warnings.push(line) };
    await using kuma = await startKuma("2.0.1");
    await using client = await open(kuma, logger);
    const webhookURL = "http://127.0.0.1:9/x";
    await client.notifications.create({ type: "webhook", name: "w", webhookURL, httpMethod: "post" });
    expect(warnings).toEqual(['Uptime Kuma 2.0.1 does not look at "httpMethod", which came with 2.1']);
  });
});

describe("a change", () => {
  test("that changes nothing sends nothing; one that does sends the rest along", async () => {
    await using kuma = await startKuma("2.5.3");
    await using client = await open(kuma);
    const { notifications } = client;
    const { id } = await notifications.create({ type: "webhook", name: "w", webhookURL: "http://127.0.0.1:9/x" });
    await notifications.update(id, { name: "w", webhookURL: "http://127.0.0.1:9/x", httpMethod: undefined });
    await notifications.setDefault(id, false);
    expect(kuma.argsOf("addNotification")).toHaveLength(1);
    await notifications.setDefault(id, true);
    const config = { type: "webhook", name: "w", webhookURL: "http://127.0.0.1:9/x", isDefault: true };
    expect(kuma.argsOf("addNotification").at(-1)).toEqual([{ ...config, applyExisting: false }, id]);
    expect((await failureOf(notifications.update(id, { webhookUrl: "x" }))).message).toBe(
      'webhookUrl: Webhook has no such field; did you mean "webhookURL"?',
    );
    expect((await failureOf(notifications.update(id, { webhookContentType: "custom" }))).message).toBe(
      'webhookCustomBody: must be given when webhookContentType is "custom"',
    );
  });

  test("of the type needs what the new one needs", async () => {
    await using kuma = await startKuma("2.5.3");
    await using client = await open(kuma);
    const { id } = await client.notifications.create({
      type: "webhook",
      name: "w",
      webhookURL: "http://127.0.0.1:9/x",
    });
    expect(await failureOf(client.notifications.update(id, { type: "gotify" }))).toMatchObject({
      field: "gotifyserverurl",
    });
    const patch = { type: "gotify", gotifyserverurl: "http://127.0.0.1:9", gotifyapplicationToken: "t" };
    expect(await client.notifications.update(id, patch)).toMatchObject({ id, type: "gotify", name: "w" });
  });

  test("of the type takes nothing of the old provider along, and keeps the notes of kumakit", async () => {
    await using kuma = await startKuma("2.5.3");
    await using client = await open(kuma);
    const { notifications } = client;
    const notes = { proven: "2026-11-01T10:00:00Z" };
    const webhookURL = "http://127.0.0.1:9/s3cr3t";
    const { id } = await notifications.create({
      type: "webhook",
      name: "w",
      isDefault: true,
      webhookURL,
      kumakit: notes,
    });
    await notifications.update(id, { webhookContentType: "json" });
    const gotify = { type: "gotify", gotifyserverurl: "http://127.0.0.1:9", gotifyapplicationToken: "t" };
    const changed = await notifications.update(id, gotify);
    expect(changed.config).toEqual({ ...gotify, name: "w", isDefault: true, applyExisting: false, kumakit: notes });
    expect((await notifications.update(id, { kumakit: { proven: null } })).config["kumakit"]).toEqual({ proven: null });
  });
});

describe("a secret", () => {
  test.each(types.map((type) => [type.type, type] as const))("of %s is in no error, log or print", async (_, type) => {
    const isText = (kind: string): boolean => ["text", "url"].includes(kind);
    const secretFields = type.fields.filter(({ isSecret, kind }) => isSecret && isText(kind));
    const secrets = secretFields.map(
      ({ name, kind }) => [name, kind === "url" ? `http://h.example/s3c-${name}` : `s3c${name.length}`] as const,
    );
    const input = untyped({ ...type.example, ...Object.fromEntries(secrets) });
    const words = secrets.map(([, value]) => value);
    const echo = `Error: ${words.join(" ")} ${words.map((word) => word.replace("http://h.example", "")).join(" ")}`;
    const refuse = (): unknown => ({ ok: false, msg: echo });
    const lines: string[] = [];
    const write = (line: string): void => void lines.push(line);
    const version = type.removed === null ? "2.5.3" : "2.0.1";
    await using kuma = await startKuma(version, { testNotification: refuse, addNotification: refuse });
    await using client = await open(kuma, { debug: write, info: write, warn: write, error: write });
    for (const call of [() => client.notifications.test(input), () => client.notifications.create(input)]) {
      const failure = await failureOf(call());
      expect(failure.code).toBe("KUMA_REJECTED");
      expect(everythingShown(failure)).not.toContain("s3c");
    }
    expect(lines.join("\n")).not.toContain("s3c");
  });

  test("inside JSON and behind an address is masked, too", async () => {
    const refuse = (): unknown => ({ ok: false, msg: "401 for Bearer abc123 at /services/T0/B0/xyz?k=1" });
    await using kuma = await startKuma("2.5.3", { testNotification: refuse });
    await using client = await open(kuma);
    const failure = await failureOf(
      client.notifications.test({
        type: "webhook",
        name: "w",
        webhookURL: "https://hooks.example/services/T0/B0/xyz?k=1",
        webhookAdditionalHeaders: '{"Authorization":"Bearer abc123"}',
      }),
    );
    expect(failure.message).toBe("The test message was refused by the server: 401 for *** at ***");
  });
});

test.each(releases)("the providers of %s are those that its source has", (release) => {
  const isOn = ({ since, removed }: (typeof types)[number]): boolean =>
    has(release, since) && !(removed !== null && has(release, removed));
  const names = types.filter(isOn).map(({ type }) => type);
  expect(names.toSorted()).toEqual(providersOf(release).toSorted());
});

test("the notes of kumakit are not masked as a secret", async () => {
  const note = "proven by a person";
  const refuse = (): unknown => ({ ok: false, msg: `no route; ${note}` });
  await using kuma = await startKuma("2.5.3", { testNotification: refuse });
  await using client = await open(kuma);
  const input = { type: "webhook", name: "w", webhookURL: "http://127.0.0.1:9/x", kumakit: { note } } as const;
  expect((await failureOf(client.notifications.test(input))).message).toContain(note);
  const wrong = { ...input, kumakit: note as unknown as Record<string, unknown> };
  expect((await failureOf(client.notifications.test(wrong))).message).toBe("kumakit: must be an object");
});

describe("the description of a provider", () => {
  test("is a JSON Schema, too, with the rules between fields", () => {
    expect(notificationJsonSchema("matrix")).toMatchObject({
      type: "object",
      required: ["name", "type", "homeserverUrl", "internalRoomId", "accessToken"],
      properties: {
        type: { const: "matrix" },
        accessToken: { type: "string", writeOnly: true, description: "Access token of the bot's account." },
        matrixUseTemplate: { type: "boolean" },
      },
      allOf: [
        {
          anyOf: [
            { not: { properties: { matrixUseTemplate: { const: true } }, required: ["matrixUseTemplate"] } },
            { required: ["matrixTemplate"] },
          ],
        },
      ],
    });
    expect(() => notificationJsonSchema("pigeon")).toThrow("there is no such notification type");
  });

  test("is complete: a text for each field, no two of one type, nothing conditional on a field that is not there", () => {
    expect(new Set(types.map(({ type }) => type)).size).toBe(types.length);
    const fields = types.flatMap((type) => type.fields.map((field) => ({ type, field })));
    expect(fields.filter(({ field }) => !/^\S.*\.$/.test(field.description))).toEqual([]);
    const dangling = types.filter(({ fields: own, needsOneOf }) => {
      const names = own.map(({ name }) => name);
      const others = own.flatMap(({ neededWith }) => (neededWith === null ? [] : [neededWith[0]]));
      return ![...others, ...needsOneOf].every((name) => names.includes(name));
    });
    expect(dangling).toEqual([]);
    expect(types.map(({ example }) => example["type"])).toEqual(types.map(({ type }) => type));
  });

  test("is known to the compiler", () => {
    expectTypeOf<NotificationInputOf<"gotify">>().toHaveProperty("gotifyserverurl").toEqualTypeOf<string>();
    expectTypeOf<NotificationInput["type"]>().toExtend<string>();
    expectTypeOf<NotificationInputOf<"octopush">>()
      .toHaveProperty("octopushVersion")
      .toEqualTypeOf<"1" | "2" | undefined>();
    const refused = (notifications: Notifications): unknown => [
      // @ts-expect-error -- a field that is missing
      notifications.create({ type: "gotify", name: "g", gotifyserverurl: "http://127.0.0.1:9" }),
      // @ts-expect-error -- a choice that there is not
      notifications.create({ type: "webhook", name: "w", webhookURL: "http://127.0.0.1:9", httpMethod: "put" }),
      // @ts-expect-error -- a field that there is not
      notifications.create({ type: "webhook", name: "w", webhookURL: "http://127.0.0.1:9", webhookUrl: "x" }),
    ];
    const taken = (notifications: Notifications, input: NotificationInput): unknown => [
      notifications.create(input),
      notifications.create({ type: "x-of-tomorrow", name: "t", wings: 2 }),
    ];
    expect([refused, taken]).toHaveLength(2);
  });
});
