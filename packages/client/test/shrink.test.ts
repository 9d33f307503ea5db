import { startFaultProxy } from "@kumakit/testkit";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { connect, sessionTokenAuth } from "../src/index.ts";
import type { KumaClient } from "../src/index.ts";
import { failureOf } from "./support/failure-of.ts";
import { noAnswer, repliesOfTwo, sessionToken, startScriptedKuma } from "./support/scripted-kuma.ts";

const open = (url: string): Promise<KumaClient> =>
  connect({ url, auth: sessionTokenAuth(sessionToken), timeouts: { call: 200 } });

/** The one call whose timeout is not that of all others. */
describe("shrinking the database", () => {
  test("may take longer than other calls", async () => {
    const shrinkDatabase = async (): Promise<unknown> => {
      await sleep(700);
      return { ok: true };
    };
    await using kuma = await startScriptedKuma({ replies: { ...repliesOfTwo, shrinkDatabase } });
    await using client = await open(kuma.url);
    const started = performance.now();
    await client.database.shrink();
    expect(performance.now() - started).toBeGreaterThan(600);
  });

  test("ends when its own timeout is up, on a server that lives and does not answer", async () => {
    await using kuma = await startScriptedKuma({ replies: { ...repliesOfTwo, shrinkDatabase: () => noAnswer } });
    await using client = await open(kuma.url);
    expect(await failureOf(client.database.shrink({ timeout: 300 }))).toMatchObject({
      code: "KUMA_TIMEOUT_CALL",
      timeout: 300,
    });
  });

  test("ends long before that when the server gives no sign of life any more: 45 s with the figures of a real one", async () => {
    await using kuma = await startScriptedKuma({
      replies: { ...repliesOfTwo, shrinkDatabase: () => noAnswer },
      signsOfLife: { pingInterval: 250, pingTimeout: 200 },
    });
    await using proxy = await startFaultProxy({ target: kuma.url });
    await using client = await open(proxy.url);
    await proxy.set({ kind: "muteTunnel" });
    const started = performance.now();
    expect(await failureOf(client.database.shrink())).toMatchObject({ code: "KUMA_CONNECTION_LOST" });
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
