import { setTimeout as sleep } from "node:timers/promises";
import { startFaultProxy, type FaultProxy } from "@kumakit/testkit";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createPushClient, type Beat, type PushClient } from "../../src/push/push-client.ts";
import { PushQueue } from "../../src/push/push-queue.ts";
import { ServerLink } from "../../src/push/server-link.ts";
import { answer, recorded, startPushServer, type PushServer } from "../support/start-push-server.ts";

let server: PushServer;
let proxy: FaultProxy;
let client: PushClient;
let queues: PushQueue[];

beforeEach(async () => {
  server = await startPushServer();
  proxy = await startFaultProxy({ target: server.url });
  client = createPushClient({ url: proxy.url });
  queues = [];
});
afterEach(async () => {
  await Promise.all(queues.map((queue) => queue.stop(0)));
  client.close();
  await Promise.all([proxy.close(), server.close()]);
});

/** As many monitors on one server; the time of a period is long, so that no tick comes in between. */
function monitors(count: number): (beat: Beat) => void {
  const link = new ServerLink(client);
  queues = Array.from(
    { length: count },
    (_, index) =>
      new PushQueue({
        periodMs: 600_000,
        presence: link,
        send: (beat, limits) => link.push({ token: `m${index}`, beat, limits }),
      }),
  );
  return (beat) => {
    for (const queue of queues) queue.submit(beat);
  };
}

const up: Beat = { status: "up", message: "fine" };
const down: Beat = { status: "down", message: "died" };

function told(status: string): number {
  return new Set(
    server.pushes.filter((push) => push.status === status && /\/m\d+$/.test(push.path)).map(({ path }) => path),
  ).size;
}

describe("a server that was away", () => {
  test("hears of all within 2 s after it is back, and one probe a second asks for it meanwhile", async () => {
    const submit = monitors(60);
    submit(up);
    await expect.poll(() => told("up")).toBe(60);
    await proxy.set({ kind: "status", status: 502 });
    submit(down);
    await sleep(2_500);
    const before = proxy.requests.length;
    await sleep(6_000);
    // A probe, and a push of one of them because something answers: twice a second, not sixty.
    expect(proxy.requests.length - before).toBeGreaterThanOrEqual(6);
    expect(proxy.requests.length - before).toBeLessThanOrEqual(18);
    await proxy.set({ kind: "none" });
    await expect.poll(() => told("down"), { timeout: 2_000, interval: 10 }).toBe(60);
    expect(server.mostAtOnce).toBeLessThanOrEqual(20);
  });

  test("is asked when nobody listens, without trying the pushes themselves", async () => {
    const submit = monitors(30);
    submit(up);
    await expect.poll(() => told("up")).toBe(30);
    await proxy.set({ kind: "refuse" });
    submit(down);
    await sleep(5_000);
    await proxy.set({ kind: "none" });
    const sinceBack = performance.now();
    await expect.poll(() => told("down"), { timeout: 2_000, interval: 10 }).toBe(30);
    const [probe] = server.pushes.filter(({ path }) => path.endsWith("/kuma-agent-probe"));
    expect(probe?.at).toBeGreaterThan(sinceBack - 50);
    // What came first after the outage was the probe; the answer to it let all go on.
    expect(server.pushes.findIndex(({ status }) => status === "down")).toBeGreaterThan(
      server.pushes.findIndex(({ path }) => path.endsWith("/kuma-agent-probe")),
    );
  });

  test("sends the DOWN that is over and the UP, in order", async () => {
    const submit = monitors(3);
    submit(up);
    await expect.poll(() => told("up")).toBe(3);
    await proxy.set({ kind: "refuse" });
    submit(down);
    await sleep(300);
    submit({ status: "up", message: "back" });
    await sleep(1_500);
    await proxy.set({ kind: "none" });
    const isBack = ({ message }: { readonly message: string }): boolean => message.startsWith("back");
    await expect.poll(() => server.pushes.filter(isBack).length, { timeout: 5_000 }).toBe(3);
    for (const name of ["m0", "m1", "m2"]) {
      const messages = server.pushes.filter(({ path }) => path.endsWith(name)).map(({ message }) => message);
      // A push whose answer is cut off is sent again: nobody knows whether it was recorded.
      expect(messages.filter((message, index) => message !== messages[index - 1])).toEqual(["fine", "died", "back"]);
    }
  });
});

test("a probe that only the monitors' own paths are closed to does not keep anybody waiting", async () => {
  server.answerWith((response, push) =>
    push.path.endsWith("kuma-agent-probe") ? answer(403, "no")(response, push) : recorded(response, push),
  );
  const submit = monitors(5);
  await proxy.set({ kind: "status", status: 502 });
  submit(down);
  await sleep(2_000);
  await proxy.set({ kind: "none" });
  await expect.poll(() => told("down"), { timeout: 3_000 }).toBe(5);
});

test("a push that fails while the server is well waits for its own time, and no probe wakes it up", async () => {
  server.answerWith((response, push) => {
    if (push.path.endsWith("m0")) response.destroy();
    else if (push.path.endsWith("probe"))
      void answer(404, '{"ok":false,"msg":"Monitor not found or not active."}')(response, push);
    else void recorded(response, push);
  });
  monitors(2)(down);
  await sleep(6_000);
  const tries = server.pushes.filter(({ path }) => path.endsWith("m0")).length;
  expect(tries).toBeGreaterThanOrEqual(2);
  // The client tries every lost connection once more, because the server may have closed a kept one meanwhile.
  expect(tries).toBeLessThanOrEqual(8);
});

describe("many changes in one moment", () => {
  test("up to 20 go at once", async () => {
    server.answerWith(() => undefined);
    monitors(20)(down);
    await expect.poll(() => server.pushes.length, { timeout: 500, interval: 5 }).toBe(20);
  });

  test("what is more follows as the first are answered, never more than 20 at once", async () => {
    server.answerWith(async (response, push) => {
      await sleep(30);
      return recorded(response, push);
    });
    monitors(150)(down);
    await expect.poll(() => told("down"), { timeout: 5_000, interval: 20 }).toBe(150);
    expect(server.mostAtOnce).toBeLessThanOrEqual(20);
  });

  test("those that the server holds while it notifies people make room after a second", async () => {
    server.answerWith((response, push) => {
      if (Number(/m(\d+)$/.exec(push.path)?.[1]) >= 20) void recorded(response, push);
    });
    monitors(30)(down);
    await sleep(700);
    expect(server.pushes).toHaveLength(20);
    await expect.poll(() => server.pushes.length, { timeout: 2_000 }).toBe(30);
  });

  test("heartbeats that wait do not keep changes waiting for longer", async () => {
    monitors(45)(up);
    await expect.poll(() => told("up"), { timeout: 5_000 }).toBe(45);
    server.answerWith((response, push) => {
      if (push.status === "down") void recorded(response, push);
    });
    for (const queue of queues.slice(0, 5)) queue.submit(up);
    await sleep(50);
    const changedAt = performance.now();
    for (const queue of queues.slice(5)) queue.submit(down);
    await expect.poll(() => told("down"), { timeout: 5_000, interval: 5 }).toBe(40);
    // Each waits up to 250 ms by chance, and never for the second after which what is held does not count.
    expect(performance.now() - changedAt).toBeLessThan(700);
  });
});

describe("heartbeats of many monitors in one moment", () => {
  beforeEach(async () => {
    monitors(40)(up);
    await vi.waitUntil(() => told("up") === 40, { timeout: 5_000 });
  });

  function beat(): void {
    server.pushes.length = 0;
    for (const queue of queues) queue.submit(up);
  }

  test("four go at once over connections that are kept, and the rest follows", async () => {
    const sockets = new Set<unknown>();
    let open = 0;
    let mostAtOnce = 0;
    server.answerWith(async (response, push) => {
      sockets.add(response.socket);
      mostAtOnce = Math.max(mostAtOnce, (open += 1));
      await sleep(20);
      open -= 1;
      return recorded(response, push);
    });
    // Straight: the proxy of these tests has separate connections.
    client.close();
    client = createPushClient({ url: server.url });
    server.pushes.length = 0;
    monitors(40)(up);
    await expect.poll(() => told("up"), { timeout: 5_000 }).toBe(40);
    await expect.poll(() => open).toBe(0);
    sockets.clear();
    mostAtOnce = 0;
    beat();
    await expect.poll(() => told("up"), { timeout: 5_000 }).toBe(40);
    expect({ connections: sockets.size, mostAtOnce }).toEqual({ connections: 4, mostAtOnce: 4 });
  });

  test("when the server is away, each is sent again as soon as it is back", async () => {
    await proxy.set({ kind: "refuse" });
    beat();
    await sleep(3_000);
    expect(server.pushes).toEqual([]);
    await proxy.set({ kind: "none" });
    await expect.poll(() => told("up"), { timeout: 5_000 }).toBe(40);
  });

  test("when the connection breaks in the middle, each is sent all the same", async () => {
    let answers = 0;
    server.answerWith((response, push) => {
      if ((answers += 1) === 5) proxy.dropConnections();
      return recorded(response, push);
    });
    beat();
    await expect.poll(() => told("up"), { timeout: 5_000 }).toBe(40);
  });
});
