import { ownServers, type OwnServer } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, passwordAuth } from "../../src/index.ts";

const bytes = 10_000_000;
const isWhole = Boolean(process.env["KUMA_BIG_LIST"]);

// The npm release needs seconds for each list of 2,000, and sends it again at each change: there they are fewer, and
// longer, unless KUMA_BIG_LIST is set.
const servers = ownServers.map((kind) => ({ ...kind, count: kind.isNpmRelease && !isWhole ? 400 : 2_000 }));

/** Servers with a list that is as long as it gets, put straight into their databases. */
describe.each(servers)("$count monitors and 10 MB: $label", ({ count, ...kind }) => {
  const description = "d".repeat(bytes / count);
  let server: OwnServer;
  let ids: readonly number[];

  beforeAll(async () => {
    server = await kind.start();
    ids = await server.seedMonitors(count, { description });
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  test("a client connects, lists them all, creates one and deletes one", async () => {
    if (server.admin === undefined) throw new Error("no admin");
    await using client = await connect({ url: server.url, auth: passwordAuth(server.admin) });
    const { monitors } = client;
    const all = await monitors.list();
    expect(all.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual(ids);
    expect(JSON.stringify(all.map(({ raw }) => raw)).length).toBeGreaterThan(10_000_000);
    expect(all.every((monitor) => monitor.description === description && !monitor.active)).toBe(true);

    const made = await monitors.create({ type: "push", name: "one more", notificationIds: [], active: false });
    expect(ids).not.toContain(made.id);
    expect(await monitors.list()).toHaveLength(count + 1);
    const [first = 0] = ids;
    await monitors.delete(first);
    const left = (await monitors.list()).map(({ id }) => id);
    expect(left).toHaveLength(count);
    expect(left).not.toContain(first);
    expect(left).toContain(made.id);
  }, 120_000);
});
