import { describe, expect, test } from "vitest";
import { CallNotes } from "../../support/call-notes.ts";
import { isExplainedByOrder } from "../../support/explained-by-order.ts";
import { openRawCalls } from "../../support/raw-calls.ts";
import { startPacketProxy } from "../../support/packet-proxy.ts";
import { smallThingKinds } from "./at-once-small-things.ts";
import { largeThingKinds } from "./at-once-things.ts";
import type { Thing, Values } from "./at-once-things.ts";
import { openClient, tokenOf, useTestBench } from "./test-bench.ts";
import type { ServerUnderTest } from "./test-bench.ts";

const pause = (time: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, time));

/** Writes of two clients, and of the server's own page, that meet at something else than a monitor. */
export function atOnceThingsSuite(server: ServerUnderTest): void {
  const bench = useTestBench(server);

  // A new client sees what is stored; a list that the server has just sent may be on its way to the others.
  const valuesNow = async (valuesOf: Thing["values"]): Promise<Values> => {
    await using fresh = await openClient(server);
    return await valuesOf(fresh);
  };

  describe.each(Object.entries({ ...largeThingKinds, ...smallThingKinds }))("%s", (_name, withThing) => {
    test("keeps what two clients change at once", { timeout: 240_000 }, async () => {
      expect.hasAssertions();
      await withThing(bench, server.url, async ({ changes, values }) => {
        await using other = await openClient(server);
        const [first, ...rest] = changes;
        for (let pair = 1; pair <= 8; pair += 1) {
          const mine = first?.(bench.client, pair);
          const theirs = rest[pair % rest.length]?.(other, pair);
          await Promise.all([mine?.[1](), theirs?.[1]()]);
          expect(await valuesNow(values)).toMatchObject({ ...mine?.[0], ...theirs?.[0] });
        }
      });
    });

    test(
      "keeps what a client on a slow line changes while it has not seen the other one's",
      { timeout: 240_000 },
      async () => {
        expect.hasAssertions();
        await using line = await startPacketProxy(server.url, { delay: 250 });
        await using slow = await openClient(server, undefined, line.url);
        await withThing(bench, server.url, async ({ changes, isTakenWhole = false, values }) => {
          const [first, ...rest] = changes;
          // A list that names the thing may still be on its way.
          await expect.poll(() => values(slow).catch(() => undefined), { timeout: 20_000 }).toBeDefined();
          for (let pair = 1; pair <= 3; pair += 1) {
            const theirs = first?.(slow, pair);
            const mine = rest[pair % rest.length]?.(bench.client, pair);
            const slowly = theirs?.[1]();
            // It may have read by then, and will write a good while after the other one has said yes.
            await pause(150 * pair - 50);
            await mine?.[1]();
            await slowly;
            const both = isTakenWhole ? theirs?.[0] : { ...mine?.[0], ...theirs?.[0] };
            expect(await valuesNow(values)).toMatchObject({ ...both });
          }
        });
      },
    );

    test(
      "is as some order of the writes of two clients and the page would leave it",
      { timeout: 240_000 },
      async () => {
        expect.hasAssertions();
        await using other = await openClient(server);
        await using raw = await openRawCalls(server.url, await tokenOf(server));
        await withThing(bench, server.url, async ({ changes, openPage, stored, values }) => {
          for (let history = 0; history < 2; history += 1) {
            const before = await valuesNow(values);
            const notes = new CallNotes();
            const step = async (count: number): Promise<void> => {
              await pause(Math.random() * 150);
              const change = changes[Math.floor(Math.random() * changes.length)];
              const [writes, run] = change?.(count % 2 === 0 ? other : bench.client, count) ?? [{}, pause];
              await notes.take(count % 2 === 0 ? "one client" : "another client", writes, () => run(0));
            };
            const page = async (): Promise<void> => {
              await pause(Math.random() * 150);
              const [writes, save] = await openPage(raw, history);
              // Nothing reports to the page that somebody wrote after it: its call may be lost.
              await notes.take("the page", writes, async () => {
                await save();
                throw new Error("not certain");
              });
            };
            await Promise.all([...Array.from({ length: 8 }, (_, count) => step(history * 10 + count)), page()]);
            const shown = { before, calls: notes.calls, after: await valuesNow(values) };
            expect(isExplainedByOrder(shown) ? "explained" : JSON.stringify(shown)).toBe("explained");
            expect(shown.after).toMatchObject({ ...(await stored?.(raw)) });
          }
        });
      },
    );
  });
}
