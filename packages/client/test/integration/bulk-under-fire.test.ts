import { ownServers } from "@kumakit/testkit/vitest";
import { describe, expect, test } from "vitest";
import { createUnderFire } from "../support/bulk-under-fire.ts";
import { expectAllMade } from "../support/expect-all-made.ts";

describe.each(ownServers)("bulk under fire: $label", (kind) => {
  test("40 monitors are made with the connection cut at each tenth, the server killed, and another client at work", async () => {
    await using server = await kind.start();
    const fire = await createUnderFire(server, { count: 40, cutEach: 10 });
    expectAllMade(fire);
    expect(fire.counts["add"]).toBeGreaterThan(40);
  });
});
