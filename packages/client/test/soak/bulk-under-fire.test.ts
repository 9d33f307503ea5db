import { ownServers } from "@kumakit/testkit/vitest";
import { describe, expect, test } from "vitest";
import { createUnderFire } from "../support/bulk-under-fire.ts";
import { expectAllMade } from "../support/expect-all-made.ts";

describe.each(ownServers)("bulk under fire: $label", (kind) => {
  test("300 monitors are made with the connection cut at each tenth, the server killed, and another client at work", async () => {
    await using server = await kind.start();
    const started = performance.now();
    const fire = await createUnderFire(server, { count: 300, cutEach: 10 });
    const { getMonitorList = 0, add } = fire.counts;
    const seconds = Math.round((performance.now() - started) / 1_000);
    const longest = Math.round(Math.max(...fire.pushes));
    process.stderr.write(
      `# ${kind.label}: ${seconds} s, ${add} adds, ${getMonitorList} lists, pushes ≤ ${longest} ms\n`,
    );
    expectAllMade(fire);
    expect(fire.counts["add"]).toBeGreaterThan(300);
  }, 600_000);
});
