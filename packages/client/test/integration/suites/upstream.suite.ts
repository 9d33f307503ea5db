import { expect, test } from "vitest";
import { push, uniqueName, useTestBench } from "./test-bench.ts";
import type { ServerUnderTest } from "./test-bench.ts";

/**
 * Changes that are coming in Uptime Kuma, each with the way of the server at hand. One that goes another way than its line
 * did until now fails here, and so shows itself. The way is written on the page of the tested servers.
 */
export function upstreamSuite(server: ServerUnderTest): void {
  const bench = useTestBench(server);
  /** Servers before 2.0, and from 3.0 on. */
  const heedsNoRetries = (): boolean => {
    const { sendsSingleMonitors, hasCookieSessions } = bench.client.server.capabilities;
    return !sendsSingleMonitors || hasCookieSessions;
  };

  test("a push that says down, with retries left", async ({ task }) => {
    const input = { type: "push", name: uniqueName("down at once"), interval: 300, maxRetries: 3 } as const;
    const { id, pushUrl } = await withPushUrl(input);
    await push(pushUrl, { status: "up" });
    await push(pushUrl, { status: "down", msg: "said so" });
    const [newest] = (await bench.client.monitors.heartbeats(id, { hours: 1 })).slice(-1);
    task.meta.upstream = `a push of down with retries left is ${newest?.status ?? "unknown"}`;
    expect(newest?.status).toBe(heedsNoRetries() ? "down" : "pending");
  });

  test("a recovery in the middle of the retries", async ({ task }) => {
    const input = { type: "push", name: uniqueName("back in time"), interval: 300, maxRetries: 3 } as const;
    const { id, pushUrl } = await withPushUrl(input);
    await push(pushUrl, { status: "up" });
    await push(pushUrl, { status: "down" });
    await push(pushUrl, { status: "up", msg: "back" });
    const [newest] = (await bench.client.monitors.heartbeats(id, { hours: 1 })).slice(-1);
    const isImportant = newest?.important === true;
    task.meta.upstream = `a recovery in the middle of the retries is ${isImportant ? "" : "not "}a change`;
    // To those it was down in between, and not pending.
    expect([newest?.message, isImportant]).toEqual(["back", heedsNoRetries()]);
  });

  test("a group that is paused", async ({ task }) => {
    const group = await bench.create({ type: "group", name: uniqueName("paused group") });
    const member = await bench.create({ type: "push", name: uniqueName("member"), interval: 300, parent: group.id });
    await bench.client.monitors.pause(group.id);
    // In the group it counts as paused in any case.
    const { active } = await bench.client.monitors.update(member.id, { type: "push", parent: null });
    task.meta.upstream = `the members of a paused group are ${active ? "active" : "paused"} themselves`;
    expect(active).toBe(true);
  });

  async function withPushUrl(input: Parameters<typeof bench.create>[0]): Promise<{ id: number; pushUrl: string }> {
    const { id, pushToken } = await bench.create(input);
    return { id, pushUrl: `${server.url}/api/push/${pushToken ?? ""}` };
  }
}
