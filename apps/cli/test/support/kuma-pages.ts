import { patience } from "@kumakit/testkit";
import type { TestServer } from "@kumakit/testkit/vitest";
import type { Browser, Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** Uptime Kuma's own pages, as somebody uses them who has logged in with the browser. */
export interface KumaPages {
  /** The errors that a page has thrown and not caught. */
  readonly mistakes: readonly string[];
  /** Opens a page of the server, and waits until it shows this text. */
  open(path: string, text: string): Promise<Page>;
  /** Opens the form of a monitor and saves it as it is. */
  saveMonitor(id: number, name: string): Promise<void>;
  /** Presses Pause, confirms it, and presses Resume. */
  pauseAndResume(id: number, name: string): Promise<void>;
  /** Opens the form of a notification and saves it as it is. */
  saveNotification(name: string): Promise<void>;
  /** Opens the form of a maintenance and saves it as it is. */
  saveMaintenance(id: number, title: string): Promise<void>;
  /** Opens the editor of a status page and saves it as it is. */
  saveStatusPage(slug: string, title: string): Promise<void>;
}

/** Opens the server's pages and logs in as a person does. */
export async function openKuma(browser: Browser, { url, username, password }: TestServer): Promise<KumaPages> {
  const context = await browser.newContext({ locale: "en-US", viewport: { width: 1280, height: 1000 } });
  const page = await context.newPage();
  page.setDefaultTimeout(patience(30_000));
  const mistakes: string[] = [];
  page.on("pageerror", (error) => mistakes.push(`${page.url()}: ${error.message}`));
  const open = async (path: string, text: string): Promise<Page> => {
    await page.goto(url + path);
    await page.getByText(text).locator("visible=true").first().waitFor();
    return page;
  };
  const button = (name: string, within: Page | Locator = page): Locator =>
    within.getByRole("button", { name, exact: true });
  const saved = (): Promise<void> => page.locator(".Vue-Toastification__toast--success").first().waitFor();
  /** Presses what saves a form that is filled in, and waits until the server has taken it. */
  const save = async (path: string, name: string): Promise<void> => {
    await page.goto(url + path);
    await expect.poll(() => page.locator("#name").inputValue(), { timeout: patience(30_000) }).toBe(name);
    await page.locator("#monitor-submit-btn").click();
  };
  await page.goto(`${url}/dashboard`);
  await page.locator("#floatingInput").fill(username);
  await page.locator("#floatingPassword").fill(password);
  await page.locator("button[type=submit]").click();
  await page.locator(".monitor-list").waitFor();

  return {
    mistakes,
    open,
    saveMonitor: async (id, name) => {
      await save(`/edit/${id}`, name);
      await saved();
    },
    pauseAndResume: async (id, name) => {
      await open(`/dashboard/${id}`, name);
      await button("Pause", page.locator(".functions")).click();
      await button("Yes", page.locator(".modal.show")).click();
      await button("Resume", page.locator(".functions")).click();
      await button("Pause", page.locator(".functions")).waitFor();
    },
    saveNotification: async (name) => {
      await open("/settings/notifications", name);
      await page.locator("li.list-group-item", { hasText: name }).getByText("Edit").click();
      const dialog = page.locator(".modal.show", { has: page.locator("#notification-type") });
      await button("Save", dialog).click();
      await saved();
    },
    saveMaintenance: async (id, title) => {
      await save(`/maintenance/edit/${id}`, title);
      await saved();
    },
    saveStatusPage: async (slug, title) => {
      await open(`/status/${slug}`, title);
      await button("Edit Status Page").click();
      // The editor logs in by itself, and the server refuses what is saved before that.
      const isSaved = async (): Promise<boolean> => {
        if (await button("Save").isVisible()) await button("Save").click();
        return await button("Edit Status Page")
          .waitFor({ timeout: 5000 })
          .then(() => true)
          .catch(() => false);
      };
      await expect.poll(isSaved, { timeout: patience(30_000) }).toBe(true);
    },
  };
}
