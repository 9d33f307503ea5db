import type { Row } from "../database/database.ts";
import type { DoubleKuma } from "../double-kuma.ts";
import { saveStatusPage } from "./save-status-page.ts";
import { demandSlug, pageOf } from "./status-page-name.ts";
import { done, type Call, type CallHandler } from "../socket/call.ts";
import type { DoubleSession } from "../socket/double-session.ts";

type Sent = Readonly<Record<string, unknown>>;

/** All status pages by id; sent at log-in only. */
export function sendStatusPages(session: DoubleSession): void {
  const pages = session.kuma.database.all("status_page").map((page) => [page.id, pageJson(session.kuma, page)]);
  session.sendToUser("statusPageList", Object.fromEntries(pages));
}

/** A page as clients see it. */
export function pageJson(kuma: DoubleKuma, page: Row): Sent {
  const is = (column: string): boolean => page[column] === 1;
  return {
    id: page.id,
    slug: page["slug"],
    title: page["title"],
    description: page["description"],
    icon: page["icon"] === "" || page["icon"] === null ? "/icon.svg" : page["icon"],
    theme: page["theme"],
    autoRefreshInterval: page["auto_refresh_interval"],
    published: is("published"),
    showTags: is("show_tags"),
    domainNameList: kuma.domainNames.get(page.id) ?? [],
    customCSS: page["custom_css"],
    footerText: page["footer_text"],
    showPoweredBy: is("show_powered_by"),
    analyticsId: page["analytics_id"],
    analyticsScriptUrl: page["analytics_script_url"],
    analyticsType: page["analytics_type"],
    showCertificateExpiry: is("show_certificate_expiry"),
    showOnlyLastHeartbeat: is("show_only_last_heartbeat"),
    rssTitle: page["rss_title"],
  };
}

function add({ session, args, reply }: Call): void {
  const [title = "", slug = ""] = args.map((text) => (typeof text === "string" ? text.trim() : ""));
  if (title === "" || slug === "") throw new Error("Please input all fields");
  const name = slug.toLowerCase();
  demandSlug(name);
  const page = { slug: name, title, theme: "auto", icon: "", auto_refresh_interval: 300 };
  session.kuma.database.insert("status_page", page);
  reply(done("successAdded", { slug: name }));
}

function remove({ session, args: [slug], reply }: Call): void {
  const { kuma } = session;
  const page = pageOf(kuma.database, slug);
  if (page === undefined) throw new Error("Status Page is not found");
  if (kuma.entryPage === `statusPage-${String(slug)}`) kuma.setEntryPage("dashboard");
  for (const table of ["incident", "group"] as const) kuma.database.delete(table, { status_page_id: page.id });
  kuma.database.delete("status_page", { id: page.id });
  kuma.pages.clear();
  reply({ ok: true });
}

/** Status pages. */
export const statusPageCalls: Readonly<Record<string, CallHandler>> = {
  addStatusPage: { values: 2, work: add },
  getStatusPage: {
    values: 1,
    work: ({ session, args: [slug], reply }) => {
      const page = pageOf(session.kuma.database, slug);
      if (page === undefined) throw new Error("No slug?");
      reply({ ok: true, config: pageJson(session.kuma, page) });
    },
  },
  saveStatusPage: { values: 4, work: saveStatusPage },
  deleteStatusPage: { values: 1, work: remove },
};
