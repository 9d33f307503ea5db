import { startAlertSink, type AlertSink } from "@kumakit/testkit";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { kumaServers } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { KumaUser } from "../support/kuma-user.ts";
import { loggedInUser } from "../support/logged-in-user.ts";

const name = `kumakit-test-${process.pid} hook`;

describe.each(kumaServers())("$label", (server) => {
  let user: KumaUser;
  let sink: AlertSink;

  const config = (path = ""): string =>
    JSON.stringify({
      webhookURL: `${sink.url}${path}`,
      webhookContentType: "json",
      webhookAdditionalHeaders: JSON.stringify({ "X-Key": "hunter2-@:/" }),
    });
  const create = (words: readonly string[], input: string): ReturnType<KumaUser["run"]> =>
    user.run(["notification", "create", name, "--type", "webhook", "--config-file", "-", ...words], { input });

  beforeAll(async () => {
    sink = await startAlertSink();
    user = await loggedInUser(server);
  });
  afterAll(async () => {
    await user.run(["notification", "delete", name, "--yes"]);
    await sink.close();
    user[Symbol.dispose]();
  });

  test("without a notification that could alert, a monitor is refused with 6, and the way on is shown", async () => {
    const defaults = JSON.parse((await user.run(["notification", "list", "--json"])).stdout) as {
      isDefault: boolean;
    }[];
    // A server that people use may well have default notifications; then there is nothing to refuse.
    const hasDefault = defaults.some(({ isDefault }) => isDefault);
    const { stdout, stderr, code } = await user.run(["monitor", "create", `${name} monitor`, "--dry-run", "--json"]);
    const expected = hasDefault ? { code: 0, told: "" } : { code: 6, told: "KUMA_NOBODY_ALERTED" };
    expect(code).toBe(expected.code);
    expect(stdout + stderr).toContain(expected.told);
    expect(stderr).toContain(hasDefault ? "" : "--no-notify");
  });

  test("a type that nobody knows is refused with 2, unless it is meant", async () => {
    const words = ["notification", "create", `${name} odd`, "--type", "foobar", "--config-file", "-", "--json"];
    const refused = await user.run(words, { input: "{}" });
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(JSON.parse(refused.stderr)).toMatchObject({
      error: { code: "KUMA_NOTIFICATION_TYPE", hint: expect.stringContaining("--force") },
    });
    expect(await user.run([...words, "--force"], { input: "{}" })).toMatchObject({ code: 0 });
    expect(await user.run(["notification", "delete", `${name} odd`, "--yes"])).toMatchObject({ code: 0 });
  });

  test("one that is tested, created from stdin, made a default, kept, updated and deleted", async () => {
    const created = await create(["--test", "--json"], config());
    expect(created).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(created.stdout)).toEqual({
      id: expect.any(Number),
      name,
      type: "webhook",
      isDefault: false,
      active: true,
      testedAt: expect.any(String),
      provenAt: null,
      outcome: "created",
      warnings: [],
    });
    expect(sink.alerts.at(-1)?.status).toBe("test");

    const kept = await create(["--default"], config("/other"));
    expect(kept).toMatchObject({ code: 0, stdout: expect.stringContaining("nothing was changed") });
    expect(kept.stderr).toContain("it is not a default one");
    expect(await create(["--if-exists", "error"], config())).toMatchObject({ code: 6 });

    const updated = await create(["--default", "--if-exists", "update", "--json"], config("/other"));
    expect(JSON.parse(updated.stdout)).toMatchObject({ isDefault: true, outcome: "updated" });
    const again = await create(["--if-exists", "update", "--dry-run", "--json"], config("/other"));
    expect(JSON.parse(again.stdout)).toMatchObject({ outcome: "kept", actions: [] });
    const other = await create(["--no-default", "--if-exists", "update", "--dry-run", "--json"], config("/third"));
    const changes = ["webhookURL", "isDefault"].map((setting) => ({ setting, isSecret: true }));
    expect(JSON.parse(other.stdout)).toMatchObject({
      outcome: "updated",
      actions: [{ kind: "edit-notification", changes: expect.arrayContaining(changes) }],
    });
    const monitor = await user.run(["monitor", "create", `${name} monitor`, "--dry-run"]);
    expect(monitor).toMatchObject({ code: 0, stdout: expect.stringContaining(JSON.stringify(name)) });

    const before = sink.alerts.length;
    expect(await user.run(["notification", "test", name])).toMatchObject({ code: 0 });
    expect(sink.alerts).toHaveLength(before + 1);
    const list = await user.run(["notification", "list"]);
    expect(list.stdout).toMatch(new RegExp(`^\\d+ +${name} +webhook +yes +never$`, "m"));

    expect(await user.run(["notification", "delete", name, "--yes"])).toMatchObject({ code: 0 });
    expect(await user.run(["notification", "test", name])).toMatchObject({ code: 3 });
    expect(user.printed()).not.toContain("hunter2");
    expect(user.printed()).not.toContain("/other");
  });

  test("one whose test message fails is not created, and its settings are not repeated", async () => {
    sink.respondWith({ status: 500 });
    const { stdout, code } = await create(["--test"], config("/hunter2"));
    sink.respondWith({ status: 200 });
    expect({ stdout, code }).toEqual({ stdout: "", code: 6 });
    expect((await user.run(["notification", "list"])).stdout).not.toContain(name);
    expect(user.printed()).not.toContain("hunter2");
  });

  test("a wrong field is named, with the right one, and nothing is created", async () => {
    const { stdout, stderr, code } = await create([], JSON.stringify({ webhookUrl: "http://127.0.0.1:9/hunter2" }));
    expect({ stdout, code }).toEqual({ stdout: "", code: 6 });
    expect(stderr).toContain('webhookUrl: Webhook has no such field; did you mean "webhookURL"?');
    const cut = await create([], JSON.stringify({ webhookURL: "//hunter2" }));
    expect(cut.stderr).toContain("webhookURL: must be an address that starts with http:// or https://");
    expect((await user.run(["notification", "list"])).stdout).not.toContain(name);
    expect(user.printed()).not.toContain("hunter2");
  });

  test.each([
    ["{ not json: hunter2", "is not JSON"],
    ['["hunter2"]', "is not a JSON object"],
    ["", "is not JSON"],
  ])("settings that are no JSON object are refused with 2, and not repeated: %j", async (input, message) => {
    const { stderr, code } = await create([], input);
    expect({ stderr, code }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
    expect(stderr).not.toContain("hunter2");
    const file = join(user.folder, "tmp", "config.json");
    writeFileSync(file, input);
    const fromFile = await user.run(["notification", "create", name, "--type", "webhook", "--config-file", file]);
    expect(fromFile).toMatchObject({ code: 2, stderr: expect.stringContaining(file) });
    expect(fromFile.stderr).not.toContain("hunter2");
  });
});
