import { startFaultProxy, startKumaDouble } from "@kumakit/testkit";
import type { KumaDouble } from "@kumakit/testkit";
import { ownServers, type OwnServer } from "@kumakit/testkit/vitest";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, isKumaError, passwordAuth, sessionTokenAuth } from "../../src/index.ts";
import type { KumaClient } from "../../src/index.ts";
import { callTypes, makeWorld, namesMade } from "./suites/call-types.ts";
import type { Call, World } from "./suites/call-types.ts";

/** The allowed outcomes of a call: the server did it, or was not there for it. */
const fair =
  /^(?:done|KUMA_CONNECTION_LOST|KUMA_CONNECTION_(?:REFUSED|UNREACHABLE)|KUMA_TIMEOUT_CALL|KUMA_NOT_FOUND|KUMA_UNSUPPORTED|KUMA_REJECTED|KUMA_PARTIAL)$/;

async function outcomeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "done",
    (error: unknown) => (isKumaError(error) ? error.code : String(error)),
  );
}

/** Makes every call at once, and gives the outcome of each. */
function callAll(client: KumaClient, world: World, round: string): Promise<readonly (readonly [string, string])[]> {
  return Promise.all(
    Object.entries(callTypes).map(
      async ([name, call]) => [name, await outcomeOf(call(client, world, `made ${round} by ${name}`))] as const,
    ),
  );
}

function expectFair(outcomes: readonly (readonly [string, string])[]): void {
  expect(outcomes.filter(([, outcome]) => !fair.test(outcome))).toEqual([]);
  expect(outcomes.length).toBe(Object.keys(callTypes).length);
}

/** Everything that was made is there once, by the lists of a client that knows nothing of before. */
async function expectNothingTwice(server: OwnServer, token: string): Promise<void> {
  await using client = await connect({ url: server.url, auth: sessionTokenAuth(token) });
  const names = await namesMade(client);
  expect(names.toSorted()).toEqual([...new Set(names)].toSorted());
}

async function tokenOf(server: OwnServer): Promise<string> {
  if (server.admin === undefined) throw new Error("no admin");
  await using client = await connect({ url: server.url, auth: passwordAuth(server.admin) });
  return client.session.token ?? "";
}

describe.each(ownServers)("every call at once: $label", (kind) => {
  let server: OwnServer;
  let token = "";

  beforeAll(async () => {
    server = await kind.start();
    token = await tokenOf(server);
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  test("a server that dies in the middle of them, sooner or later, and comes back: nothing hangs, nothing is there twice", async () => {
    const seen = new Set<string>();
    for (const delay of kind.isDouble ? [0, 30] : [0, 10, 100]) {
      const timeouts = { connect: 10_000, login: 10_000, call: 15_000 };
      await using client = await connect({ url: server.url, auth: sessionTokenAuth(token), timeouts });
      const round = `after-${delay}`;
      const pending = callAll(client, await makeWorld(client, round), round);
      await sleep(delay);
      await server.kill();
      await server.start();
      const outcomes = await pending;
      expectFair(outcomes);
      for (const [, outcome] of outcomes) seen.add(outcome);
      await expect.poll(() => outcomeOf(client.tags.list()), { timeout: 20_000 }).toBe("done");
      await expectNothingTwice(server, token);
    }
    expect([...seen]).toEqual(expect.arrayContaining(["done", "KUMA_CONNECTION_LOST"]));
  }, 120_000);

  test("a server whose answers never come: every call ends when its time is up, and nothing is there twice", async () => {
    await using proxy = await startFaultProxy({ target: server.url });
    await using heard = await connect({ url: server.url, auth: sessionTokenAuth(token) });
    const world = await makeWorld(heard, "mute");
    const timeouts = { connect: 5_000, login: 5_000, call: 1_000 };
    const client = await connect({ url: proxy.url, auth: sessionTokenAuth(token), timeouts });
    await proxy.set({ kind: "muteTunnel" });
    const started = performance.now();
    const outcomes = await callAll(client, world, "mute");
    expectFair(outcomes);
    expect(outcomes.filter(([, outcome]) => outcome === "KUMA_TIMEOUT_CALL").length).toBeGreaterThan(30);
    expect(performance.now() - started).toBeLessThan(20_000);
    await proxy.set({ kind: "none" });
    proxy.dropConnections();
    await expect.poll(() => outcomeOf(client.tags.list()), { timeout: 20_000 }).toBe("done");
    await client.close();
    await expectNothingTwice(server, token);
  }, 120_000);
});

/** Each call has a separate server, which the double can afford. */
describe("every call alone, on the double", () => {
  async function inTheMiddle(name: string, call: Call, fault: (double: KumaDouble) => Promise<void>): Promise<unknown> {
    await using double = await startKumaDouble();
    const token = await tokenOf(double);
    const timeouts = { connect: 5_000, login: 5_000, call: 1_500 };
    await using client = await connect({ url: double.url, auth: sessionTokenAuth(token), timeouts });
    const world = await makeWorld(client, "alone");
    const pending = outcomeOf(call(client, world, "made"));
    await fault(double);
    const outcome = await pending;
    double.setFault(undefined);
    await expect.poll(() => outcomeOf(client.tags.list()), { timeout: 20_000 }).toBe("done");
    await expectNothingTwice(double, token);
    return fair.test(outcome) ? "fair" : { name, outcome };
  }

  test.each([0, 3])(
    "the server dies %d ms into it",
    async (delay) => {
      const die = async (double: KumaDouble): Promise<void> => {
        await sleep(delay);
        await double.kill();
        await double.start();
      };
      const results = await Promise.all(Object.entries(callTypes).map(([name, call]) => inTheMiddle(name, call, die)));
      expect(results.filter((result) => result !== "fair")).toEqual([]);
    },
    60_000,
  );
});
