import type { Database, Row } from "../database/database.ts";
import { secondsNow } from "../database/stored-value.ts";
import type { DoubleKuma } from "../double-kuma.ts";
import type { Call } from "../socket/call.ts";
import { demandSlug, pageOf } from "./status-page-name.ts";

type Sent = Readonly<Record<string, unknown>>;

const analytics = ["google", "umami", "plausible", "matomo", "rybbit"];

interface SentGroup {
  id?: number;
  readonly name?: unknown;
  readonly monitorList: readonly { readonly id: unknown; readonly sendUrl?: unknown; readonly url?: unknown }[];
}

const pngHeader = "data:image/png;base64,";

/** The given picture: a new address, or the kept one. */
function iconOf(kuma: DoubleKuma, page: Row, picture: unknown): string {
  const text = String(picture);
  if (!text.startsWith("data:")) return text;
  if (!text.startsWith(pngHeader)) throw new Error("Only allowed PNG logo.");
  const name = `logo${page.id}.png`;
  kuma.uploads.set(name, Buffer.from(text.slice(pngHeader.length), "base64"));
  return `/upload/${name}?t=${Date.now()}`;
}

function columnsOf(config: Sent, icon: string): Sent {
  return {
    slug: config["slug"],
    title: config["title"],
    description: config["description"],
    icon,
    auto_refresh_interval: config["autoRefreshInterval"],
    theme: config["theme"],
    show_tags: config["showTags"],
    footer_text: config["footerText"],
    custom_css: config["customCSS"],
    show_powered_by: config["showPoweredBy"],
    rss_title: config["rssTitle"],
    show_only_last_heartbeat: config["showOnlyLastHeartbeat"],
    show_certificate_expiry: config["showCertificateExpiry"],
    modified_date: secondsNow(),
    analytics_id: config["analyticsId"],
    analytics_script_url: config["analyticsScriptUrl"],
    analytics_type: config["analyticsType"],
  };
}

/** Stores a group in its place, and puts its monitors in; its id is written into what was sent. */
function storeGroup(database: Database, page: Row, { group, place }: { group: SentGroup; place: number }): void {
  const values = { status_page_id: page.id, name: group.name, public: true, weight: place };
  if (group.id === undefined) group.id = database.insert("group", values).id;
  else if (database.get("group", group.id)?.["status_page_id"] === page.id) database.update("group", group.id, values);
  else throw new TypeError("Cannot set properties of null (setting 'status_page_id')");
  database.delete("monitor_group", { group_id: group.id });
  for (const [index, { id, sendUrl, url }] of group.monitorList.entries()) {
    database.insert("monitor_group", {
      weight: index + 1,
      group_id: group.id,
      monitor_id: id,
      ...(sendUrl === undefined ? {} : { send_url: sendUrl }),
      ...(url === undefined ? {} : { custom_url: url }),
    });
  }
}

/** Saves a page with its groups. The parts before the first refused one stay. */
export function saveStatusPage({ session, args, reply }: Call): void {
  const { kuma } = session;
  const { database } = kuma;
  const [slug, sentConfig, picture, sentGroups] = args;
  const page = pageOf(database, slug);
  if (page === undefined) throw new Error("No slug?");
  const config = sentConfig as Sent;
  demandSlug(config["slug"]);
  const icon = iconOf(kuma, page, picture);
  const { analyticsType } = config;
  if (analyticsType !== null && !analytics.some((known) => known === analyticsType))
    throw new Error("Invalid analytics type");
  database.update("status_page", page.id, columnsOf(config, icon));
  if (!Array.isArray(config["domainNameList"])) throw new Error("Invalid array");
  kuma.domainNames.set(page.id, config["domainNameList"] as readonly string[]);
  const groups = sentGroups as SentGroup[];
  for (const [index, group] of groups.entries()) storeGroup(database, page, { group, place: index + 1 });
  for (const { id } of database.find("group", { status_page_id: page.id })) {
    if (!groups.some((group) => group.id === id)) database.delete("group", { id });
  }
  if (kuma.entryPage === `statusPage-${String(slug)}`) kuma.setEntryPage(`statusPage-${String(page["slug"])}`);
  kuma.pages.clear();
  reply({ ok: true, publicGroupList: groups });
}
