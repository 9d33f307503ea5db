import { KumaNotFoundError, KumaValidationError } from "../errors/kuma-errors.ts";
import type { StatusPage, StatusPageAnalytics, StatusPageGroup, StatusPagePatch } from "../model/status-page.ts";
import { hasVersion, needsVersion } from "../server-version/needs-version.ts";
import { isSameValue } from "../same-value.ts";
import type { ServerInfo } from "../server-version/server-info.ts";

type Wire = Readonly<Record<string, unknown>>;

/** The arguments of `saveStatusPage`: all four, always. Icon, domain names and groups are replaced as a whole. */
export type SaveArguments = readonly [slug: string, config: Wire, icon: string, groups: readonly Wire[]];

/** The fields that came later, with the version that brought them. */
const youngerFields: readonly (readonly [keyof StatusPagePatch, string])[] = [
  ["autoRefreshInterval", "2.0"],
  ["showOnlyLastHeartbeat", "2.1"],
  ["rssTitle", "2.1"],
];

/**
 * Refuses what a server is too old for.
 *
 * @throws {@link KumaUnsupportedError}
 */
export function checkStatusPageFields(patch: StatusPagePatch, server: ServerInfo): void {
  for (const [field, version] of youngerFields) {
    if (patch[field] !== undefined) needsVersion(server, version, `The field "${field}" of a status page`);
  }
  if (patch.analytics !== undefined && patch.analytics !== null && patch.analytics.type !== "google")
    needsVersion(server, "2.1", `Counting visitors with ${patch.analytics.type}`);
  const hasOwnLinks = patch.groups?.some(({ monitors }) => monitors.some(({ url }) => typeof url === "string"));
  if (hasOwnLinks === true) needsVersion(server, "2.0", "A separate link for a monitor on a status page");
}

function analyticsFields(analytics: StatusPageAnalytics | null, server: ServerInfo): Wire {
  if (!hasVersion(server, "2.1")) return { googleAnalyticsId: analytics?.id ?? "" };
  return {
    analyticsType: analytics?.type ?? null,
    analyticsId: analytics?.id ?? null,
    analyticsScriptUrl: analytics?.scriptUrl ?? null,
  };
}

function configOf(page: StatusPage, patch: StatusPagePatch, server: ServerInfo): Wire {
  const wanted: Wire = {
    slug: patch.slug,
    title: patch.title,
    description: patch.description,
    theme: patch.theme,
    showTags: patch.showTags,
    showPoweredBy: patch.showPoweredBy,
    showCertificateExpiry: patch.showCertificateExpiry,
    domainNameList: patch.domainNames,
    customCSS: patch.customCss,
    footerText: patch.footerText,
    autoRefreshInterval: patch.autoRefreshInterval,
    showOnlyLastHeartbeat: patch.showOnlyLastHeartbeat,
    rssTitle: patch.rssTitle,
    ...(patch.analytics === undefined ? {} : analyticsFields(patch.analytics, server)),
  };
  const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
  return { domainNameList: [], ...page.raw, ...given };
}

/** The id of the group that is meant by a name, when there is exactly one of that name. */
function idByName(page: StatusPage, name: string, wanted: readonly StatusPageGroup[]): number | undefined {
  const isUnique = wanted.filter((group) => group.name === name).length === 1;
  const present = page.groups.filter((group) => group.name === name);
  const id = present.length === 1 && isUnique ? present[0]?.id : undefined;
  return wanted.some((group) => group.id === id) ? undefined : id;
}

function groupsOnTheWire(page: StatusPage, groups: readonly StatusPageGroup[]): readonly Wire[] {
  const seen = new Set<number>();
  return groups.map((group, index) => {
    const id = group.id ?? idByName(page, group.name, groups);
    if (id !== undefined && !page.groups.some((present) => present.id === id))
      throw new KumaValidationError(`groups.${index}.id`, `the page has no group ${id}`);
    if (id !== undefined && seen.has(id)) throw new KumaValidationError(`groups.${index}.id`, "is named twice");
    if (id !== undefined) seen.add(id);
    const monitorList = group.monitors.map(({ id: monitorId, sendUrl = false, url }) => {
      // `null` would be stored as the address.
      return { id: monitorId, sendUrl, ...(typeof url === "string" ? { url } : {}) };
    });
    return { ...(id === undefined ? {} : { id }), name: group.name, weight: index + 1, monitorList };
  });
}

/**
 * Makes sure that every monitor exists: the server notices half-way through saving.
 *
 * @throws {@link KumaNotFoundError}
 */
export function checkPageMonitors(groups: readonly StatusPageGroup[], known: ReadonlySet<number>): void {
  const missing = groups.flatMap(({ monitors }) => monitors).find(({ id }) => !known.has(id));
  if (missing !== undefined) throw new KumaNotFoundError("monitor", missing.id);
}

// The server's socket.io closes the connection at a longer packet; some bytes are its frame.
const longestPacket = 1_000_000 - 256;

function checkSize(args: SaveArguments): void {
  if (Buffer.byteLength(JSON.stringify(args), "utf8") <= longestPacket) return;
  const field = args[2].startsWith("data:") ? "icon" : "customCss";
  throw new KumaValidationError(field, "is too long: the server takes less than 1 MB for a page with its icon", {
    hint: "An icon is 4/3 of its file's size; a picture of 256 by 256 pixels is plenty.",
  });
}

// Left out, these are left alone. A field of a later version may be taken for changed, or be missed.
const ownRow = new Set([
  ..."title description theme showTags showPoweredBy showCertificateExpiry customCSS footerText".split(" "),
  ..."autoRefreshInterval showOnlyLastHeartbeat rssTitle googleAnalyticsId analyticsId analyticsScriptUrl".split(" "),
]);

/** Whether every save has to send this, though it stays as it is. */
export function isSentAlways(name: string): boolean {
  return !ownRow.has(name);
}

/**
 * Leaves out what stays as it is, as far as the server allows it, so that it stays when others change it meanwhile.
 *
 * @param present - The page as it was read, on the wire.
 */
export function changedOnly([slug, config, ...rest]: SaveArguments, [, present]: SaveArguments): SaveArguments {
  const sent = Object.entries(config).filter(
    ([name, value]) => isSentAlways(name) || !isSameValue(value, present[name]),
  );
  return [slug, Object.fromEntries(sent), ...rest];
}

/**
 * Writes a page with its changes as the server keeps it.
 *
 * @throws {@link KumaValidationError} when a group is not of this page, or all of it is too big for a packet.
 */
export function statusPageOnTheWire(page: StatusPage, patch: StatusPagePatch, server: ServerInfo): SaveArguments {
  const groups = groupsOnTheWire(page, patch.groups ?? page.groups);
  const icon = patch.icon ?? page.icon;
  // The npm registry's 2.0.0-dev.0 stores the address of an icon from here, where later ones overwrite it.
  const logo = icon.startsWith("data:") ? {} : { logo: icon };
  const args: SaveArguments = [page.slug, { ...configOf(page, patch, server), ...logo }, icon, groups];
  checkSize(args);
  return args;
}
