import { expect, test } from "vitest";
import { KumaPartialError } from "../../../src/index.ts";
import type { MonitorInput } from "../../../src/index.ts";
import { failureOf } from "../../support/failure-of.ts";
import { uniqueName, useTestBench } from "./test-bench.ts";
import type { ServerUnderTest } from "./test-bench.ts";

/** Many monitors at once. */
export function bulkSuite(server: ServerUnderTest): void {
  const bench = useTestBench(server);

  test("many monitors are made in order, stopped, and gone on with, without a duplicate", async () => {
    const { monitors } = bench.client;
    const hook = await bench.createNotification({ name: uniqueName("hook"), type: "webhook", webhookURL: server.url });
    const parent = (await bench.create({ type: "group", name: uniqueName("group") })).id;
    const inputs: readonly MonitorInput[] = Array.from({ length: 24 }, (_, index) => ({
      type: "push" as const,
      name: `m${index}`,
      parent,
      interval: 300,
      notificationIds: [hook.id],
    }));
    const stop = new AbortController();
    const failure = await failureOf(
      monitors.createMany(inputs, {
        concurrency: 4,
        signal: stop.signal,
        onProgress: ({ done }) => done === 5 && stop.abort(),
      }),
    );
    if (!(failure instanceof KumaPartialError)) throw failure;
    const inGroup = async () => (await monitors.list()).filter((monitor) => monitor.parent === parent);
    const made = failure.outcomes.flatMap((outcome) => (outcome.status === "created" ? [outcome.monitor] : []));
    expect(made).toEqual(await inGroup());
    const all = await monitors.createMany(inputs, { skipExisting: true });
    expect(all.map(({ name }) => name)).toEqual(inputs.map(({ name }) => name));
    const listed = await inGroup();
    expect(new Set(listed)).toEqual(new Set(all));
    expect(listed).toHaveLength(24);
    expect(listed[0]).toMatchObject({ interval: 300, active: true, notificationIds: [hook.id] });
    expect(all[3]?.raw).toEqual((await monitors.list()).find(({ id }) => id === all[3]?.id)?.raw);
    for (const { id } of listed) await monitors.delete(id);
  });
}
