import { kumaServers } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { KumaUser } from "../support/kuma-user.ts";
import { clientOf, loggedInUser } from "../support/logged-in-user.ts";

const run = `kumakit-test-${process.pid} packets`;

describe.each(kumaServers())("the calls of a command: $label", (server) => {
  let user: KumaUser;
  /** Later servers report each change by itself; before that they send the whole list with each. */
  let reportsEach: boolean;

  /** What a command has asked the server, the log-in apart. */
  const callsOf = async (...words: readonly string[]): Promise<readonly string[]> => {
    const { stderr, code } = await user.run([...words, "--debug"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining("kuma: loginByToken: ") });
    const calls = Array.from(stderr.matchAll(/^kuma: (\w+): \d+ ms$/gm), ([, event]) => event ?? "");
    return calls.filter((event) => event !== "needSetup" && event !== "loginByToken");
  };

  const removeOwn = async (): Promise<void> => {
    await using client = await clientOf(user);
    const own = (await client.monitors.list()).filter(({ name }) => name.startsWith(run));
    for (const { id } of own) await client.monitors.delete(id);
  };

  beforeAll(async () => {
    user = await loggedInUser(server);
    await using client = await clientOf(user);
    reportsEach = client.server.capabilities.sendsSingleMonitors;
    // The highest id is that of a monitor which is there, whatever was deleted before.
    await client.monitors.create({ type: "push", name: `${run} first`, notificationIds: [] });
  });
  afterAll(async () => {
    await removeOwn();
    user[Symbol.dispose]();
  });

  test("monitor create is one add", async () => {
    expect(await callsOf("monitor", "create", `${run} one`, "--no-notify")).toEqual(["add"]);
  });

  test("status asks nothing: all that it shows comes with the log-in", async () => {
    expect(await callsOf("status", "--json")).toEqual([]);
  });

  test("a dry run of it asks nothing", async () => {
    expect(await callsOf("monitor", "create", `${run} dry`, "--no-notify", "--dry-run")).toEqual([]);
  });

  test("with a group that is not there it is two", async () => {
    const words = ["monitor", "create", `${run} in a group`, "--group", `${run} group`, "--no-notify"];
    expect(await callsOf(...words)).toEqual(["add", "add"]);
  });

  test("where monitors with the highest ids were deleted, some of those are asked for, and no list", async () => {
    await using client = await clientOf(user);
    const inputs = Array.from({ length: 30 }, (_, index) => ({ type: "push" as const, name: `${run} gone ${index}` }));
    const gone = await client.monitors.createMany(inputs.map((input) => ({ ...input, notificationIds: [] })));
    for (const { id } of gone) await client.monitors.delete(id);
    const asked = reportsEach ? ["getMonitor", "getMonitor", "getMonitor"] : [];
    expect(await callsOf("monitor", "create", `${run} after them`, "--no-notify")).toEqual(["add", ...asked]);
  });

  test("one that is there is read, by itself", async () => {
    expect(await callsOf("monitor", "create", `${run} one`)).toEqual(["getMonitor"]);
  });
});
