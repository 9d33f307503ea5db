import { expect, test } from "vitest";
import { fetchEntryPage, pushExampleLanguages } from "../../../src/index.ts";
import { failureOf } from "../../support/failure-of.ts";
import { withStatusPage } from "./status-pages.suite.ts";
import { expectUnsupported, openClient, useTestBench } from "./test-bench.ts";
import type { ServerUnderTest } from "./test-bench.ts";

/** The settings, and what the server says of itself. */
export function settingsSuite(server: ServerUnderTest): void {
  const bench = useTestBench(server);
  const lineOf = (): number => Number.parseFloat(bench.client.server.capabilities.line);

  test("a setting is changed, the others stay, and the entry page is kept in mind", async () => {
    const { settings } = bench.client;
    const before = await settings.get();
    const days = (before.keepDataPeriodDays ?? 180) + 1;
    const changed = await settings.update({ keepDataPeriodDays: days });
    try {
      expect(changed).toEqual({ entryPage: "dashboard", disableAuth: false, ...before, keepDataPeriodDays: days });
      await using other = await openClient(server);
      expect(await other.settings.get()).toEqual(changed);
      expect(await fetchEntryPage(server.url)).toEqual({ kind: "dashboard" });
    } finally {
      await settings.update({ keepDataPeriodDays: before.keepDataPeriodDays ?? 180 });
    }
  });

  test("a status page becomes the entry page, and stays it over another change", async () => {
    const { settings } = bench.client;
    await withStatusPage(bench, { title: "entry" }, async (slug) => {
      await settings.update({ entryPage: `statusPage-${slug}` });
      const entry = { kind: "status-page", slug, isByDomain: false };
      expect(await fetchEntryPage(server.url)).toEqual(entry);
      await settings.update({ searchEngineIndex: true });
      expect(await fetchEntryPage(server.url)).toEqual(entry);
      await settings.update({ entryPage: "dashboard", searchEngineIndex: false });
    });
    expect(await fetchEntryPage(server.url)).toEqual({ kind: "dashboard" });
  });

  test("what is wrong or unknown is refused, and a secret is not shown", async () => {
    const { settings } = bench.client;
    const unknown = { code: "KUMA_VALIDATION", field: "keepDatPeriodDays" };
    expect(await failureOf(settings.update({ keepDatPeriodDays: 3 }))).toMatchObject(unknown);
    expect(await failureOf(settings.update({ keepDataPeriodDays: -1 }))).toMatchObject({ field: "keepDataPeriodDays" });
    expect(await failureOf(settings.update({ disableAuth: true }))).toMatchObject({ field: "currentPassword" });
    const currentPassword = "wrong-€-Password";
    const failure = await failureOf(settings.update({ disableAuth: true }, { currentPassword }));
    expect(failure).toMatchObject({ code: "KUMA_AUTH_INVALID_CREDENTIALS" });
    const withKey = await settings.update({ steamAPIKey: "s3cr3t-key" });
    expect(withKey.steamAPIKey).toBe("s3cr3t-key");
    expect(JSON.stringify(withKey)).not.toContain("s3cr3t-key");
    expect((await settings.update({ steamAPIKey: "" })).steamAPIKey).toBe("");
  });

  test("the database has a size, and is shrunk", async () => {
    const { database } = bench.client;
    expect(await database.size()).toBeGreaterThan(10_000);
    await database.shrink();
    expect(await database.size()).toBeGreaterThan(10_000);
  });

  test("the server gives facts about itself", async () => {
    const info = await bench.client.system.info();
    expect(info).toMatchObject({
      version: bench.client.server.version,
      timeZoneOffset: expect.stringMatching(/^[+-]\d\d:\d\d$/),
    });
    expect(info.database).toBe(lineOf() >= 2 ? "sqlite" : null);
    expect(info.runtime).toEqual(lineOf() >= 2.1 ? { platform: process.platform, arch: process.arch } : null);
    const games = await bench.client.system.games();
    expect(games.length).toBeGreaterThan(100);
    expect(games.find(({ name }) => name.startsWith("Minecraft"))?.keys.length).toBeGreaterThan(0);
  });

  test("there is an example of a push in every language that 2.x has", async () => {
    const { system } = bench.client;
    if (lineOf() < 2) return expectUnsupported(system.pushExample("go"), "2.0");
    for (const language of pushExampleLanguages) expect(await system.pushExample(language)).toContain("/api/push/");
    expect(await failureOf(system.pushExample("cobol" as "go"))).toMatchObject({ field: "language" });
  });

  test("a domain is looked up where the server can", async () => {
    const { system } = bench.client;
    const asked = system.checkDomain({ type: "http", url: "https://127.0.0.1/" });
    expect(await failureOf(asked)).toMatchObject({ code: lineOf() >= 2.1 ? "KUMA_REJECTED" : "KUMA_UNSUPPORTED" });
  });
}
