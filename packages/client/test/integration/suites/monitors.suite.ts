import { expect, test } from "vitest";
import { pushUrlOf } from "../../../src/index.ts";
import type { Heartbeat } from "../../../src/index.ts";
import { everythingShown } from "../../support/everything-shown.ts";
import { failureOf } from "../../support/failure-of.ts";
import { openClient, push, uniqueName, useTestBench } from "./test-bench.ts";
import type { ServerUnderTest } from "./test-bench.ts";

async function nextBeat(beats: AsyncIterator<Heartbeat>): Promise<Heartbeat> {
  const result = await beats.next();
  if (result.done === true) throw new Error("the watch has ended");
  return result.value;
}

/**
 * Values that the server's page sends for a new monitor, and the client leaves to the database, which puts the same.
 */
const leftToTheDatabase = {
  method: "GET",
  ignoreTls: false,
  maxredirects: 10,
  docker_host: null,
  proxyId: null,
  authMethod: null,
  description: null,
  parent: null,
  packetSize: 56,
  gamedigGivenPortOnly: true,
  kafkaProducerSsl: false,
  kafkaProducerAllowAutoTopicCreation: false,
  ipFamily: null,
  mqttCheckType: "keyword",
  cacheBust: false,
  remote_browser: null,
  wsSubprotocol: "",
  protocol: null,
  retryOnlyOnStatusCodeFailure: false,
  screenshot_delay: 0,
  saveResponse: false,
  saveErrorResponse: true,
  responseMaxLength: 1024,
  ntpStratumThreshold: 5,
  ntpTimeOffsetThreshold: 1000,
  ntpRootDispersionThreshold: 500,
};

/** Push monitors and groups. */
export function monitorsSuite(server: ServerUnderTest): void {
  const bench = useTestBench(server);

  test("a push monitor is created as asked, and read back", async () => {
    const hook = await bench.createNotification({
      name: uniqueName("hook"),
      type: "webhook",
      webhookURL: "http://127.0.0.1:9/",
      webhookContentType: "json",
    });
    const group = await bench.create({ type: "group", name: uniqueName("group") });
    const name = uniqueName(`supervisord on "tk-app3" 100% $(x) 😀`);
    const created = await bench.create({
      type: "push",
      name,
      interval: 45,
      description: "one\ntwo",
      parent: group.id,
      notificationIds: [hook.id],
      resendInterval: 5,
    });
    const { pushTokenLength } = bench.client.server.capabilities;
    expect(created.pushToken).toMatch(new RegExp(`^[A-Za-z0-9]{${pushTokenLength}}$`));
    for (const monitor of [
      created,
      await bench.client.monitors.get(created.id),
      (await bench.client.monitors.list()).find(({ id }) => id === created.id),
    ]) {
      expect(monitor).toEqual({
        id: created.id,
        type: "push",
        name,
        description: "one\ntwo",
        parent: group.id,
        active: true,
        interval: 45,
        retryInterval: 45,
        resendInterval: 5,
        maxRetries: 0,
        upsideDown: false,
        notificationIds: [hook.id],
        tags: [],
      });
      expect(monitor?.pushToken).toBe(created.pushToken);
      expect(monitor?.raw).toMatchObject({ timeout: 36, accepted_statuscodes: ["200-299"], expiryNotification: false });
      expect(everythingShown(monitor)).not.toContain(created.pushToken);
    }
  });

  test("the server's default notifications are attached when none are named", async () => {
    const hook = await bench.createNotification({
      name: uniqueName("default"),
      type: "webhook",
      isDefault: true,
      webhookURL: "http://127.0.0.1:9/",
      webhookContentType: "json",
    });
    const { create } = bench.client.monitors;
    const monitor = await create.call(bench.client.monitors, { type: "push", name: uniqueName("push"), active: false });
    await bench.client.monitors.delete(monitor.id);
    expect(monitor.notificationIds).toContain(hook.id);
    expect(monitor.active).toBe(false);
  });

  test("a push arrives as a live heartbeat, and stays in the history", async () => {
    const { id, pushToken } = await bench.create({ type: "push", name: uniqueName("push") });
    const url = pushUrlOf(bench.client.server.url, pushToken ?? "");
    const beats = bench.client.monitors.watch(id);
    await push(url, { status: "up", msg: "läuft 100%", ping: "12" });
    expect(await nextBeat(beats)).toMatchObject({
      monitorId: id,
      status: "up",
      message: "läuft 100%",
      ping: 12,
      important: true,
    });
    await push(url, { status: "down", msg: "exit code 1" });
    expect(await nextBeat(beats)).toMatchObject({
      monitorId: id,
      status: "down",
      message: "exit code 1",
      ping: null,
      important: true,
    });
    await beats.return?.();

    const history = await bench.client.monitors.heartbeats(id, { hours: 1 });
    expect(history.map(({ status, message }) => [status, message])).toEqual([
      ["up", "läuft 100%"],
      ["down", "exit code 1"],
    ]);
    expect(Math.abs(Date.now() - (history[0]?.time.getTime() ?? 0))).toBeLessThan(60_000);
    const another = await bench.create({ type: "push", name: uniqueName("push") });
    expect(await bench.client.monitors.heartbeats(another.id, { hours: 1 })).toEqual([]);
  });

  test("what the client leaves to the database is as the server's page would send it", async () => {
    const { raw } = await bench.create({ type: "push", name: uniqueName("push"), notificationIds: [] });
    const known = Object.entries(leftToTheDatabase).filter(([name]) => name in raw);
    // The oldest server has twelve of them.
    expect(known.length).toBeGreaterThanOrEqual(12);
    expect(raw).toMatchObject(Object.fromEntries(known));
    // What only other types use is empty in one way or the other; lists are lists.
    expect([raw["mqttTopic"], raw["docker_container"]].filter(Boolean)).toEqual([]);
    expect(raw).toMatchObject({ kafkaProducerBrokers: [], accepted_statuscodes: ["200-299"], url: "https://" });
  });

  test("a change is read back, and an update without a change sends nothing", async () => {
    const { id, pushToken } = await bench.create({ type: "push", name: uniqueName("push") });
    const name = uniqueName("renamed");
    const changed = await bench.client.monitors.update(id, { name, interval: 120, description: "new" });
    expect(changed).toMatchObject({
      id,
      name,
      interval: 120,
      retryInterval: 120,
      description: "new",
      upsideDown: false,
      maxRetries: 0,
      active: true,
    });
    expect(changed.pushToken).toBe(pushToken);

    const seen: string[] = [];
    const log = (line: string): void => void seen.push(line);
    await using watched = await openClient(server, { debug: log, info: log, warn: log, error: log });
    await watched.monitors.update(id, {
      name,
      interval: 120,
      description: "new",
      notificationIds: [],
      parent: null,
      active: true,
    });
    expect(seen.filter((line) => /editMonitor|pauseMonitor|resumeMonitor/.test(line))).toEqual([]);
    await watched.monitors.update(id, { description: "newer" });
    expect(seen.filter((line) => line.includes("editMonitor"))).toHaveLength(1);
  });

  test("upside-down mode, retries and the token of a monitor that was made by hand are put right", async () => {
    const { id } = await bench.create({ type: "push", name: uniqueName("push") });
    const crooked = await bench.client.monitors.update(id, { upsideDown: true, maxRetries: 3 });
    expect(crooked).toMatchObject({ upsideDown: true, maxRetries: 3 });
    const pushToken = `aB3${"x".repeat(bench.client.server.capabilities.pushTokenLength - 3)}`;
    const mended = await bench.client.monitors.update(id, { upsideDown: false, maxRetries: 0, pushToken });
    expect(mended).toMatchObject({ upsideDown: false, maxRetries: 0 });
    await push(pushUrlOf(server.url, pushToken), { status: "up" });
  });

  test("pause and resume", async () => {
    const { id } = await bench.create({ type: "push", name: uniqueName("push") });
    await bench.client.monitors.pause(id);
    expect((await bench.client.monitors.get(id)).active).toBe(false);
    await bench.client.monitors.resume(id);
    expect((await bench.client.monitors.get(id)).active).toBe(true);
    expect((await bench.client.monitors.update(id, { active: false })).active).toBe(false);
  });

  test("a group takes monitors in and lets them go; deleted, it leaves them", async () => {
    const group = await bench.create({ type: "group", name: uniqueName("group") });
    const child = await bench.create({ type: "push", name: uniqueName("push"), parent: group.id });
    expect(child.parent).toBe(group.id);
    expect((await bench.client.monitors.update(child.id, { parent: null })).parent).toBeNull();
    expect((await bench.client.monitors.update(child.id, { parent: group.id })).parent).toBe(group.id);
    await bench.client.monitors.delete(group.id);
    expect((await bench.client.monitors.get(child.id)).parent).toBeNull();
  });

  test("a group is never put into itself, which would stop the server", async () => {
    const outer = await bench.create({ type: "group", name: uniqueName("outer") });
    const inner = await bench.create({ type: "group", name: uniqueName("inner"), parent: outer.id });
    for (const parent of [outer.id, inner.id]) {
      expect(await failureOf(bench.client.monitors.update(outer.id, { parent }))).toMatchObject({
        code: "KUMA_VALIDATION",
        field: "parent",
      });
    }
  });

  test("an unknown notification is refused before a row is made", async () => {
    const name = uniqueName("push");
    const failure = await failureOf(bench.client.monitors.create({ type: "push", name, notificationIds: [999_999] }));
    expect(failure).toMatchObject({
      code: "KUMA_NOT_FOUND",
      message: "The server has no notification with the id 999999.",
    });
    expect((await bench.client.monitors.list()).filter((monitor) => monitor.name === name)).toEqual([]);
  });

  test("an interval that the server would refuse is refused before", async () => {
    const { shortestInterval } = bench.client.server.capabilities;
    const failure = await failureOf(
      bench.client.monitors.create({ type: "push", name: uniqueName("push"), interval: shortestInterval - 1 }),
    );
    expect(failure).toMatchObject({ code: "KUMA_VALIDATION", field: "interval" });
    expect(
      (await bench.create({ type: "push", name: uniqueName("push"), interval: shortestInterval, active: false }))
        .interval,
    ).toBe(shortestInterval);
  });

  test("a monitor is deleted once", async () => {
    const { id } = await bench.create({ type: "push", name: uniqueName("push") });
    await bench.client.monitors.delete(id);
    const { monitors } = bench.client;
    const attempts = [
      monitors.get(id),
      monitors.delete(id),
      monitors.pause(id),
      monitors.resume(id),
      monitors.heartbeats(id, { hours: 1 }),
    ];
    // All at once: one that fails while another is awaited is a failure that nobody handles.
    for (const failure of await Promise.all(attempts.map((attempt) => failureOf(attempt)))) {
      expect(failure).toMatchObject({
        code: "KUMA_NOT_FOUND",
        message: `The server has no monitor with the id ${id}.`,
      });
    }
  });

  test("150 characters are taken, 151 and line breaks are not", async () => {
    const name = `${uniqueName("long")} `.padEnd(150, "ü");
    expect((await bench.create({ type: "push", name, active: false })).name).toBe(name);
    for (const wrong of [`${name}x`, "a\nb"]) {
      expect(await failureOf(bench.client.monitors.create({ type: "push", name: wrong }))).toMatchObject({
        code: "KUMA_VALIDATION",
        field: "name",
      });
    }
  });
}
