import type { Row } from "../database/database.ts";
import type { DoubleKuma } from "../double-kuma.ts";
import { lastBeats } from "../beats/beat-lists.ts";
import { uptimeOf } from "../beats/uptime.ts";
import { incidentJson } from "../resources/incidents.ts";
import { maintenanceJson } from "../resources/maintenance/maintenance-list.ts";
import { maintenanceStatus } from "../resources/maintenance/maintenance-status.ts";
import { tagsOf } from "../resources/monitors/monitor-json.ts";
import { pageOf } from "../resources/status-page-name.ts";
import { pageJson } from "../resources/status-pages.ts";
import { json, showPage, type Answer } from "./answer.ts";

/** The page itself, for browsers. */
export function statusPage(kuma: DoubleKuma, slug: string): Answer {
  return showPage(pageOf(kuma.database, slug.toLowerCase()) === undefined ? 404 : 200);
}

/** Everything on a status page but the heartbeats. */
export function statusPageData(kuma: DoubleKuma, slug: string): Answer {
  const page = pageOf(kuma.database, slug.toLowerCase());
  if (page === undefined) throw new Error("Status Page Not Found");
  const { id: _, domainNameList: __, slug: name, title, description, icon, ...rest } = pageJson(kuma, page);
  const { autoRefreshInterval, ...others } = rest;
  return json({
    config: { slug: name, title, description, icon, autoRefreshInterval, ...others },
    incidents: pinnedIncidents(kuma, page),
    publicGroupList: groupsOf(kuma, page).map((group) => ({
      id: group.id,
      name: group["name"],
      weight: group["weight"],
      monitorList: placesIn(kuma, group).map((place) => publicMonitor(kuma, page, place)),
    })),
    maintenanceList: maintenancesOf(kuma, page),
  });
}

function byWeight(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted((a, b) => Number(a["weight"]) - Number(b["weight"]));
}

function groupsOf(kuma: DoubleKuma, page: Row): readonly Row[] {
  return byWeight(kuma.database.find("group", { status_page_id: page.id }));
}

function placesIn(kuma: DoubleKuma, group: Row): readonly Row[] {
  return byWeight(kuma.database.find("monitor_group", { group_id: group.id }));
}

function pinnedIncidents(kuma: DoubleKuma, page: Row): readonly unknown[] {
  const pinned = kuma.database.find("incident", { status_page_id: page.id, pin: 1, active: 1 });
  return pinned.toSorted((a, b) => (String(a["created_date"]) < String(b["created_date"]) ? 1 : -1)).map(incidentJson);
}

function publicMonitor(kuma: DoubleKuma, page: Row, place: Row): Readonly<Record<string, unknown>> {
  const monitor = kuma.database.get("monitor", place["monitor_id"]);
  const { send_url: sendUrl, custom_url: url } = place;
  return {
    id: monitor?.id,
    name: monitor?.["name"],
    sendUrl,
    type: monitor?.["type"],
    ...(sendUrl ? { url: url ?? monitor?.["url"] } : {}),
    ...(page["show_tags"] === 1 && monitor !== undefined ? { tags: tagsOf(kuma, monitor.id) } : {}),
    ...(page["show_certificate_expiry"] === 1 ? { certExpiryDaysRemaining: "", validCert: false } : {}),
  };
}

function maintenancesOf(kuma: DoubleKuma, page: Row): readonly unknown[] {
  const links = kuma.database.find("maintenance_status_page", { status_page_id: page.id });
  const beans = [...new Set(links.map((link) => Number(link["maintenance_id"])))].flatMap(
    (id) => kuma.maintenances.get(id) ?? [],
  );
  return beans
    .filter((bean) => maintenanceStatus(kuma, bean) === "under-maintenance")
    .map((bean) => maintenanceJson(kuma, bean));
}

/** The last 100 heartbeats of everything on a page, without what they say. */
export function statusPageBeats(kuma: DoubleKuma, slug: string): Answer {
  const page = pageOf(kuma.database, slug.toLowerCase());
  const groups = page === undefined ? [] : groupsOf(kuma, page);
  const ids = groups.flatMap((group) => placesIn(kuma, group).map((place) => Number(place["monitor_id"])));
  const beats = ids.map((id) => [
    id,
    lastBeats(kuma, id).map(({ status, time, ping }) => ({ status, time, msg: "", ping })),
  ]);
  const uptimes = ids.map((id) => [`${id}_24`, uptimeOf(kuma.heartbeats.of(id))]);
  return json({ heartbeatList: Object.fromEntries(beats), uptimeList: Object.fromEntries(uptimes) });
}
