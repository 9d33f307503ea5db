import type { OwnServer } from "@kumakit/testkit/vitest";
import { setTimeout as sleep } from "node:timers/promises";
import { connect, passwordAuth, sessionTokenAuth } from "../../src/index.ts";
import type { KumaClient, Monitor, MonitorInput } from "../../src/index.ts";
import { startPacketProxy } from "./packet-proxy.ts";

/** The outcome of creating many monitors while everything went wrong. */
export interface UnderFire {
  /** The names that were asked for. */
  readonly wanted: readonly string[];
  /** What `createMany` gave back. */
  readonly made: readonly Monitor[];
  /** What a new client sees of it afterwards. */
  readonly listed: readonly Monitor[];
  /** The notification that each was to have. */
  readonly notificationId: number;
  /** How often each event was sent while they were made. */
  readonly counts: Readonly<Record<string, number>>;
  /** How long the server took for each push, while it was there (ms). */
  readonly pushes: readonly number[];
  /** How many monitors the foreign client has made and deleted. */
  readonly foreign: number;
}

/** How it goes wrong. */
export interface Fire {
  readonly count: number;
  /** Cuts the connection at each add of that number, before or after the server has got it in turn. */
  readonly cutEach: number;
}

/** Makes and deletes other monitors until it is stopped. */
async function workAsForeigner(client: KumaClient, signal: AbortSignal): Promise<number> {
  let rounds = 0;
  while (!signal.aborted) {
    try {
      const { id } = await client.monitors.create({ type: "push", name: `foreign ${rounds}`, notificationIds: [] });
      await client.monitors.update(id, { description: "by another client" });
      await client.monitors.delete(id);
      rounds += 1;
    } catch {
      // The server is away: what is left over is deleted in the end.
    }
    await sleep(100);
  }
  return rounds;
}

/** Whether the server takes a push. A connection that was kept may be gone: then another one is tried, once. */
async function isTaken(url: string): Promise<boolean> {
  const answer = await fetch(url).catch(() => fetch(url).catch(() => undefined));
  await answer?.text();
  return answer?.ok === true;
}

/** Pushes all the while, and notes how long each took that began and ended while the server was there. */
async function pushOn(url: string, life: () => number | undefined, signal: AbortSignal): Promise<readonly number[]> {
  const times: number[] = [];
  while (!signal.aborted) {
    const before = life();
    const started = performance.now();
    const isHeard = await isTaken(url);
    if (before !== undefined && before === life()) times.push(isHeard ? performance.now() - started : Infinity);
    await sleep(100);
  }
  return times;
}

/** Creates many monitors with the connection cut again and again, the server killed half-way and another client at work. */
export async function createUnderFire(server: OwnServer, { count, cutEach }: Fire): Promise<UnderFire> {
  if (server.admin === undefined) throw new Error("no admin");
  // How often it was started; undefined while it is away.
  let life: number | undefined = 1;
  let adds = 0;
  let restart = Promise.resolve();
  const killAndStart = async (): Promise<void> => {
    life = undefined;
    await server.kill();
    await server.start();
    life = 2;
  };
  await using proxy = await startPacketProxy(server.url, {
    cutAt: (event) => {
      if (event !== "add") return undefined;
      adds += 1;
      if (adds === Math.floor(count / 2)) restart = killAndStart();
      if (adds % cutEach !== 0) return undefined;
      return (adds / cutEach) % 2 === 0 ? "before" : "after";
    },
  });
  await using foreigner = await connect({ url: server.url, auth: passwordAuth(server.admin) });
  const token = foreigner.session.token ?? "";
  const hook = { name: "fire", type: "webhook", webhookURL: "http://127.0.0.1:9/", webhookContentType: "json" };
  const notificationId = (await foreigner.notifications.create(hook)).id;
  const pushed = await foreigner.monitors.create({ type: "push", name: "pushed", notificationIds: [] });
  await using client = await connect({ url: proxy.url, auth: sessionTokenAuth(token) });
  proxy.reset();
  const done = new AbortController();
  const pushes = pushOn(`${server.url}/api/push/${pushed.pushToken}?status=up`, () => life, done.signal);
  const foreign = workAsForeigner(foreigner, done.signal);
  const wanted = Array.from({ length: count }, (_, index) => `fire ${index}`);
  const inputs = wanted.map((name): MonitorInput => ({ type: "push", name, notificationIds: [notificationId] }));
  try {
    const made = await client.monitors.createMany(inputs);
    const counts = { ...proxy.counts };
    await restart;
    await using fresh = await connect({ url: server.url, auth: sessionTokenAuth(token) });
    const listed = (await fresh.monitors.list()).filter(({ name }) => name.startsWith("fire "));
    done.abort();
    return { wanted, made, listed, notificationId, counts, pushes: await pushes, foreign: await foreign };
  } finally {
    done.abort();
    await Promise.allSettled([pushes, foreign]);
  }
}
