import { afterEach, describe, expect, test } from "vitest";
import { createServer } from "node:http";
import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { connect, fetchEntryPage, sessionTokenAuth } from "../src/index.ts";
import { failureOf } from "./support/failure-of.ts";
import { sayListsOfTwo, sessionToken, startScriptedKuma } from "./support/scripted-kuma.ts";

const auth = sessionTokenAuth(sessionToken);
const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

/** A web server whose every answer is JSON that goes on until the reader hangs up; it counts what it got rid of. */
async function startEndless(waitBetween: number): Promise<{ readonly url: string; readonly sent: () => number }> {
  let sent = 0;
  const chunk = "x".repeat(16_384);
  const pour = (response: ServerResponse): void => {
    if (response.destroyed) return;
    sent += chunk.length;
    const goOn = (): void => void setTimeout(() => pour(response), waitBetween);
    if (response.write(chunk)) goOn();
    else response.once("drain", goOn);
  };
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.write('{"type":"');
    pour(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanUps.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sent: () => sent };
}

describe("an entry page without end", () => {
  test("is not read to its end to explain why there is no socket", async () => {
    const { url, sent } = await startEndless(0);
    const failure = await failureOf(connect({ url, auth, timeouts: { connect: 20_000 } }));
    expect(failure).toMatchObject({ code: "KUMA_CONNECTION_NOT_KUMA" });
    expect(sent()).toBeLessThan(20_000_000);
  });

  test("is not read to its end by who asks for it", async () => {
    const { url, sent } = await startEndless(0);
    expect(await failureOf(fetchEntryPage(url))).toMatchObject({
      code: "KUMA_CONNECTION_NOT_KUMA",
      message: "The entry page did not come: the answer has no end in sight.",
    });
    expect(sent()).toBeLessThan(20_000_000);
  });

  test("that comes slowly is read for as long as there is time", async () => {
    const { url } = await startEndless(400);
    const started = performance.now();
    expect(await failureOf(fetchEntryPage(url, { timeout: 500 }))).toMatchObject({ code: "KUMA_TIMEOUT_CALL" });
    const failure = await failureOf(connect({ url, auth, timeouts: { connect: 500 } }));
    expect(failure).toMatchObject({ code: "KUMA_CONNECTION_NOT_KUMA" });
    // All of the answer takes longer than this, of which a busy machine takes the most.
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

test("a list that is longer than a WebSocket takes is named as the cause", async () => {
  await using kuma = await startScriptedKuma({
    replies: {
      loginByToken: (_, socket) => (sayListsOfTwo(socket), { ok: true }),
      getMonitorList: (_, socket) => {
        socket.emit("monitorList", { 1: { id: 1, description: "d".repeat(101 * 1_048_576) } });
        return { ok: true };
      },
    },
  });
  await using client = await connect({ url: kuma.url, auth });
  await client.tags.list({ timeout: 1 }).catch(() => undefined);
  expect(await failureOf(client.monitors.list())).toMatchObject({
    code: "KUMA_CONNECTION_LOST",
    message: `The connection to ${kuma.url} was lost: the server sent a list of over 100 MB.`,
    hint: "A WebSocket takes no longer message: delete monitors, or shorten their descriptions and settings.",
  });
});
