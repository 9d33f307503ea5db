import { findMonitorType, type KumaClient, type Maintenance, type Monitor, type StatusPage } from "@kumakit/client";

import type { Backup, SavedThing } from "./backup.ts";

/**
 * Reads how a server is set up, secrets and push tokens included. Nothing is changed on it.
 *
 * @throws KumaError
 */
export async function takeBackup(client: KumaClient): Promise<Backup> {
  const { server } = client;
  const [monitors, tags, proxies, dockerHosts, notifications, settings, keys] = await Promise.all([
    client.monitors.list(),
    client.tags.list(),
    client.proxies.list(),
    client.dockerHosts.list(),
    client.notifications.list(),
    client.settings.get(),
    client.apiKeys.list(),
  ]);
  // Servers before 2.0 have none, and cannot be asked.
  const browsers = server.capabilities.sendsSingleMonitors ? await client.remoteBrowsers.list() : [];
  const known = monitors.filter(({ type }) => findMonitorType(type) !== undefined);
  const pages = await savedPages(client);
  return {
    format: "kuma-backup",
    version: 1,
    takenAt: new Date().toISOString(),
    server: { url: server.url, version: server.version },
    settings: settingsOf(settings),
    things: {
      tag: tags.map(({ id, name, color }) => ({ id, name, input: { name, color } })),
      proxy: proxies.map(({ id, protocol, host, port, username, password, isDefault }) => {
        const logIn = username === null ? {} : { username, password };
        return { id, name: `${protocol}://${host}:${port}`, input: { protocol, host, port, ...logIn, isDefault } };
      }),
      "docker host": dockerHosts.map(({ id, ...input }) => ({ id, name: input.name, input: { ...input } })),
      "remote browser": browsers.map(({ id, name, url }) => ({ id, name, input: { name, url } })),
      notification: notifications.map(({ id, name, type, isDefault, config }) => {
        const { applyExisting: _, ...fields } = config;
        return { id, name, input: { ...fields, name, type, isDefault } };
      }),
      monitor: known.map(savedMonitor),
      "monitor tag": known.flatMap(savedTags),
      "status page": pages,
      maintenance: await savedMaintenances(client, pages),
    },
    leftOut: [
      ...monitors
        .filter((one) => !known.includes(one))
        .map(({ name, type }) => `the monitor ${quoted(name)}: kuma does not know the type ${quoted(type)}`),
      ...keys.map(({ name }) => `the API key ${quoted(name)}: no server gives one away again`),
      ...pages
        .filter(hasUploadedIcon)
        .map(({ name }) => `the icon of the status page ${quoted(name)}: it was uploaded to the server`),
    ],
  };
}

const quoted = (text: string): string => JSON.stringify(text);

/** Secret settings are not enumerable. Opening a server to everybody takes the password of a person, not a backup. */
function settingsOf(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const all = Object.getOwnPropertyNames(settings).map((name) => [name, settings[name]] as const);
  return Object.fromEntries(
    all.filter(([name, value]) => name !== "disableAuth" && value !== undefined && value !== null),
  );
}

function savedMonitor(monitor: Monitor): SavedThing {
  const { id, type, name, description, parent, interval, retryInterval, resendInterval, maxRetries } = monitor;
  const own = Object.entries(monitor.settings).filter(([, value]) => value !== undefined && value !== null);
  // A monitor in a paused group does not run, but is not paused itself either.
  const active = monitor.active || monitor.raw["forceInactive"] === true;
  const { upsideDown, notificationIds } = monitor;
  const common = { type, name, description, parent, active, upsideDown, notificationIds: [...notificationIds] };
  const times = { interval, retryInterval, resendInterval, maxRetries };
  return { id, name, input: { ...common, ...times, ...Object.fromEntries(own) } };
}

function savedTags({ id, name, tags }: Monitor): readonly SavedThing[] {
  return tags.map((tag) => ({
    id,
    name: `${tag.name} of ${name}`,
    input: { monitor: id, tag: tag.id, value: tag.value },
  }));
}

async function savedPages({ statusPages }: KumaClient): Promise<readonly SavedThing[]> {
  const saved: SavedThing[] = [];
  for (const { slug } of await statusPages.list()) saved.push(savedPage(await statusPages.get(slug)));
  return saved;
}

function savedPage({ id, icon, groups, ...page }: StatusPage): SavedThing {
  const settable = Object.entries(page).filter(([name, value]) => name !== "published" && value !== null);
  const input = Object.fromEntries(settable);
  const shown = groups.map(({ name, monitors }) => ({ name, monitors }));
  return { id, name: page.title, input: { ...input, icon, groups: shown } };
}

/** Such an icon lies in a folder of the server. */
export function hasUploadedIcon({ input }: SavedThing): boolean {
  return String(input["icon"]).startsWith("/upload/");
}

async function savedMaintenances(client: KumaClient, pages: readonly SavedThing[]): Promise<readonly SavedThing[]> {
  const saved: SavedThing[] = [];
  for (const one of await client.maintenance.list()) {
    if (one.status === "ended" || one.strategy === "other") continue;
    const monitorIds = await client.maintenance.monitorIds(one.id);
    const statusPageIds = pages.length === 0 ? [] : await client.maintenance.statusPageIds(one.id);
    saved.push({ id: one.id, name: one.title, input: { ...planOf(one), monitorIds, statusPageIds } });
  }
  return saved;
}

function planOf({ id: _id, status: _status, effectiveTimeZone: _zone, timeSlots: _slots, ...input }: Maintenance) {
  return input;
}
