import { expect, test } from "vitest";
import type { Heartbeat, Monitor, MonitorInput } from "../../../src/index.ts";
import { KumaUnsupportedError } from "../../../src/index.ts";
import { failureOf } from "../../support/failure-of.ts";
import { uniqueName, useTestBench } from "./test-bench.ts";
import type { ServerUnderTest } from "./test-bench.ts";

/** Copies of monitors, groups that go with what is in them, and types whose settings hang together. */
export function monitorCopiesSuite(server: ServerUnderTest): void {
  const bench = useTestBench(server);
  const paused = (input: MonitorInput): Promise<Monitor> => bench.create({ ...input, active: false });

  test("a copy has everything of its original but its name and the given settings", async () => {
    const group = await bench.create({ type: "group", name: uniqueName("group") });
    const tag = await bench.client.tags.create({ name: uniqueName("tag"), color: "#4B5563" });
    bench.removeTag(tag.id);
    const original = await paused({
      type: "keyword",
      name: uniqueName("original"),
      url: "http://127.0.0.1:9/",
      keyword: "fine",
      headers: { "X-Token": "abc" },
      auth: { method: "basic", username: "me", password: "secret-1" },
      parent: group.id,
      description: "first",
    });
    await bench.client.tags.attach(original.id, tag.id, "web");

    const copy = await bench.client.monitors.clone(original.id);
    const other = await bench.client.monitors.clone(original.id, {
      type: "keyword",
      name: "other",
      invertKeyword: true,
    });
    const tags = [{ id: tag.id, name: tag.name, color: tag.color, value: "web" }];
    const { id: _, ...rest } = await bench.client.monitors.get(original.id);
    expect(copy).toMatchObject({ ...rest, name: `Copy of ${original.name}`, active: false, tags });
    expect(copy.settings).toEqual(original.settings);
    expect(other).toMatchObject({ name: "other", description: "first", parent: group.id, tags });
    expect(other.settings).toEqual({ ...original.settings, invertKeyword: true });
    expect(new Set([original.id, copy.id, other.id]).size).toBe(3);
    for (const { id } of [copy, other]) await bench.client.monitors.delete(id);
  });

  test("a copy of a push monitor has another token", async () => {
    const original = await paused({ type: "push", name: uniqueName("original") });
    const copy = await bench.client.monitors.clone(original.id, { active: true, interval: 90 });
    expect(copy).toMatchObject({ type: "push", active: true, interval: 90, retryInterval: 90 });
    expect(copy.pushToken).toMatch(/^[A-Za-z0-9]{10,32}$/);
    expect(copy.pushToken).not.toBe(original.pushToken);
    expect((await bench.client.monitors.get(original.id)).pushToken).toBe(original.pushToken);
    await bench.client.monitors.delete(copy.id);
  });

  test("a group is deleted with everything in it, or leaves it", async () => {
    const make = async (): Promise<Monitor[]> => {
      const outer = await bench.create({ type: "group", name: uniqueName("outer") });
      const inner = await bench.create({ type: "group", name: uniqueName("inner"), parent: outer.id });
      const leaf = await paused({ type: "push", name: uniqueName("leaf"), parent: inner.id });
      return [outer, inner, leaf];
    };
    const ids = async (): Promise<readonly number[]> => (await bench.client.monitors.list()).map(({ id }) => id);
    const [gone, left] = [await make(), await make()];
    await bench.client.monitors.delete(gone[0]?.id ?? 0, { children: "delete" });
    await bench.client.monitors.delete(left[0]?.id ?? 0, { children: "keep" });
    const there = await ids();
    expect(gone.filter(({ id }) => there.includes(id))).toEqual([]);
    expect(left.filter(({ id }) => there.includes(id)).map(({ id }) => id)).toEqual(left.slice(1).map(({ id }) => id));
    expect((await bench.client.monitors.get(left[1]?.id ?? 0)).parent).toBeNull();
  });

  test("the type of a monitor is not changed, and a setting of another type is not known", async () => {
    const { id } = await paused({ type: "push", name: uniqueName("push") });
    for (const [patch, field] of [
      [{ type: "group" }, "type"],
      [{ url: "http://127.0.0.1/" }, "url"],
    ] as const) {
      expect(await failureOf(bench.client.monitors.update(id, patch))).toMatchObject({
        code: "KUMA_VALIDATION",
        field,
      });
    }
  });

  test("the kind of a Globalping check brings its protocol along", async () => {
    const input = { type: "globalping", name: uniqueName("ping"), hostname: "example.com" } as const;
    const made: unknown = await paused(input).catch((error: unknown) => error);
    // 2.1 brought both.
    expect(made instanceof KumaUnsupportedError).toBe(!bench.client.server.capabilities.deletesChildren);
    if (!(made instanceof KumaUnsupportedError)) await checkGlobalping(made as Monitor);
  });

  async function checkGlobalping({ id, settings }: Monitor): Promise<void> {
    const { monitors } = bench.client;
    expect(settings).toMatchObject({ subtype: "ping", protocol: "ICMP", port: 80, pingCount: 3, dnsResolveServer: "" });
    expect(await failureOf(monitors.update(id, { subtype: "dns" }))).toMatchObject({ field: "protocol" });
    expect(await failureOf(monitors.update(id, { subtype: "http", protocol: null }))).toMatchObject({ field: "url" });
    const changed = await monitors.update(id, { subtype: "http", url: "http://127.0.0.1:9/", protocol: null });
    expect(changed.settings).toMatchObject({ subtype: "http", protocol: null, url: "http://127.0.0.1:9/" });
  }

  test("a manual monitor is what it was set to", async () => {
    const input = { type: "manual", name: uniqueName("manual"), manualStatus: "down", interval: 20 } as const;
    const made: unknown = await paused(input).catch((error: unknown) => error);
    // 2.0 brought both.
    expect(made instanceof KumaUnsupportedError).toBe(!bench.client.server.capabilities.sendsSingleMonitors);
    if (!(made instanceof KumaUnsupportedError)) await checkManual(made as Monitor);
  });

  async function checkManual({ id }: Monitor): Promise<void> {
    const beats = bench.client.monitors.watch(id);
    const next = async (): Promise<Heartbeat["status"] | undefined> => {
      const result = await beats.next();
      return result.done === true ? undefined : result.value.status;
    };
    await bench.client.monitors.resume(id);
    expect(await next()).toBe("down");
    await bench.client.monitors.update(id, { manualStatus: "up" });
    expect(await next()).toBe("up");
    await beats.return?.();
  }
}
