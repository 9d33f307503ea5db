import { expect, test } from "vitest";
import { failureOf } from "../../support/failure-of.ts";
import { openRawCalls } from "../../support/raw-calls.ts";
import { openClient, tokenOf, uniqueName, useTestBench } from "./test-bench.ts";
import type { ServerUnderTest } from "./test-bench.ts";

/** Tags and their places on monitors. */
export function tagsSuite(server: ServerUnderTest): void {
  const bench = useTestBench(server);

  test("a tag is made, put on a monitor with values, taken off exactly, and deleted", async () => {
    const { tags, monitors } = bench.client;
    const name = uniqueName("host");
    const tag = await tags.create({ name, color: "#4B5563" });
    bench.removeTag(tag.id);
    expect(await tags.list()).toContainEqual({ id: tag.id, name, color: "#4B5563" });

    const { id } = await bench.create({ type: "push", name: uniqueName("push"), active: false });
    const tagsOf = async (): Promise<readonly string[]> =>
      (await monitors.get(id)).tags.map((found) => `${found.name}=${found.value}`).toSorted();
    await tags.attach(id, tag.id, "tk-app3");
    await tags.attach(id, tag.id, "tk-app3");
    await tags.attach(id, tag.id, "");
    expect(await tagsOf()).toEqual([`${name}=`, `${name}=tk-app3`]);
    expect((await monitors.list()).find((monitor) => monitor.id === id)?.tags).toHaveLength(2);

    await tags.detach(id, tag.id, "other");
    await tags.detach(id, tag.id, "tk-app3");
    expect(await tagsOf()).toEqual([`${name}=`]);

    await tags.delete(tag.id);
    expect(await tagsOf()).toEqual([]);
    expect((await tags.list()).some((found) => found.id === tag.id)).toBe(false);
  });

  test("two clients that define a tag and put it on a monitor at once leave one of it", async () => {
    await using other = await openClient(server);
    const clients = [bench.client, other];
    const { id } = await bench.create({ type: "push", name: uniqueName("push"), active: false });
    for (let round = 0; round < 8; round += 1) {
      const name = uniqueName("both");
      const defined = await Promise.all(clients.map(({ tags }) => tags.define({ name, color: "#4B5563" })));
      const [tag] = defined;
      expect(new Set(defined.map((one) => one.id)).size).toBe(1);
      const named = (await bench.client.tags.list()).filter((found) => found.name === name);
      for (const one of named) bench.removeTag(one.id);
      expect(named).toEqual([tag]);
      await Promise.all(clients.map(({ tags }) => tags.attach(id, tag?.id ?? 0, "tk-app3")));
      expect((await bench.client.monitors.get(id)).tags.filter((found) => found.name === name)).toHaveLength(1);
    }
  });

  test("a tag is defined once, and changed wherever it is", async () => {
    const { tags, monitors } = bench.client;
    const name = uniqueName("team");
    const tag = await tags.define({ name, color: "#4B5563" });
    bench.removeTag(tag.id);
    expect(await tags.define({ name, color: "#4B5563" })).toEqual(tag);
    const { id } = await bench.create({ type: "push", name: uniqueName("push"), active: false });
    await tags.attach(id, tag.id, "ops");
    expect(await tags.update(tag.id, { color: "#DC2626" })).toEqual({ id: tag.id, name, color: "#DC2626" });
    expect(await tags.get(tag.id)).toEqual({ id: tag.id, name, color: "#DC2626" });
    expect((await monitors.get(id)).tags).toEqual([{ id: tag.id, name, color: "#DC2626", value: "ops" }]);
    const listed = (await monitors.list()).find((monitor) => monitor.id === id);
    expect(listed?.tags).toEqual([{ id: tag.id, name, color: "#DC2626", value: "ops" }]);
    expect(await failureOf(tags.update(999_999, { color: "#000000" }))).toMatchObject({ code: "KUMA_NOT_FOUND" });
  });

  test("a tag that was stored without a value is taken off, unless others would go with it", async () => {
    const { tags, monitors } = bench.client;
    const tag = await tags.create({ name: uniqueName("bare"), color: "#000000" });
    bench.removeTag(tag.id);
    const { id } = await bench.create({ type: "push", name: uniqueName("push"), active: false });
    await using raw = await openRawCalls(server.url, await tokenOf(server));
    await raw.call("addMonitorTag", tag.id, id, null);
    await tags.attach(id, tag.id, "kept");
    expect((await failureOf(tags.detach(id, tag.id, ""))).message).toContain("without a value, beside others");
    expect((await monitors.get(id)).tags).toHaveLength(2);
    await tags.detach(id, tag.id, "kept");
    await tags.detach(id, tag.id, "");
    expect((await monitors.get(id)).tags).toEqual([]);
  });

  test("an unknown tag or monitor is said to be unknown", async () => {
    const { tags } = bench.client;
    const tag = await tags.create({ name: uniqueName("host"), color: "#000000" });
    bench.removeTag(tag.id);
    expect(await failureOf(tags.attach(1, 999_999, "x"))).toMatchObject({ code: "KUMA_NOT_FOUND", resource: "tag" });
    expect(await failureOf(tags.attach(999_999, tag.id, "x"))).toMatchObject({
      code: "KUMA_NOT_FOUND",
      resource: "monitor",
    });
    expect(await failureOf(tags.delete(999_999))).toMatchObject({ code: "KUMA_NOT_FOUND", resource: "tag" });
  });
}
