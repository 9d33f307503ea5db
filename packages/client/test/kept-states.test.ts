import { expect, test } from "vitest";
import { connect, sessionTokenAuth } from "../src/index.ts";
import { sessionToken } from "./support/scripted-kuma.ts";
import { startBeatsServer } from "./support/beats-server.ts";
import { failureOf } from "./support/failure-of.ts";

const open = (url: string) => connect({ url, auth: sessionTokenAuth(sessionToken), keepStates: true });

test("states wait for the lists that a 1.23 sends after its answer, and forget a monitor that is gone", async () => {
  await using kuma = await startBeatsServer({ isOne: true, monitors: [4, 5] });
  kuma.record(4, 1, "one");
  await using client = await open(kuma.url);
  const order: string[] = [];
  const states = client.monitors.states().then((found) => {
    order.push("states");
    return found;
  });
  expect(await failureOf(client.monitors.states({ timeout: 50 }))).toMatchObject({ code: "KUMA_TIMEOUT_CALL" });
  order.push("lists");
  kuma.releaseLists();
  for (const id of [4, 5]) kuma.say("importantHeartbeatList", String(id), [], false);
  expect([...(await states)].map(([id, { heartbeats }]) => [id, heartbeats.map(({ message }) => message)])).toEqual([
    [4, ["one"]],
    [5, []],
  ]);
  expect(order).toEqual(["lists", "states"]);
  kuma.say("monitorList", { 5: { id: 5, type: "push", name: "m5", interval: 60, active: true, tags: [] } });
  const changed = client.events();
  kuma.say("heartbeat", { monitorID: 5, status: 0, time: "2026-08-22 10:00:09", msg: "gone", important: true });
  await changed.next();
  const left = await client.monitors.states();
  expect([...left].map(([id, { heartbeats }]) => [id, heartbeats.map(({ message }) => message)])).toEqual([
    [5, ["gone"]],
  ]);
});
