import { connect, passwordAuth, type KumaClient } from "@kumakit/client";
import { startKuma, type KumaServer } from "@kumakit/testkit";
import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";

import { comfortableLoad } from "../../src/index.ts";

/**
 * 300 hosts with three checks have 1,200 monitors, in 8 groups. The npm release sends all of them after each change, so that
 * they are made on a 2.x alone, which `KUMA_TEST_CHECKOUT` names.
 */
const count = Number(
  process.env["KUMA_FLEET_MONITORS"] ?? (process.env["KUMA_TEST_CHECKOUT"] === undefined ? 120 : 1200),
);

/** Heartbeats a second of 300 hosts, the bound of the warning, 300 hosts with 60 s for all, and 2,000 hosts on one server. */
const rates = [14, comfortableLoad.pushesPerSecond, 43, 92].toSorted((a, b) => a - b);

/** A soak by hand takes its time. */
const isWhole = Number(process.env["KUMA_SOAK_MINUTES"] ?? 0) >= 10;
const seconds = Number(process.env["KUMA_FLEET_SECONDS"] ?? (isWhole ? 60 : 3));

let kuma: KumaServer;
let client: KumaClient;
let tokens: readonly string[];

beforeAll(async () => {
  kuma = await startKuma();
  const { username = "", password = "" } = kuma.admin ?? {};
  const auth = passwordAuth({ username, password });
  client = await connect({ url: kuma.url, auth });
  const inputs = Array.from({ length: count }, (_, index) => ({
    type: "push" as const,
    name: `host${Math.floor(index / 4)}/check${index % 4}`,
    interval: 3600,
    notificationIds: [],
  }));
  tokens = (await client.monitors.createMany(inputs)).map(({ pushToken }) => pushToken ?? "");
  const before = Date.now();
  await (await connect({ url: kuma.url, auth })).close();
  process.stderr.write(`${kuma.label}: ${count} monitors; a log-in with the list takes ${Date.now() - before} ms\n`);
}, 600_000);

afterAll(async () => {
  await client.close();
  await kuma[Symbol.asyncDispose]();
}, 60_000);

/** The CPU time of the server so far, in ms: unlike the clock it does not depend on what else the machine has to do. */
function serverCpu(): number {
  const fields = readFileSync(`/proc/${kuma.pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

interface Sent {
  readonly isOk: boolean;
  readonly took: number;
}

async function push(number: number): Promise<Sent> {
  const began = performance.now();
  try {
    const answer = await fetch(`${kuma.url}/api/push/${tokens[number % tokens.length]}?status=up&msg=OK&ping=`);
    const { ok } = (await answer.json()) as { readonly ok: boolean };
    return { isOk: ok, took: performance.now() - began };
  } catch {
    return { isOk: false, took: performance.now() - began };
  }
}

/** Sends so many in each second, however long the answers take. */
async function pushAll(rate: number): Promise<readonly Sent[]> {
  const all: Promise<Sent>[] = [];
  const began = performance.now();
  for (let number = 0; number < rate * seconds; number += 1) {
    await setTimeout(Math.max(0, began + (number * 1000) / rate - performance.now()));
    all.push(push(number));
  }
  return await Promise.all(all);
}

it.each(rates)("a server answers %s heartbeats a second", { timeout: (seconds + 120) * 1000 }, async (rate) => {
  const before = serverCpu();
  const sent = await pushAll(rate);
  const each = (serverCpu() - before) / sent.length;
  const times = sent.map(({ took }) => took).toSorted((a, b) => a - b);
  const at = (share: number): string => `${Math.round(times[Math.floor((times.length - 1) * share)] ?? 0)} ms`;
  const failed = sent.filter(({ isOk }) => !isOk).length;
  process.stderr.write(
    `${rate} a second for ${seconds} s: median ${at(0.5)}, 99 of 100 within ${at(0.99)}, slowest ${at(1)}; ${each.toFixed(1)} ms of the server's CPU for each, ${Math.round((each * rate) / 10)} % of a core; ${failed} failed\n`,
  );
  expect(failed).toBe(0);
});
