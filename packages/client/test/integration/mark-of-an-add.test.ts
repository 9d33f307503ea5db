import { kumaServers } from "@kumakit/testkit/vitest";
import { describe, expect, test } from "vitest";
import { connect, passwordAuth } from "../../src/index.ts";
import type { MonitorInput } from "../../src/index.ts";

const inputs: readonly MonitorInput[] = [
  { type: "push", name: "marked", notificationIds: [] },
  { type: "http", name: "marked", url: "http://127.0.0.1:9/", active: false, notificationIds: [] },
  { type: "dns", name: "marked", hostname: "localhost", active: false, notificationIds: [] },
  { type: "group", name: "marked" },
];

describe.each(kumaServers())("on $label", ({ url, username, password }) => {
  test("every new monitor carries the mark of its add, also after an edit", async () => {
    await using client = await connect({ url, auth: passwordAuth({ username, password }) });
    const marks = new Set<unknown>();
    for (const input of inputs) {
      const { id } = await client.monitors.create(input);
      const listed = (await client.monitors.list()).find((monitor) => monitor.id === id);
      const edited = await client.monitors.update(id, { description: "edited" });
      expect(edited.raw["dns_last_result"]).toBe(listed?.raw["dns_last_result"]);
      marks.add(listed?.raw["dns_last_result"]);
      await client.monitors.delete(id);
    }
    expect([...marks]).toEqual(inputs.map(() => expect.stringMatching(/^not looked up yet \(.{36}\)$/)));
  });
});
