import { describe, expect, test } from "vitest";
import { connect, sessionTokenAuth } from "../src/index.ts";
import type { KumaClient, Logger } from "../src/index.ts";
import { everythingShown } from "./support/everything-shown.ts";
import { failureOf } from "./support/failure-of.ts";
import { noAnswer, repliesOfTwo, sessionToken, startScriptedKuma } from "./support/scripted-kuma.ts";
import type { Script, ScriptedKuma } from "./support/scripted-kuma.ts";

type Replies = NonNullable<Script["replies"]>;

function open(kuma: ScriptedKuma, logger?: Logger): Promise<KumaClient> {
  return connect({ url: kuma.url, auth: sessionTokenAuth(sessionToken), timeouts: { call: 1_000 }, logger });
}

function start(replies: Replies): Promise<ScriptedKuma> {
  return startScriptedKuma({ replies: { ...repliesOfTwo, ...replies } });
}

const tags = { ok: true, tags: [{ id: 1, name: "team", color: "#4B5563" }] };

describe("a call", () => {
  test("that is never answered times out", async () => {
    await using kuma = await start({ getTags: () => noAnswer });
    await using client = await open(kuma);
    const failure = await failureOf(client.tags.list());
    expect(failure).toMatchObject({
      code: "KUMA_TIMEOUT_CALL",
      timeout: 1_000,
      message: 'The request "getTags" was not answered within 1 s.',
    });
    expect(await failureOf(client.tags.list({ timeout: 50 }))).toMatchObject({ timeout: 50 });
  });

  test("can be stopped, before and while it runs", async () => {
    await using kuma = await start({ getTags: () => noAnswer });
    await using client = await open(kuma);
    expect(await failureOf(client.tags.list({ signal: AbortSignal.abort() }))).toMatchObject({ code: "KUMA_ABORTED" });
    expect(kuma.argsOf("getTags")).toEqual([]);
    expect(await failureOf(client.tags.list({ signal: AbortSignal.timeout(50) }))).toMatchObject({
      code: "KUMA_ABORTED",
    });
  });

  test("that is answered in an unknown shape is not taken for success", async () => {
    const answers: unknown[] = ["yes", null, { ok: "true" }, { ok: true, tags: "none" }, { ok: true }];
    await using kuma = await start({ getTags: () => answers.shift() });
    await using client = await open(kuma);
    while (answers.length > 0) expect(await failureOf(client.tags.list())).toMatchObject({ code: "KUMA_PROTOCOL" });
  });

  test("that is under way when the connection breaks fails, and the next one waits for the new log-in", async () => {
    let isSlow = true;
    await using kuma = await start({ getTags: () => (isSlow ? noAnswer : tags) });
    await using client = await open(kuma);
    const pending = failureOf(client.tags.list());
    await expect.poll(() => kuma.argsOf("getTags")).toHaveLength(1);
    isSlow = false;
    kuma.cut();
    expect(await pending).toMatchObject({ code: "KUMA_CONNECTION_LOST", isRetryable: true });
    expect(await client.tags.list({ timeout: 10_000 })).toEqual(tags.tags);
    const calls = kuma.received.map(({ event }) => event).filter((event) => event !== "needSetup");
    expect(calls).toEqual(["loginByToken", "getTags", "loginByToken", "getTags"]);
  });

  test("works again after the server has thrown everybody out", async () => {
    await using kuma = await start({ getTags: () => tags });
    await using client = await open(kuma);
    kuma.kick();
    await expect.poll(() => kuma.handshakes, { timeout: 5_000 }).toHaveLength(2);
    expect(await client.tags.list({ timeout: 10_000 })).toEqual(tags.tags);
  });

  test("says that the session has ended when the new log-in is refused", async () => {
    let isValid = true;
    await using kuma = await start({
      loginByToken: (args, socket) =>
        isValid ? repliesOfTwo["loginByToken"]?.(args, socket) : { ok: false, msg: "authInvalidToken" },
      getTags: () => tags,
    });
    await using client = await open(kuma);
    const beats = client.monitors.watch(1);
    isValid = false;
    kuma.kick();
    expect(await failureOf(beats.next())).toMatchObject({ code: "KUMA_AUTH_SESSION_INVALID" });
    expect(await failureOf(client.tags.list())).toMatchObject({ code: "KUMA_AUTH_SESSION_INVALID" });
  });

  test("fails at once when there is no server any more", async () => {
    const kuma = await start({ getTags: () => tags });
    await using client = await open(kuma);
    await kuma[Symbol.asyncDispose]();
    const began = performance.now();
    expect(await failureOf(client.tags.list({ timeout: 300 }))).toMatchObject({
      code: "KUMA_CONNECTION_LOST",
      isRetryable: true,
      message: expect.stringContaining(kuma.url),
    });
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  test("does not wait long for a server that stays away, and works again when it is back", async () => {
    const kuma = await start({ getTags: () => tags });
    const timeouts = { call: 20_000, reconnect: 700 };
    await using client = await connect({ url: kuma.url, auth: sessionTokenAuth(sessionToken), timeouts });
    await kuma[Symbol.asyncDispose]();
    // Until it knows that the server is gone, a call is let through and times out; then it says why it fails.
    await expect
      .poll(async () => await failureOf(client.tags.list({ timeout: 50 })))
      .toMatchObject({
        code: "KUMA_CONNECTION_LOST",
        message: `The connection to ${kuma.url} was lost and could not be made again in time.`,
      });
    const began = performance.now();
    expect(await failureOf(client.tags.list())).toMatchObject({ code: "KUMA_CONNECTION_LOST", isRetryable: true });
    expect(await failureOf(client.monitors.delete(1))).toMatchObject({ code: "KUMA_CONNECTION_LOST" });
    expect(performance.now() - began).toBeLessThan(2_000);
    await using again = await startScriptedKuma({
      replies: { ...repliesOfTwo, getTags: () => tags },
      port: Number(new URL(kuma.url).port),
    });
    await expect.poll(() => again.connections, { timeout: 10_000 }).toBe(1);
    expect(await client.tags.list()).toEqual(tags.tags);
  });

  test("waits for the log-in on a new connection, however long that takes", async () => {
    let isSlow = false;
    await using kuma = await start({
      loginByToken: async (args, socket) => {
        if (isSlow) await new Promise((resolve) => setTimeout(resolve, 1_500));
        return repliesOfTwo["loginByToken"]?.(args, socket);
      },
      getTags: () => tags,
    });
    const timeouts = { call: 20_000, reconnect: 1_000 };
    await using client = await connect({ url: kuma.url, auth: sessionTokenAuth(sessionToken), timeouts });
    isSlow = true;
    kuma.cut();
    await expect.poll(() => kuma.handshakes, { timeout: 5_000 }).toHaveLength(2);
    expect(await client.tags.list()).toEqual(tags.tags);
  });

  test("on a closed client says so, and so does one that is under way", async () => {
    await using kuma = await start({ getTags: () => noAnswer });
    const client = await open(kuma);
    const pending = failureOf(client.tags.list());
    const lists = failureOf(client.notifications.list().then(() => client.tags.list()));
    await expect.poll(() => kuma.argsOf("getTags").length).toBeGreaterThan(0);
    await client.close();
    for (const failure of [await pending, await lists, await failureOf(client.monitors.get(1))]) {
      expect(failure).toMatchObject({ code: "KUMA_CONNECTION_CLOSED" });
    }
  });

  test("that is refused shows the server's reason without its secrets", async () => {
    const token = "AbCdEfGhIj0123456789";
    await using kuma = await start({
      add: ([monitor]) => ({
        ok: false,
        msg: `insert into monitor (push_token) values ('${(monitor as { pushToken: string }).pushToken}') - SQLITE_CONSTRAINT: FOREIGN KEY constraint failed`,
      }),
      getMonitorList: (_, socket) => (socket.emit("monitorList", {}), { ok: true }),
      testNotification: () => ({ ok: false, msg: "Error: POST https://chat.example/hook/s3cr3t-p4th answered 404" }),
    });
    await using client = await open(kuma);
    const refused = await failureOf(
      client.monitors.create({ type: "push", name: "web", pushToken: token, notificationIds: [] }),
    );
    expect(refused.message).toBe(
      'The monitor "web" was refused by the server: the database refused it (SQLITE_CONSTRAINT: FOREIGN KEY constraint failed)',
    );
    const untested = await failureOf(
      client.notifications.test({ name: "chat", type: "webhook", webhookURL: "https://chat.example/hook/s3cr3t-p4th" }),
    );
    expect(untested.message).toBe("The test message was refused by the server: Error: POST *** answered 404");
    for (const failure of [refused, untested]) expect(everythingShown(failure)).not.toMatch(/AbCdEfGhIj|s3cr3t/);
  });

  test("is logged by name and duration only", async () => {
    const lines: string[] = [];
    const write = (line: string): void => void lines.push(line);
    await using kuma = await start({ getTags: () => tags });
    await using client = await open(kuma, { debug: write, info: write, warn: write, error: write });
    await client.tags.list();
    expect(lines.join("\n")).toMatch(/loginByToken: \d+ ms[^]*getTags: \d+ ms/);
    expect(lines.join("\n")).not.toContain(sessionToken);
  });
});

describe("an event that is sent as it is", () => {
  test("gives the answer as it came, with arguments as JSON has them", async () => {
    const answers: unknown[] = [tags, true, null, undefined, { tokenRequired: true }];
    const expected = [...answers];
    await using kuma = await start({ anything: () => answers.shift() });
    await using client = await open(kuma);
    for (const answer of expected)
      expect((await client.call("anything", [])) ?? undefined).toEqual(answer ?? undefined);
    await client.call("anything", [1, "two", null, { since: new Date(0) }, undefined, () => {}]).catch(() => {});
    expect(kuma.argsOf("anything").at(-1)).toEqual([1, "two", null, { since: "1970-01-01T00:00:00.000Z" }, null, null]);
  });

  test("gives what the server sends because of it, before the answer or after it", async () => {
    let isLate = false;
    await using kuma = await start({
      getList: (_, socket) => {
        if (isLate) setTimeout(() => socket.emit("list", { late: true }), 50);
        else socket.emit("list", 1, "2");
        return { ok: true };
      },
    });
    await using client = await open(kuma);
    expect(await client.call("getList", [], { receive: "list" })).toEqual([1, "2"]);
    isLate = true;
    expect(await client.call("getList", [], { receive: "list" })).toEqual({ late: true });
    expect(await failureOf(client.call("getList", [], { receive: "other", timeout: 50 }))).toMatchObject({
      code: "KUMA_TIMEOUT_CALL",
      message: 'The event "other" did not come within 0.05 s.',
    });
  });

  test("that is refused or never answered is an error, without what was sent", async () => {
    await using kuma = await start({
      refuse: ([given]) => ({ ok: false, msg: `no such thing: ${JSON.stringify(given)}` }),
      ignore: () => noAnswer,
    });
    await using client = await open(kuma);
    const refused = await failureOf(client.call("refuse", [{ name: "web", webhookURL: "http://secret-hook" }]));
    expect(refused).toMatchObject({ code: "KUMA_REJECTED", message: expect.stringContaining("no such thing") });
    expect(everythingShown(refused)).not.toContain("secret-hook");
    expect(await failureOf(client.call("ignore", []))).toMatchObject({
      code: "KUMA_TIMEOUT_CALL",
      hint: expect.stringContaining("does not know"),
    });
  });
});
