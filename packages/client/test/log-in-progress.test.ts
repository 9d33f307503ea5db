import type { Socket } from "socket.io";
import { describe, expect, test } from "vitest";
import { connect, sessionTokenAuth } from "../src/index.ts";
import type { KumaClient } from "../src/index.ts";
import { failureOf } from "./support/failure-of.ts";
import { noAnswer, sayListsOfTwo, sessionToken, startScriptedKuma } from "./support/scripted-kuma.ts";
import type { ScriptedKuma } from "./support/scripted-kuma.ts";

const open = (kuma: ScriptedKuma): Promise<KumaClient> =>
  connect({ url: kuma.url, auth: sessionTokenAuth(sessionToken), timeouts: { login: 300, call: 300 } });
const pause = (time: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, time));

/** Sends so many heartbeat lists, one each 100 ms, like a big server after a log-in. */
async function sayHeartbeats(socket: Socket, count: number): Promise<void> {
  for (let id = 1; id <= count; id += 1) {
    await pause(100);
    socket.emit("heartbeatList", String(id), [], false);
  }
}

describe("a log-in by token", () => {
  test("is done when a server of 2.x says its version, not when it has sent every heartbeat", async () => {
    await using kuma = await startScriptedKuma({
      replies: { loginByToken: (_, socket) => (sayListsOfTwo(socket), noAnswer) },
    });
    await using client = await open(kuma);
    expect(client.server.version).toBe("2.5.3");
  });

  test("is not done by the info that every connection gets", async () => {
    await using kuma = await startScriptedKuma({
      replies: { loginByToken: () => ({ ok: false, msg: "authInvalidToken", msgi18n: true }) },
    });
    expect(await failureOf(open(kuma))).toMatchObject({ code: "KUMA_AUTH_SESSION_INVALID" });
  });

  test("takes as long as the server needs for its lists before its version", async () => {
    await using kuma = await startScriptedKuma({
      replies: {
        loginByToken: async (_, socket) => {
          await sayHeartbeats(socket, 8);
          sayListsOfTwo(socket);
          return { ok: true };
        },
      },
    });
    await using client = await open(kuma);
    expect(client.server.version).toBe("2.5.3");
  });
});

test("a call waits while the server still sends what follows a log-in, and no longer", async () => {
  const state = { isSaid: false };
  await using kuma = await startScriptedKuma({
    replies: {
      loginByToken: async (_, socket) => {
        sayListsOfTwo(socket);
        await sayHeartbeats(socket, 8);
        state.isSaid = true;
        return { ok: true };
      },
      getTags: async () => {
        while (!state.isSaid) await pause(20);
        return { ok: true, tags: [] };
      },
    },
  });
  await using client = await open(kuma);
  expect(await client.tags.list()).toEqual([]);
  state.isSaid = false;
  expect(await failureOf(client.tags.list())).toMatchObject({ code: "KUMA_TIMEOUT_CALL" });
  state.isSaid = true;
});
