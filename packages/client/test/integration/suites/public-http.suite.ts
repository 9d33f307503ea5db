import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import {
  badgeUrlOf,
  fetchBadge,
  fetchEntryPage,
  fetchMetrics,
  fetchPublicHeartbeats,
  fetchPublicStatusPage,
  push,
  pushUrlOf,
} from "../../../src/index.ts";
import { everythingShown } from "../../support/everything-shown.ts";
import { failureOf } from "../../support/failure-of.ts";
import { metricsOf } from "./metrics-of.ts";
import { withStatusPage } from "./status-pages.suite.ts";
import { uniqueName, useTestBench } from "./test-bench.ts";
import type { ServerUnderTest } from "./test-bench.ts";

const npmRelease = "2.0.0-dev.0";

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  listener.close();
  await once(listener, "close");
  return port;
}

/** Requests that need no log-in. */
export function publicHttpSuite(server: ServerUnderTest): void {
  const bench = useTestBench(server);
  const lineOf = (): number => Number.parseFloat(bench.client.server.capabilities.line);

  test("a push is recorded as it was said, by URL and by token", async () => {
    const { monitors } = bench.client;
    const { id, pushToken } = await bench.create({ type: "push", name: uniqueName("push") });
    const token = pushToken ?? "";
    const message = `disk 99% & "full" +/?#= 😀\nline two`;
    await push({ server: `${server.url}/`, token }, { status: "down", message, ping: 12 });
    // As the web page offers it for copying.
    await push(`${pushUrlOf(server.url, token)}?status=up&msg=OK&ping=`);
    const beats = await monitors.heartbeats(id, { hours: 1 });
    expect(beats.map(({ status, message: said, ping }) => [status, said, ping])).toEqual([
      ["down", message, 12],
      ["up", "OK", null],
    ]);
  });

  test("a push that the server does not want is reported, without its token", async () => {
    const token = "s3cr3tT0kens3cr3tT0ken";
    const failure = await failureOf(push({ server: server.url, token }));
    expect(failure).toMatchObject({ code: "KUMA_REJECTED" });
    expect(failure.message).toContain("Monitor not found or not active");
    expect(everythingShown(failure)).not.toContain(token);
    const elsewhere = await failureOf(push(`${server.url}/api/push/${token}/`));
    expect(elsewhere).toMatchObject({ code: "KUMA_VALIDATION", field: "target" });
  });

  test("a badge shows the truth for a monitor on a status page only", async () => {
    const { id, pushToken } = await bench.create({ type: "push", name: uniqueName("push") });
    await push({ server: server.url, token: pushToken ?? "" }, { ping: 7 });
    expect(await fetchBadge(server.url, { monitorId: id, kind: "status", label: "private" })).toContain("N/A");
    await withStatusPage(bench, { title: "badge", groups: [{ name: "A", monitors: [{ id }] }] }, async () => {
      const badge = {
        monitorId: id,
        kind: "status",
        label: `"shop" & <more>`,
        parameters: { upLabel: "runs" },
      } as const;
      const svg = await fetchBadge(server.url, badge);
      expect(svg).toContain("runs");
      expect(svg).toContain("&quot;shop&quot; &amp; &lt;more&gt;");
      const response = await fetch(badgeUrlOf(server.url, id, badge));
      expect(await response.text()).toBe(svg);
      expect(await fetchBadge(server.url, { monitorId: id, kind: "uptime", hours: 48 })).toContain("100%");
      const ping = { monitorId: id, kind: "ping" } as const;
      // The SQL of the npm release is wrong on SQLite.
      if (bench.client.server.version === npmRelease) return;
      expect(await fetchBadge(server.url, ping)).toContain(">7ms<");
    });
  });

  test("a status page that is not there is reported", async () => {
    const fetched = failureOf(fetchPublicStatusPage(server.url, "no-such-page", { timeout: 3_000 }));
    const silence = {
      code: "KUMA_TIMEOUT_CALL",
      message: 'The status page "no-such-page" did not come within 3 s.',
      hint: expect.stringContaining("never answers"),
    };
    expect(await fetched).toMatchObject(lineOf() < 2 ? silence : { code: "KUMA_NOT_FOUND", id: "no-such-page" });
    expect(await fetchPublicHeartbeats(server.url, "no-such-page")).toEqual([]);
  });

  test("a status page announces its incidents and maintenances", async () => {
    const { maintenance, statusPages } = bench.client;
    await withStatusPage(bench, { title: "announces" }, async (slug) => {
      const { id } = await statusPages.get(slug);
      await statusPages.incidents.post(slug, { title: "smoke", content: "a lot", style: "danger" });
      const made = await maintenance.create({ strategy: "manual", title: "repair", statusPageIds: [id] });
      try {
        const page = await fetchPublicStatusPage(server.url, slug);
        expect(page.incidents).toMatchObject([{ title: "smoke", content: "a lot", style: "danger", pinned: true }]);
        expect(page.maintenances).toEqual([
          { id: made.id, title: "repair", description: "", status: "under-maintenance" },
        ]);
      } finally {
        await maintenance.delete(made.id);
      }
    });
  });

  test("the metrics tell of every monitor", async () => {
    const name = uniqueName(`metrics "50%" \\ {x} 😀`);
    const { id, pushToken } = await bench.create({ type: "push", name });
    await push({ server: server.url, token: pushToken ?? "" }, { status: "down", ping: 21 });
    const metrics = await metricsOf(server, bench.client);
    expect(metrics.serverVersion).toBe(bench.client.server.version);
    const found = metrics.monitors.find((monitor) => monitor.name === name);
    expect(found).toMatchObject({ id: lineOf() >= 2 ? id : null, type: "push", status: "down", responseTime: 21 });
    expect(metrics.samples.some((sample) => sample.name === "process_cpu_seconds_total")).toBe(true);

    const wrong = failureOf(fetchMetrics(server.url, { username: server.username, password: "wrong-€-Password" }));
    expect(await wrong).toMatchObject({ code: "KUMA_AUTH_INVALID_CREDENTIALS" });
    expect(everythingShown(await wrong)).not.toContain("wrong-€-Password");
  });

  test("the entry page is found, and any other server is recognised", async () => {
    expect(await fetchEntryPage(server.url)).toEqual({ kind: "dashboard" });
    expect(await failureOf(fetchEntryPage(`${server.url}/nowhere`))).toMatchObject({
      code: "KUMA_CONNECTION_NOT_KUMA",
    });
    const closed = failureOf(fetchEntryPage(`http://127.0.0.1:${await closedPort()}`));
    expect(await closed).toMatchObject({ code: "KUMA_CONNECTION_REFUSED" });
    const signal = AbortSignal.abort();
    expect(await failureOf(fetchEntryPage(server.url, { signal }))).toMatchObject({ code: "KUMA_ABORTED" });
  });
}
