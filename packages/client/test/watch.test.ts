import { expect, test } from "vitest";
import { connect, sessionTokenAuth } from "../src/index.ts";
import type { Heartbeat, KumaClient } from "../src/index.ts";
import { repliesOfTwo, sessionToken, startScriptedKuma } from "./support/scripted-kuma.ts";
import type { ScriptedKuma } from "./support/scripted-kuma.ts";

const open = (kuma: ScriptedKuma): Promise<KumaClient> =>
  connect({ url: kuma.url, auth: sessionTokenAuth(sessionToken) });
const beat = (monitorID: number, msg: string) => ({
  monitorID,
  status: 1,
  time: "2026-08-22 10:11:12.345",
  msg,
  ping: 3,
  important: false,
});

async function messagesOf(beats: AsyncIterable<Heartbeat>): Promise<readonly string[]> {
  const messages: string[] = [];
  for await (const { message } of beats) messages.push(message);
  return messages;
}

test("gives the beats of one monitor, from the call on, and ends with the client", async () => {
  await using kuma = await startScriptedKuma({ replies: repliesOfTwo });
  const client = await open(kuma);
  const beats = client.monitors.watch(4);
  kuma.say("heartbeat", beat(4, "one"));
  kuma.say("heartbeat", beat(5, "of another"));
  kuma.say("heartbeat", { nonsense: true });
  kuma.say("heartbeat", beat(4, "two"));
  expect((await beats.next()).value).toMatchObject({ monitorId: 4, status: "up", message: "one", ping: 3 });
  const rest = messagesOf(beats);
  await client.close();
  expect(await rest).toEqual(["two"]);
});

test("ends without an error when its signal fires or its loop is left", async () => {
  await using kuma = await startScriptedKuma({ replies: repliesOfTwo });
  await using client = await open(kuma);
  const stop = new AbortController();
  const stopped = messagesOf(client.monitors.watch(4, { signal: stop.signal }));
  stop.abort();
  expect(await stopped).toEqual([]);
  expect(await messagesOf(client.monitors.watch(4, { signal: stop.signal }))).toEqual([]);

  const beats = client.monitors.watch(4);
  kuma.say("heartbeat", beat(4, "one"));
  for await (const { message } of beats) {
    expect(message).toBe("one");
    break;
  }
  expect(await beats.next()).toEqual({ value: undefined, done: true });
});

test("goes on over a lost connection", async () => {
  await using kuma = await startScriptedKuma({ replies: repliesOfTwo });
  await using client = await open(kuma);
  const beats = client.monitors.watch(4);
  kuma.cut();
  await expect.poll(() => kuma.argsOf("loginByToken"), { timeout: 5_000 }).toHaveLength(2);
  kuma.say("heartbeat", beat(4, "again"));
  expect((await beats.next()).value).toMatchObject({ message: "again" });
});

test("keeps the newest thousand for a reader who is too slow, and counts the others", async () => {
  await using kuma = await startScriptedKuma({ replies: repliesOfTwo });
  const client = await open(kuma);
  const beats = client.monitors.watch(4);
  const few = client.monitors.watch([4, 6], { capacity: 2 });
  for (let count = 1; count <= 1_200; count++) kuma.say("heartbeat", beat(4, String(count)));
  const last = client.monitors.watch(6);
  kuma.say("heartbeat", beat(6, "last"));
  await last.next();
  await client.close();
  const messages = await messagesOf(beats);
  expect([messages.length, messages[0], messages.at(-1), beats.dropped]).toEqual([1_000, "201", "1200", 200]);
  expect([await messagesOf(few), few.dropped]).toEqual([["1200", "last"], 1_199]);
  expect(() => client.monitors.watch(4, { capacity: 0 })).toThrow(/"?capacity/);
});
