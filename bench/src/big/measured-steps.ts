// The work of a script in a separate process, measured step by step.
//   node measured-steps.js raw|raw-states|client|client-states URL MONITORS BULK
// The session token comes on standard input. With -states, the heartbeats of each monitor are kept, too.
import { performance } from "node:perf_hooks";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { connect, sessionTokenAuth, type MonitorInput } from "@kumakit/client";
import { openRaw } from "../raw-kuma.ts";
import type { Steps } from "./steps.ts";

const [kind = "", url = "", monitors = "0", bulk = "0"] = process.argv.slice(2);
const token = (await text(process.stdin)).trim();
const keepStates = kind.endsWith("-states");
const run = `${kind} ${process.pid}`;
const names = Array.from({ length: Number(bulk) }, (_, index) => `${run} ${index}`);

async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Servers before 2.0 answer a log-in first; all that comes by itself has come after that, in ms. */
const pause = 3_000;

const memory = (): number => process.resourceUsage().maxRSS * 1_024;

const inputOf = (name: string): MonitorInput => ({ type: "push", name, notificationIds: [] });

async function raw(): Promise<Steps> {
  const start = performance.now();
  const opened = await openRaw(url, token, { keepBeats: keepStates });
  const logIn = performance.now() - start;
  const list = await time(() => Promise.resolve(requireAll(Object.keys(opened.monitors).length)));
  await opened.beatsOf(Number(monitors));
  await sleep(pause);
  const peak = memory();
  const create = await time(() => opened.add(`${run} one`));
  const createMany = await time(() => Promise.all(names.map((name) => opened.add(name))));
  opened.close();
  return { logIn, list, create, createMany, memory: peak, calls: [] };
}

async function client(): Promise<Steps> {
  const calls: string[] = [];
  const silent = (): void => {};
  let onAnswer = (): void => {};
  const answered = new Promise<void>((resolve) => {
    onAnswer = resolve;
  });
  const debug = (message: string): void => {
    const [, event] = /^(\w+): \d+ ms$/.exec(message) ?? [];
    if (event === "loginByToken") onAnswer();
    else if (event !== undefined) calls.push(event);
  };
  const logger = { debug, info: silent, warn: silent, error: silent };
  const options = { url, auth: sessionTokenAuth(token), keepStates, logger };
  const start = performance.now();
  await using opened = await connect(options);
  const logIn = performance.now() - start;
  const list = await time(async () => requireAll((await opened.monitors.list()).length));
  await answered;
  if (keepStates) await opened.monitors.states();
  await sleep(pause);
  const peak = memory();
  const create = await time(() => opened.monitors.create(inputOf(`${run} one`)));
  const ofScript = [...calls];
  const createMany = await time(() => opened.monitors.createMany(names.map(inputOf)));
  return { logIn, list, create, createMany, memory: peak, calls: ofScript };
}

function requireAll(count: number): void {
  if (count < Number(monitors)) throw new Error(`only ${count} of ${monitors} monitors are listed`);
}

process.stdout.write(`${JSON.stringify(await (kind.startsWith("raw") ? raw() : client()))}\n`);
