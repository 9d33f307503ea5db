import { describe, expect, test } from "vitest";
import { connect, sessionTokenAuth } from "../src/index.ts";
import type { KumaClient } from "../src/index.ts";
import { everythingShown } from "./support/everything-shown.ts";
import { failureOf } from "./support/failure-of.ts";
import { noAnswer, repliesOfTwo, sessionToken, startScriptedKuma } from "./support/scripted-kuma.ts";
import type { Script, ScriptedKuma } from "./support/scripted-kuma.ts";

type Row = Record<string, unknown>;
type Replies = NonNullable<Script["replies"]>;

const noSlug = { ok: false, msg: "No slug?" };

/** A scripted server that keeps status pages as a 2.5.3 does, as far as the client's own rules need it. */
function startWith(pages: Map<string, Row>, overrides: Replies = {}): Promise<ScriptedKuma> {
  const rowOf = (slug: unknown): Row | undefined => pages.get(String(slug));
  return startScriptedKuma({
    onRequest: (request, response) => {
      const slug = /^\/api\/status-page\/([^?]+)/.exec(request.url ?? "")?.[1];
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ config: rowOf(slug), publicGroupList: rowOf(slug)?.["groups"] ?? [] }));
    },
    replies: {
      ...repliesOfTwo,
      getStatusPage: ([slug]) => (pages.has(String(slug)) ? { ok: true, config: rowOf(slug) } : noSlug),
      addStatusPage: ([title, slug]) => {
        pages.set(String(slug), {
          id: pages.size + 1,
          slug,
          title,
          theme: "auto",
          icon: "/icon.svg",
          analyticsType: null,
        });
        return { ok: true, slug };
      },
      saveStatusPage: ([slug, config, , groups]) => {
        pages.set(String(slug), { ...rowOf(slug), ...(config as Row), groups });
        return { ok: true, publicGroupList: groups };
      },
      deleteStatusPage: ([slug]) => ({ ok: pages.delete(String(slug)) }),
      ...overrides,
    },
  });
}

function open(kuma: ScriptedKuma): Promise<KumaClient> {
  return connect({ url: kuma.url, auth: sessionTokenAuth(sessionToken), timeouts: { call: 1_000 } });
}

const input = { slug: "shop", title: "Shop" };

describe("a status page", () => {
  test("that cannot be saved is deleted again", async () => {
    const pages = new Map<string, Row>();
    await using kuma = await startWith(pages, { saveStatusPage: () => ({ ok: false, msg: "disk full" }) });
    await using client = await open(kuma);
    const failure = await failureOf(client.statusPages.create({ ...input, footerText: "x" }));
    expect(failure).toMatchObject({ code: "KUMA_REJECTED", message: expect.stringContaining("disk full") });
    expect([...pages]).toEqual([]);
  });

  test("whose creation is not answered is finished, not made twice", async () => {
    const pages = new Map<string, Row>();
    await using kuma = await startWith(pages, {
      addStatusPage: ([title, slug]) => (pages.set(String(slug), { id: 1, slug, title }), noAnswer),
    });
    await using client = await open(kuma);
    expect(await client.statusPages.create({ ...input, footerText: "x" })).toMatchObject({ id: 1, footerText: "x" });
    expect(kuma.argsOf("addStatusPage")).toHaveLength(1);
  });

  test("keeps fields of a server that is newer, and is not sent when nothing changes", async () => {
    const row = { id: 1, ...input, theme: "auto", icon: "", domainNameList: ["a.example"], fromTheFuture: { a: 1 } };
    await using kuma = await startWith(new Map([["shop", row]]));
    await using client = await open(kuma);
    await client.statusPages.update("shop", { title: "Shop", domainNames: ["A.example"], theme: "auto" });
    expect(kuma.argsOf("saveStatusPage")).toEqual([]);
    await client.statusPages.update("shop", { title: "Other" });
    expect(kuma.argsOf("saveStatusPage")).toMatchObject([
      ["shop", { title: "Other", fromTheFuture: { a: 1 }, domainNameList: ["a.example"] }, "", []],
    ]);
  });

  test("that is too big for a packet is not sent", async () => {
    await using kuma = await startWith(new Map([["shop", { id: 1, ...input }]]));
    await using client = await open(kuma);
    const customCss = "ä".repeat(500_000);
    const failure = await failureOf(client.statusPages.update("shop", { customCss }));
    expect(failure).toMatchObject({ code: "KUMA_VALIDATION", field: "customCss" });
    expect(kuma.argsOf("saveStatusPage")).toEqual([]);
    await client.statusPages.update("shop", { customCss: "a".repeat(990_000) });
    expect(kuma.argsOf("saveStatusPage")).toHaveLength(1);
  });
});

describe("the settings", () => {
  test("are sent only where they change, with those that the server takes for changed otherwise", async () => {
    let data: Row = { keepDataPeriodDays: 180, fromTheFuture: 1, steamAPIKey: "s3cr3t-key" };
    await using kuma = await startScriptedKuma({
      replies: {
        ...repliesOfTwo,
        getSettings: () => ({ ok: true, data }),
        setSettings: ([sent]) => ((data = { ...data, ...(sent as Row) }), { ok: true }),
      },
    });
    await using client = await open(kuma);
    await client.settings.update({ keepDataPeriodDays: 180, trustProxy: undefined });
    expect(kuma.argsOf("setSettings")).toEqual([]);
    const changed = await client.settings.update({ trustProxy: true });
    const sent = { entryPage: "dashboard", fromTheFuture: 1, trustProxy: true };
    expect(kuma.argsOf("setSettings")).toEqual([[sent, ""]]);
    expect(changed).toMatchObject({ keepDataPeriodDays: 180, trustProxy: true });
    expect(everythingShown(changed)).not.toContain("s3cr3t-key");
  });

  test("of which only a part is there are sent again, until another client's stay", async () => {
    let data: Row = { entryPage: "dashboard", keepDataPeriodDays: 1, trustProxy: false };
    let writes = 0;
    await using kuma = await startScriptedKuma({
      replies: {
        ...repliesOfTwo,
        getSettings: () => ({ ok: true, data }),
        setSettings: ([sent]) => {
          writes += 1;
          // The rows are stored one by one: another client's write of both comes in between.
          data = { ...data, ...(sent as Row), ...(writes === 1 ? { keepDataPeriodDays: 3 } : {}) };
          if (writes > 2) data = { ...data, keepDataPeriodDays: 4, checkBeta: true };
          return { ok: true };
        },
      },
    });
    await using client = await open(kuma);
    const wanted = { keepDataPeriodDays: 2, trustProxy: true };
    expect(await client.settings.update(wanted)).toMatchObject(wanted);
    expect(kuma.argsOf("setSettings")).toHaveLength(2);
    const theirs = { keepDataPeriodDays: 4, checkBeta: true };
    expect(await client.settings.update({ keepDataPeriodDays: 5, checkBeta: false })).toMatchObject(theirs);
    expect(kuma.argsOf("setSettings")).toHaveLength(5);
  });

  test("that the server refuses are not quoted with their secrets", async () => {
    await using kuma = await startScriptedKuma({
      replies: {
        ...repliesOfTwo,
        getSettings: () => ({ ok: true, data: {} }),
        setSettings: ([sent, password]) => ({ ok: false, msg: `no: ${JSON.stringify(sent)} ${String(password)}` }),
      },
    });
    await using client = await open(kuma);
    const options = { currentPassword: "pass-wörd-1" };
    const failure = await failureOf(client.settings.update({ disableAuth: true, steamAPIKey: "s3cr3t-key" }, options));
    expect(failure).toMatchObject({ code: "KUMA_REJECTED" });
    expect(everythingShown(failure)).not.toMatch(/s3cr3t-key|pass-wörd-1/);
  });
});
