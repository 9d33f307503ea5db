import { monitorTypes } from "@kumakit/client";
import { startAlertSink, type AlertSink } from "@kumakit/testkit";
import { describeWith, kumaServers, type TestServer } from "@kumakit/testkit/vitest";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { BROWSER, startBrowser } from "../support/browser.ts";
import { openKuma, type KumaPages } from "../support/kuma-pages.ts";
import type { KumaUser } from "../support/kuma-user.ts";
import { clientOf, loggedInUser } from "../support/logged-in-user.ts";

const run = `kumakit-test-${process.pid} page`;
const slug = `kumakit-test-${process.pid}-page`;
const types = ["http", "keyword", "json-query", "port", "ping", "dns", "push", "docker", "mqtt", "redis", "postgres"];

/** Columns that the server works out, or counts. */
const computed = ["path", "pathName", "childrenIDs", "forceInactive", "maintenance", "screenshot"];

interface Row {
  readonly id: number;
  readonly name: string;
  readonly columns: Readonly<Record<string, unknown>>;
}

/** Whether a server shows pages: the double has none, and a checkout may be without its built ones. */
async function hasPages({ url }: TestServer): Promise<boolean> {
  const answer = await fetch(`${url}/dashboard`);
  return (await answer.text()).includes("<script");
}

const servers = await Promise.all(
  kumaServers().map(async (server) => ({ server, label: server.label, isShown: await hasPages(server) })),
);
for (const { label, isShown } of servers)
  if (!isShown && !label.startsWith("double"))
    process.stderr.write(`NOT RUN: own pages of ${label}, which are not built\n`);

describe.each(servers.filter(({ isShown }) => isShown))("$label", ({ server }) => {
  describeWith([BROWSER], "Uptime Kuma's own pages", () => {
    let user: KumaUser;
    let sink: AlertSink;
    let browser: Browser;
    let pages: KumaPages;

    const made = async (words: readonly string[], input = ""): Promise<number> => {
      const { stdout, stderr, code } = await user.run([...words, "--json"], { input });
      expect({ words, stderr, code }).toEqual({ words, stderr: "", code: 0 });
      return (JSON.parse(stdout) as { readonly id: number }).id;
    };
    /** Our monitors as the server has them now. */
    const monitors = async (): Promise<readonly Row[]> => {
      await using client = await clientOf(user);
      const ours = (await client.monitors.list()).filter(({ name }) => name.startsWith(run));
      return ours.map(({ id, name, raw }) => ({
        id,
        name,
        columns: Object.fromEntries(Object.entries(raw).filter(([column]) => !computed.includes(column))),
      }));
    };

    beforeAll(async () => {
      user = await loggedInUser(server);
      sink = await startAlertSink();
      const hook = JSON.stringify({ webhookURL: sink.url, webhookContentType: "json" });
      await made(["notification", "create", `${run} hook`, "--type", "webhook", "--config-file", "-"], hook);
      await made(["group", "create", `${run} group`, "--no-notify"]);
      const common = [
        "--notify",
        `${run} hook`,
        "--group",
        `${run} group`,
        "--tag",
        `${run}=shown`,
        "--from-file",
        "-",
      ];
      for (const { example } of monitorTypes.filter(({ type }) => types.includes(type)))
        await made(["monitor", "create", `${run} ${example.type}`, ...common], JSON.stringify(example));
      browser = await startBrowser(user);
      pages = await openKuma(browser, server);
    });
    afterAll(async () => {
      await browser.close();
      await user.run(["maintenance", "delete", `${run} plan`, "--yes"]);
      await user.run(["status-page", "delete", slug, "--yes"]);
      await user.run(["monitor", "delete", `${run}*`, "--yes"]);
      await user.run(["notification", "delete", `${run} hook`, "--yes"]);
      await user.run(["tag", "delete", run, "--yes"]);
      await sink.close();
      user[Symbol.dispose]();
    });

    test("a form that is saved as it is changes no monitor", async () => {
      const before = await monitors();
      expect(before.length).toBe(types.length + 1);
      for (const { id, name } of before) await pages.saveMonitor(id, name);
      expect(await monitors()).toEqual(before);
      expect(pages.mistakes).toEqual([]);
    });

    test("a monitor has its tag, its group and its buttons", async () => {
      const before = await monitors();
      const http = before.find(({ columns }) => columns["type"] === "http");
      if (http === undefined) throw new Error("there is no http monitor");
      await pages.pauseAndResume(http.id, http.name);
      expect(await monitors()).toEqual(before);
      const page = await pages.open(`/dashboard/${http.id}`, http.name);
      await page.locator(".tags", { hasText: run }).first().waitFor();
      // The list has a group once, and below it its members.
      const list = page.locator(".monitor-list");
      const group = list.locator(".item", { hasText: `${run} group` });
      const member = list.locator(".childs .item", { hasText: http.name });
      await group.waitFor();
      // Whether it is open already depends on which came first, the list or the page of its member.
      if (!(await member.isVisible())) await group.locator(".collapse-padding").click();
      await member.waitFor();
      expect(pages.mistakes).toEqual([]);
    });

    test("a notification, a maintenance and a status page are saved as they are", async () => {
      const group = `Web=${run} http,${run} ping`;
      const plan = await made([
        "maintenance",
        "create",
        `${run} plan`,
        "--cron",
        "0 3 * * 0",
        "--for",
        "90m",
        "--monitor",
        `${run} http`,
      ]);
      await made(["status-page", "create", slug, "--title", `${run} shops`, "--monitors", group]);
      const kept = async (): Promise<unknown> => {
        await using client = await clientOf(user);
        const notification = (await client.notifications.list()).find(({ name }) => name === `${run} hook`);
        return {
          notification: { ...notification, config: notification?.config },
          maintenance: (await client.maintenance.list()).find(({ id }) => id === plan),
          // The editor shows a frame where there is no style of one's own, and saves it.
          page: { ...(await client.statusPages.get(slug)), customCss: "" },
        };
      };
      const before = await kept();
      await pages.saveNotification(`${run} hook`);
      await pages.saveMaintenance(plan, `${run} plan`);
      const page = await pages.open(`/status/${slug}`, `${run} shops`);
      for (const name of ["Web", `${run} http`, `${run} ping`])
        await page.getByText(name, { exact: true }).first().waitFor();
      await pages.saveStatusPage(slug, `${run} shops`);
      expect(await kept()).toEqual(before);
      expect(pages.mistakes).toEqual([]);
    });

    test("the report is one page, which asks no server for anything", async () => {
      const file = join(user.folder, "report.html");
      const { stdout, code } = await user.run(["report", "--output", "html"]);
      expect(code).toBe(0);
      writeFileSync(file, stdout);
      const page = await browser.newPage();
      const asked: string[] = [];
      const mistakes: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      page.on("console", (message) => mistakes.push(message.text()));
      page.on("pageerror", (error) => mistakes.push(error.message));
      await page.goto(`file://${file}`);
      await page.getByText(`${run} http`).first().waitFor();
      expect({ asked, mistakes }).toEqual({ asked: [`file://${file}`], mistakes: [] });
      // It fits a phone: nothing is wider than the window.
      await page.setViewportSize({ width: 400, height: 800 });
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(400);
    });
  });
});
