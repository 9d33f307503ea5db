import { startAlertSink, type AlertSink } from "@kumakit/testkit";
import { kumaServers } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { KumaUser } from "../support/kuma-user.ts";
import { clientOf, loggedInUser } from "../support/logged-in-user.ts";

const run = `kumakit-test-${process.pid} dry`;
const monitor = `${run} $(touch /tmp/x) "m"`;
const group = `${run} group`;
const hook = `${run} hook`;

describe.each(kumaServers())("$label", (server) => {
  let user: KumaUser;
  let sink: AlertSink;
  let config: string;

  /** Everything that could have been changed by a command of ours. */
  const state = async (): Promise<unknown> => {
    await using client = await clientOf(user);
    const ours = (await client.monitors.list()).filter(({ name }) => name.startsWith(run));
    const notifications = (await client.notifications.list()).filter(({ name }) => name.startsWith(run));
    const tags = (await client.tags.list()).filter(({ name }) => name.startsWith(run));
    return {
      monitors: ours.map(({ raw }) => raw),
      notifications: notifications.map((one) => ({ ...one, config: one.config })),
      tags,
      alerts: sink.alerts.length,
    };
  };

  beforeAll(async () => {
    sink = await startAlertSink();
    config = JSON.stringify({ webhookURL: `${sink.url}/hunter2`, webhookContentType: "json" });
    user = await loggedInUser(server);
    const words = ["notification", "create", hook, "--type", "webhook", "--config-file", "-"];
    await user.run(words, { input: config });
    await user.run(["monitor", "create", monitor, "--notify", hook, "--group", group]);
  });
  afterAll(async () => {
    await user.run(["monitor", "delete", monitor, "--yes"]);
    await user.run(["monitor", "delete", group, "--yes"]);
    await user.run(["notification", "delete", hook, "--yes"]);
    await sink.close();
    user[Symbol.dispose]();
  });

  test("every change can be tried: it is shown, and nothing is changed", async () => {
    const slack = JSON.stringify({ slackwebhookURL: `${sink.url}/hunter2` });
    const create = ["notification", "create", hook, "--type", "slack", "--config-file", "-", "--test", "--default"];
    const shown = (name: string): RegExp => new RegExp(`"${name.replaceAll(/[$()"]/g, "\\$&")}" \\(id \\d+\\)`);
    const tries: readonly (readonly [readonly string[], readonly (string | RegExp)[]])[] = [
      [
        ["monitor", "create", `${run} other`, "--notify", hook, "--group", `${run} g2`, "--tag", `${run}=x`],
        [`create the group "${run} g2"`, `create the push monitor "${run} other"`, `attach the tag ${run}=x`],
      ],
      [
        ["monitor", "pause", monitor],
        ["pause the monitor", shown(monitor)],
      ],
      [["monitor", "resume", monitor], ["it is active already"]],
      [
        ["monitor", "delete", monitor],
        ["delete the monitor", shown(monitor), "its history"],
      ],
      [
        ["monitor", "delete", group],
        ["delete the group", "leave 1 member in no group"],
      ],
      [["notification", "test", hook], [`Would send a test message to "${hook}".`]],
      [
        ["notification", "delete", hook],
        ["take it from 1 monitor", "leave 1 monitor that alerts nobody"],
      ],
      [create, ["Would send a test message", "keep the notification"]],
      [
        [...create, "--if-exists", "update"],
        ["change isDefault, type, ", "of the notification", shown(hook)],
      ],
      [create.toSpliced(2, 1, `${run} new`), [`create the notification "${run} new" of the type slack`, "by default"]],
    ];
    const before = await state();
    for (const [words, parts] of tries) {
      const input = words.includes("slack") ? slack : config;
      const { stdout, stderr, code } = await user.run([...words, "--dry-run"], { input });
      expect({ words, stderr, code }).toEqual({ words, stderr: "", code: 0 });
      for (const part of parts) expect(stdout).toMatch(part);
      expect(
        stdout
          .split("\n")
          .slice(0, -1)
          .every((line) => line.startsWith("Would ")),
      ).toBe(true);
      const json = await user.run([...words, "--dry-run", "--json"], { input });
      expect(JSON.parse(json.stdout)).toMatchObject({
        dryRun: true,
        steps: expect.arrayContaining([expect.any(String)]),
      });
    }
    expect(await state()).toEqual(before);
    expect(user.printed()).not.toContain("hunter2");
  });

  test("a dry run fails where the change would", async () => {
    expect(await user.run(["monitor", "delete", `${run} nothing`, "--dry-run"])).toMatchObject({ code: 3 });
    expect(await user.run(["monitor", "pause", `${run} nothing`, "--dry-run"])).toMatchObject({ code: 3 });
    const words = ["notification", "create", hook, "--type", "slack", "--config-file", "-", "--if-exists", "error"];
    expect(await user.run([...words, "--dry-run"], { input: config })).toMatchObject({ code: 6, stdout: "" });
    // The settings are those of another provider.
    const other = words.toSpliced(-2).toSpliced(2, 1, `${run} other hook`);
    expect(await user.run([...other, "--dry-run"], { input: config })).toMatchObject({ code: 6, stdout: "" });
  });

  test("--confirm deletes only what is called so", async () => {
    const before = await state();
    const wrong = await user.run(["monitor", "delete", monitor, "--confirm", "wrong"]);
    expect(wrong).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("Nothing was deleted") });
    expect(await user.run(["notification", "delete", hook, "--confirm", "wrong", "--yes"])).toMatchObject({ code: 2 });
    expect(await state()).toEqual(before);
    const name = `${run} confirmed`;
    const { stdout: id } = await user.run(["monitor", "create", name, "--no-notify", "--quiet"]);
    expect(id).toMatch(/^\d+\n$/);
    expect(await user.run(["monitor", "delete", id.trim(), "--confirm", name, "-q"])).toMatchObject({
      code: 0,
      stdout: id,
    });
  });
});
