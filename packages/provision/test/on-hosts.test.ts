import type { Host } from "@kumakit/installer";
import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";

import { onHosts, outcomesOf } from "../src/agent/on-hosts.ts";
import type { ProvisionEvent } from "../src/agent/provision-event.ts";

function host(label: string): Host {
  return { label, runScript: () => Promise.reject(new Error("not asked for")) };
}

const hosts = ["a", "b", "c", "d", "e"].map(host);

test("a host that fails does not stop the others, and the results keep the order of the hosts", async () => {
  const events: ProvisionEvent[] = [];
  const results = await onHosts(hosts, { on: (event) => events.push(event) }, async ({ host: { label } }) => {
    for (let turn = 0; turn < 5 - label.charCodeAt(0) + 97; turn += 1) await setImmediate();
    if (label === "b") throw new Error("b is broken");
    return label.toUpperCase();
  });
  expect(results).toEqual([
    { host: "a", ok: true, outcome: "A" },
    { host: "b", ok: false, error: new Error("b is broken") },
    ...["c", "d", "e"].map((label) => ({ host: label, ok: true, outcome: label.toUpperCase() })),
  ]);
  expect(events.map((event) => [event.kind, event.host, "ok" in event && event.ok])).toEqual(
    ["e", "d", "c", "b", "a"].map((label) => ["end", label, label !== "b"]),
  );
  expect(() => outcomesOf(results)).toThrow("b is broken");
  expect(outcomesOf(results.filter(({ ok }) => ok))).toEqual(["A", "C", "D", "E"]);
});

test("no more hosts are worked on at once than asked for", async () => {
  let atWork = 0;
  let most = 0;
  await onHosts(hosts, { concurrency: 2 }, async () => {
    atWork += 1;
    most = Math.max(most, atWork);
    await setImmediate();
    atWork -= 1;
  });
  expect(most).toBe(2);
});

test("what other hosts may use is taken back last, and only for a host that failed", async () => {
  const done: string[] = [];
  const results = await onHosts(hosts.slice(0, 3), { concurrency: 1 }, async ({ host: { label }, shared }) => {
    shared.deferShared(`delete the group ${label}`, async () => {
      done.push(`group of ${label}`);
      if (label === "c") throw new Error("gone");
    });
    done.push(label);
    if (label !== "b") throw new TypeError(`no ${label}`);
  });
  expect(done).toEqual(["a", "b", "c", "group of a", "group of c"]);
  expect(results[0]).toMatchObject({ ok: false, error: { message: "no a" } });
  expect(results[2]).toMatchObject({
    error: { code: "KUMA_UNDO_INCOMPLETE", leftBehind: ["could not delete the group c (gone)"] },
  });
});

test("once it is stopped, no further host is begun", async () => {
  const stop = new AbortController();
  const begun: string[] = [];
  const results = await onHosts(hosts, { concurrency: 1, signal: stop.signal }, async ({ host: { label } }) => {
    begun.push(label);
    if (label === "b") stop.abort();
  });
  expect(begun).toEqual(["a", "b"]);
  expect(results.map(({ ok }) => ok)).toEqual([true, true, false, false, false]);
});
