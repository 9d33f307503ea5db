import { describe, expect, test } from "vitest";
import { connect, sessionTokenAuth } from "../src/index.ts";
import type { KumaClient } from "../src/index.ts";
import { everythingShown } from "./support/everything-shown.ts";
import { failureOf } from "./support/failure-of.ts";
import { noAnswer, repliesOfTwo, sessionToken, startScriptedKuma } from "./support/scripted-kuma.ts";
import type { Script, ScriptedKuma } from "./support/scripted-kuma.ts";

const row = { id: 1, userID: 1, name: "build", dockerType: "tcp", dockerDaemon: "http://127.0.0.1:9" };
const input = { name: "build", connection: "tcp", daemon: "http://127.0.0.1:9" } as const;
const proxyRow = {
  id: 3,
  protocol: "http",
  host: "h",
  port: 9,
  auth: 1,
  username: "u",
  password: "s3cr3t-pass",
  active: 1,
  default: 0,
};

function start(replies: Script["replies"] = {}): Promise<ScriptedKuma> {
  return startScriptedKuma({
    replies: {
      loginByToken: async (args, socket) => {
        socket.emit("dockerHostList", []);
        socket.emit("proxyList", [proxyRow]);
        socket.emit("apiKeyList", []);
        return repliesOfTwo["loginByToken"]?.(args, socket);
      },
      getSettings: () => ({ ok: true, data: { serverTimezone: "UTC" } }),
      ...replies,
    },
  });
}

function open(kuma: ScriptedKuma): Promise<KumaClient> {
  return connect({ url: kuma.url, auth: sessionTokenAuth(sessionToken), timeouts: { call: 400 } });
}

describe("what is stored", () => {
  test("is found although the answer got lost", async () => {
    await using kuma = await start({ addDockerHost: (_, socket) => (socket.emit("dockerHostList", [row]), noAnswer) });
    await using client = await open(kuma);
    expect(await client.dockerHosts.create(input)).toEqual({ id: 1, ...input });
    expect(kuma.argsOf("addDockerHost")).toEqual([
      [{ name: "build", dockerType: "tcp", dockerDaemon: input.daemon }, null],
    ]);
  });

  test("by another client a moment ago is found, though its list comes last", async () => {
    await using kuma = await start({
      needSetup: (_, socket) => (socket.emit("dockerHostList", [row]), false),
    });
    await using client = await open(kuma);
    expect(await client.dockerHosts.get(1)).toEqual({ id: 1, ...input });
    expect(await failureOf(client.dockerHosts.get(2))).toMatchObject({ code: "KUMA_NOT_FOUND" });
  });

  test("by somebody else at that moment is not taken for it", async () => {
    const other = { ...row, name: "theirs" };
    await using kuma = await start({
      addDockerHost: (_, socket) => (socket.emit("dockerHostList", [other]), noAnswer),
    });
    await using client = await open(kuma);
    expect(await failureOf(client.dockerHosts.create(input))).toMatchObject({ code: "KUMA_TIMEOUT_CALL" });
  });

  test("is not stored again when nothing would change", async () => {
    await using kuma = await start();
    await using client = await open(kuma);
    const same = { protocol: "http", host: "h", port: 9, username: "u", password: "s3cr3t-pass" } as const;
    expect(await client.proxies.update(3, { ...same, isDefault: undefined })).toMatchObject({ id: 3 });
    expect(kuma.argsOf("addProxy")).toEqual([]);
  });

  test("keeps its secret when the server refuses it", async () => {
    await using kuma = await start({ addProxy: () => ({ ok: false, msg: "proxy u:s3cr3t-pass@h is bad" }) });
    await using client = await open(kuma);
    const failure = await failureOf(client.proxies.update(3, { port: 10 }));
    expect(failure.message).toMatch(/^The proxy was refused by the server: proxy/);
    expect(everythingShown(failure)).not.toContain("s3cr3t");
    // The server leaves alone what is left out, apart from these two.
    expect(kuma.argsOf("addProxy")).toEqual([[{ protocol: "http", port: 10, default: false }, 3]]);
  });
});

test("an API key whose answer got lost is named, because another client may have made it", async () => {
  const keys: { id: number; name: string; active: number; status: string; expires: null }[] = [];
  await using kuma = await start({
    getAPIKeyList: (_, socket) => (socket.emit("apiKeyList", keys), { ok: true }),
    addAPIKey: () => (keys.push({ id: 5, name: "lost", active: 1, status: "active", expires: null }), noAnswer),
  });
  await using client = await open(kuma);
  expect(await failureOf(client.apiKeys.create({ name: "lost" }))).toMatchObject({
    code: "KUMA_TIMEOUT_CALL",
    hint: 'An API key "lost" is new (id 5): delete it, unless somebody else made it just now.',
  });
  expect(kuma.argsOf("deleteAPIKey")).toEqual([]);
});
