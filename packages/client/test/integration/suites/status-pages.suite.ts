import { expect, test } from "vitest";
import { fetchPublicHeartbeats, fetchPublicStatusPage, pushUrlOf } from "../../../src/index.ts";
import type { StatusPageInput } from "../../../src/index.ts";
import { failureOf } from "../../support/failure-of.ts";
import { expectUnsupported, push, uniqueName, useTestBench } from "./test-bench.ts";
import type { ServerUnderTest, TestBench } from "./test-bench.ts";

/** A picture of one pixel. */
const pixel =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** A slug that no other page of the server has. */
function uniqueSlug(text: string): string {
  return uniqueName(text).replaceAll(" ", "-").toLowerCase();
}

/** Makes a page, and deletes it after the run. */
export async function withStatusPage(
  bench: TestBench,
  input: Omit<StatusPageInput, "slug">,
  run: (slug: string) => Promise<void>,
): Promise<void> {
  const { statusPages } = bench.client;
  const slug = uniqueSlug("page");
  await statusPages.create({ slug, ...input });
  try {
    await run(slug);
  } finally {
    await statusPages.delete(slug);
  }
}

/** Status pages. */
export function statusPagesSuite(server: ServerUnderTest): void {
  const bench = useTestBench(server);
  const lineOf = (): number => Number.parseFloat(bench.client.server.capabilities.line);

  test("one is made with everything on it, read back, listed, seen by everybody, and deleted", async () => {
    const { statusPages } = bench.client;
    const monitor = await bench.create({ type: "push", name: uniqueName("push") });
    await push(pushUrlOf(server.url, monitor.pushToken ?? ""), { status: "up", ping: "12" });
    const slug = uniqueSlug("whole");
    const settings = {
      title: `Is it "up"? <b>50 %</b> 😀`,
      description: "one\ntwo",
      theme: "dark",
      showTags: true,
      showPoweredBy: false,
      showCertificateExpiry: true,
      customCss: "body { color: red; }",
      footerText: "*foot*",
      domainNames: [`${slug}.example.org`],
      analytics: { type: "google", id: "G-1" },
    } as const;
    const younger = lineOf() >= 2.1 ? { showOnlyLastHeartbeat: true, rssTitle: "feed" } : {};
    const refresh = lineOf() >= 2 ? { autoRefreshInterval: 60 } : {};
    const groups = [
      { name: "Shop", monitors: [{ id: monitor.id }] },
      { name: "Empty", monitors: [] },
    ];
    const made = await statusPages.create({ slug, icon: pixel, groups, ...settings, ...younger, ...refresh });
    expect(made).toMatchObject({ slug, ...settings, ...younger, ...refresh, published: true });
    expect(made.icon).toMatch(/^\/upload\/logo\d+\.png/);
    expect(made.groups).toEqual([
      { id: expect.any(Number), name: "Shop", monitors: [{ id: monitor.id, sendUrl: false, url: null }] },
      { id: expect.any(Number), name: "Empty", monitors: [] },
    ]);
    expect(await statusPages.get(slug)).toEqual(made);
    const { groups: _, ...summary } = made;
    expect(await statusPages.list()).toContainEqual(summary);
    const icon = await fetch(`${server.url}${made.icon}`);
    expect(Buffer.from(await icon.arrayBuffer()).toString("base64")).toBe(pixel.split(",")[1]);

    const seen = await fetchPublicStatusPage(server.url, slug);
    expect(seen.config).toMatchObject({ slug, title: settings.title, analytics: { type: "google", id: "G-1" } });
    expect(seen.groups.map(({ name, monitors }) => [name, monitors.map(({ id, name: shown }) => [id, shown])])).toEqual(
      [
        ["Shop", [[monitor.id, monitor.name]]],
        ["Empty", []],
      ],
    );
    expect(await fetchPublicHeartbeats(server.url, slug)).toMatchObject([
      {
        monitorId: monitor.id,
        uptime: expect.any(Number),
        heartbeats: [{ status: "up", time: expect.any(Date), ping: 12 }],
      },
    ]);

    await statusPages.delete(slug);
    expect((await statusPages.list()).some((page) => page.slug === slug)).toBe(false);
    expect(await failureOf(statusPages.get(slug))).toMatchObject({ code: "KUMA_NOT_FOUND", id: slug });
  });

  test("a change leaves the rest alone, and groups keep their ids", async () => {
    const { statusPages } = bench.client;
    const one = await bench.create({ type: "push", name: uniqueName("one"), active: false });
    const two = await bench.create({ type: "push", name: uniqueName("two"), active: false });
    const groups = [
      { name: "A", monitors: [{ id: one.id }] },
      { name: "B", monitors: [{ id: two.id }] },
    ];
    await withStatusPage(bench, { title: "before", description: "stays", icon: pixel, groups }, async (slug) => {
      const before = await statusPages.get(slug);
      const [a, b] = before.groups;
      const after = await statusPages.update(slug, { title: "after" });
      expect(after).toEqual({ ...before, title: "after" });
      expect(await statusPages.update(slug, { title: "after" })).toEqual(after);

      const turned = [
        { name: "B", monitors: [{ id: two.id, sendUrl: true }, { id: one.id }] },
        { id: a?.id ?? 0, name: "A renamed", monitors: [] },
      ];
      const moved = await statusPages.update(slug, { groups: turned });
      expect(moved.groups.map(({ id, name }) => [id, name])).toEqual([
        [b?.id, "B"],
        [a?.id, "A renamed"],
      ]);
      expect(moved.groups[0]?.monitors).toEqual([
        { id: two.id, sendUrl: true, url: null },
        { id: one.id, sendUrl: false, url: null },
      ]);
      const emptied = await statusPages.update(slug, { groups: [] });
      expect(emptied).toEqual({ ...after, groups: [] });
      const cleared = await statusPages.update(slug, { description: "", icon: "/icon.svg" });
      expect(cleared).toMatchObject({ description: "", icon: "/icon.svg", analytics: null });
    });
  });

  test("a page moves to another slug", async () => {
    const { statusPages } = bench.client;
    const [from, to] = [uniqueSlug("from"), uniqueSlug("to")];
    const { id } = await statusPages.create({ slug: from, title: "moves" });
    expect(await statusPages.update(from, { slug: to })).toMatchObject({ id, slug: to, title: "moves" });
    expect(await failureOf(statusPages.get(from))).toMatchObject({ code: "KUMA_NOT_FOUND" });
    await statusPages.delete(to);
  });

  test("a monitor gets a separate link (2.0 and later)", async () => {
    const { statusPages } = bench.client;
    const monitor = await bench.create({ type: "push", name: uniqueName("push"), active: false });
    await withStatusPage(bench, { title: "links" }, async (slug) => {
      const url = "http://127.0.0.1:9/own";
      const linked = statusPages.update(slug, {
        groups: [{ name: "A", monitors: [{ id: monitor.id, sendUrl: true, url }] }],
      });
      if (lineOf() < 2) return expectUnsupported(linked, "2.0");
      expect((await linked).groups[0]?.monitors).toEqual([{ id: monitor.id, sendUrl: true, url }]);
      const { groups: kept } = await statusPages.update(slug, { title: "later" });
      expect(kept[0]?.monitors).toEqual([{ id: monitor.id, sendUrl: true, url }]);
    });
  });

  test("other services than Google count the visitors (2.1 and later)", async () => {
    const { statusPages } = bench.client;
    await withStatusPage(bench, { title: "analytics" }, async (slug) => {
      const analytics = { type: "umami", id: "u1", scriptUrl: "http://127.0.0.1:9/u.js" } as const;
      const counted = statusPages.update(slug, { analytics });
      if (lineOf() < 2.1) return expectUnsupported(counted, "2.1");
      expect((await counted).analytics).toEqual(analytics);
      expect((await statusPages.update(slug, { analytics: null })).analytics).toBeNull();
    });
  });

  test("what is wrong is refused before anything is made", async () => {
    const { statusPages } = bench.client;
    const before = await statusPages.list();
    const slug = uniqueSlug("wrong");
    const wrong = async (input: Partial<StatusPageInput>): Promise<unknown> =>
      failureOf(statusPages.create({ slug, title: "x", ...input }));
    expect(await wrong({ slug: "Not a slug" })).toMatchObject({ code: "KUMA_VALIDATION", field: "slug" });
    expect(await wrong({ icon: "data:image/gif;base64,R0lGODlh" })).toMatchObject({ field: "icon" });
    expect(await wrong({ domainNames: ["https://example.org/x"] })).toMatchObject({ field: "domainNames.0" });
    expect(await wrong({ groups: [{ name: "A", monitors: [{ id: 999_999 }] }] })).toMatchObject({
      code: "KUMA_NOT_FOUND",
      resource: "monitor",
    });
    // Bigger than a packet may be: noticed before it is sent, and what was made is gone again.
    const huge = `${pixel.slice(0, -4)}${"A".repeat(1_000_000)}`;
    expect(await wrong({ icon: huge })).toMatchObject({ code: "KUMA_VALIDATION", field: "icon" });
    expect(await statusPages.list()).toEqual(before);

    await withStatusPage(bench, { title: "taken" }, async (taken) => {
      expect(await wrong({ slug: taken })).toMatchObject({
        code: "KUMA_REJECTED",
        message: `There is a status page "${taken}" already.`,
      });
      const foreign = { groups: [{ id: 999_999, name: "A", monitors: [] }] };
      expect(await failureOf(statusPages.update(taken, foreign))).toMatchObject({ field: "groups.0.id" });
    });
    for (const call of [
      () => statusPages.get("no-such-page"),
      () => statusPages.delete("no-such-page"),
      () => statusPages.update("no-such-page", { title: "y" }),
    ])
      expect(await failureOf(call())).toMatchObject({ code: "KUMA_NOT_FOUND", id: "no-such-page" });
  });

  test("an incident is posted, changed and unpinned", async () => {
    const { incidents } = bench.client.statusPages;
    await withStatusPage(bench, { title: "incidents" }, async (slug) => {
      expect(await incidents.pinned(slug)).toEqual([]);
      const input = { title: `it "burns" 😀`, content: "one\ntwo", style: "danger" } as const;
      const posted = await incidents.post(slug, input);
      expect(posted).toMatchObject({ ...input, pinned: true, active: true, createdAt: expect.any(Date) });
      const fromNow = Math.abs((posted.createdAt?.getTime() ?? 0) - Date.now());
      expect(fromNow).toBeLessThan(60_000);
      expect(await incidents.pinned(slug)).toEqual([posted]);
      const changed = await incidents.update(slug, posted.id, { content: "three" });
      expect(changed).toMatchObject({ id: posted.id, ...input, content: "three", pinned: true });
      expect(await incidents.pinned(slug)).toMatchObject([{ id: posted.id, content: "three" }]);
      expect(await failureOf(incidents.update(slug, 999_999, { content: "x" }))).toMatchObject({
        code: "KUMA_NOT_FOUND",
        resource: "incident",
      });
      await incidents.unpinAll(slug);
      expect(await incidents.pinned(slug)).toEqual([]);
    });
    expect(await failureOf(incidents.post("no-such-page", { title: "x", content: "y" }))).toMatchObject({
      code: "KUMA_NOT_FOUND",
      resource: "status page",
    });
    expect(await failureOf(incidents.unpinAll("no-such-page"))).toMatchObject({ resource: "status page" });
  });

  test("an incident is resolved and deleted (2.1 and later)", async () => {
    const { incidents } = bench.client.statusPages;
    await withStatusPage(bench, { title: "resolved" }, async (slug) => {
      const first = await incidents.post(slug, { title: "first", content: "x", style: "info" });
      if (lineOf() < 2.1) {
        await expectUnsupported(incidents.resolve(slug, first.id), "2.1");
        await expectUnsupported(incidents.delete(slug, first.id), "2.1");
        return expectUnsupported(incidents.history(slug).next(), "2.1");
      }
      const second = await incidents.post(slug, { title: "second", content: "x" });
      expect(second.style).toBe("warning");
      expect((await incidents.pinned(slug)).map(({ id }) => id).toSorted((a, b) => a - b)).toEqual([
        first.id,
        second.id,
      ]);
      const resolved = await incidents.resolve(slug, second.id);
      expect(resolved).toMatchObject({ id: second.id, pinned: false, active: false, updatedAt: expect.any(Date) });
      expect((await incidents.update(slug, second.id, { title: "2nd" })).pinned).toBe(false);
      await incidents.delete(slug, second.id);
      expect(await failureOf(incidents.delete(slug, second.id))).toMatchObject({ resource: "incident" });
      expect(await failureOf(incidents.resolve(slug, second.id))).toMatchObject({ resource: "incident" });
    });
  });

  test("the history of incidents leaves none out, though many come in one second (2.1 and later)", async () => {
    if (lineOf() < 2.1) return;
    const { incidents } = bench.client.statusPages;
    await withStatusPage(bench, { title: "history" }, async (slug) => {
      const posted: number[] = [];
      for (let index = 0; index < 23; index += 1) {
        posted.push((await incidents.post(slug, { title: `incident ${index}`, content: "x" })).id);
        if (index % 6 === 5) await new Promise((resolve) => setTimeout(resolve, 1_100));
      }
      const found: number[] = [];
      for await (const { id } of incidents.history(slug)) found.push(id);
      expect(found.toSorted((a, b) => a - b)).toEqual(posted);
    });
  });
}
