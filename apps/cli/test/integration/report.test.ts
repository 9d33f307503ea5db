import { push, pushUrlOf } from "@kumakit/client";
import { kumaServers } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { outputSchema } from "../support/built-kuma.ts";
import type { KumaUser } from "../support/kuma-user.ts";
import { clientOf, loggedInUser } from "../support/logged-in-user.ts";

const run = `kumakit-test-${process.pid}`;
const reason = "nginx.service failed: exit code 1";

interface Report {
  readonly hosts: readonly {
    readonly monitors: readonly {
      readonly name: string;
      readonly availability: number | null;
      readonly seconds: Readonly<Record<"up" | "down" | "maintenance" | "unmeasured" | "unwatched", number>>;
      readonly outages: readonly { readonly ended: string | null; readonly seconds: number; readonly reason: string }[];
    }[];
  }[];
}

describe.each(kumaServers())("kuma report on $label", (server) => {
  let user: KumaUser;
  const ids: number[] = [];
  const report = async (...words: readonly string[]) => {
    const { stdout, stderr, code } = await user.run(["report", "--since", "1h", "--group", run, ...words]);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    return stdout;
  };

  beforeAll(async () => {
    user = await loggedInUser(server);
    await using client = await clientOf(user);
    const group = await client.monitors.create({ type: "group", name: run, notificationIds: [] });
    const make = async (name: string) => {
      const monitor = await client.monitors.create({ type: "push", name, parent: group.id, notificationIds: [] });
      ids.push(monitor.id);
      return { id: monitor.id, url: pushUrlOf(server.url, monitor.pushToken ?? "") };
    };
    const [died, steady, paused] = [await make("died"), await make("steady"), await make("paused")];
    await make("silent");
    for (const { url } of [died, steady, paused]) await push(url, { status: "up", message: "runs" });
    await client.monitors.pause(paused.id);
    await push(died.url, { status: "down", message: reason });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await push(died.url, { status: "up", message: "runs" });
    ids.push(group.id);
  });
  afterAll(async () => {
    for (const id of ids) await user.run(["monitor", "delete", `id:${id}`, "--yes"]);
    user[Symbol.dispose]();
  });

  test("knows how long each was up and down, and why, and nothing of the time before", async () => {
    const data: unknown = JSON.parse(await report("--json"));
    expect((await outputSchema("report")).safeParse(data).error).toBeUndefined();
    const monitors = (data as Report).hosts.flatMap((host) => host.monitors);
    expect(monitors.map(({ name, outages }) => [name, outages.length])).toEqual([
      ["died", 1],
      ["paused", 0],
      ["silent", 0],
      ["steady", 0],
    ]);
    const [died, paused, silent, steady] = monitors;
    expect(died?.outages).toEqual([
      expect.objectContaining({ ended: expect.any(String), seconds: expect.any(Number), reason }),
    ]);
    expect(died?.seconds.down).toBeGreaterThanOrEqual(1);
    expect(died?.availability).toBeLessThan(1);
    // It was made a moment ago.
    expect(died?.seconds.unwatched).toBeGreaterThan(3000);
    expect(steady).toMatchObject({ availability: 1, seconds: { down: 0, unmeasured: 0 } });
    expect(paused?.availability).toBe(1);
    expect(silent).toMatchObject({ seconds: { up: 0, down: expect.any(Number) } });
  });

  test("is a page, a document and a table", async () => {
    expect(await report("--output", "html")).toMatch(
      /^<!doctype html>[\s\S]*nginx\.service failed: exit code 1[\s\S]*<\/html>\n$/,
    );
    expect(await report()).toContain("| died | ");
    expect((await report("-o", "csv")).trim().split("\n")).toHaveLength(5);
  });

  test("says which month or zone is wrong before it asks the server", async () => {
    const { code, stderr } = await user.run(["report", "--tz", "Europe/Berlln", "--server", "http://127.0.0.1:1"]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('There is no time zone "Europe/Berlln". Did you mean "Europe/Berlin"?'),
    });
  });
});
