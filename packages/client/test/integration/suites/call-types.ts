import type { KumaClient } from "../../../src/index.ts";

/** The targets of the calls. Of every kind there is one that stays and one that goes. */
export interface World {
  readonly kept: Ids;
  readonly doomed: Ids;
  readonly page: { readonly slug: string; readonly incident: number };
  readonly doomedPage: string;
}

interface Ids {
  readonly monitor: number;
  readonly notification: number;
  readonly tag: number;
  readonly proxy: number;
  readonly dockerHost: number;
  readonly maintenance: number;
  readonly apiKey: number;
}

const hook = { type: "webhook", webhookURL: "http://127.0.0.1:9/", webhookContentType: "json" } as const;
const docker = { connection: "tcp", daemon: "http://127.0.0.1:9" } as const;

async function makeIds(client: KumaClient, name: string): Promise<Ids> {
  const { monitors, notifications, tags, proxies, dockerHosts, maintenance, apiKeys } = client;
  return {
    monitor: (await monitors.create({ type: "push", name, notificationIds: [], active: false })).id,
    notification: (await notifications.create({ name, ...hook })).id,
    tag: (await tags.create({ name, color: "#000000" })).id,
    proxy: (await proxies.create({ protocol: "http", host: "127.0.0.1", port: 9 })).id,
    dockerHost: (await dockerHosts.create({ name, ...docker })).id,
    maintenance: (await maintenance.create({ strategy: "manual", title: name, active: false })).id,
    apiKey: (await apiKeys.create({ name })).id,
  };
}

/** Makes what the calls are about; `round` makes its names different from those of other rounds. */
export async function makeWorld(client: KumaClient, round: string): Promise<World> {
  const { statusPages } = client;
  const [slug, doomedPage] = [`kept-${round}`, `doomed-${round}`];
  await statusPages.create({ slug, title: "kept" });
  await statusPages.create({ slug: doomedPage, title: "doomed" });
  const { id: incident } = await statusPages.incidents.post(slug, { title: "smoke", content: "a lot" });
  return {
    kept: await makeIds(client, `kept ${round}`),
    doomed: await makeIds(client, `doomed ${round}`),
    page: { slug, incident },
    doomedPage,
  };
}

/** One call of the client; what it makes is called `made`. */
export type Call = (client: KumaClient, world: World, made: string) => Promise<unknown>;

async function first(items: AsyncIterator<unknown>): Promise<unknown> {
  return await items.next();
}

/** Every call that a client has, apart from those that change who may log in: `own-server-account.test.ts` has them. */
export const callTypes: Readonly<Record<string, Call>> = {
  "monitors.list": ({ monitors }) => monitors.list(),
  "monitors.get": ({ monitors }, { kept }) => monitors.get(kept.monitor),
  "monitors.create push": ({ monitors }, _, name) => monitors.create({ type: "push", name, notificationIds: [] }),
  "monitors.create group": ({ monitors }, _, name) => monitors.create({ type: "group", name, notificationIds: [] }),
  "monitors.createMany": ({ monitors }, _, name) =>
    monitors.createMany(["1", "2", "3"].map((more) => ({ type: "push", name: name + more, notificationIds: [] }))),
  "monitors.clone": ({ monitors }, { kept }, name) => monitors.clone(kept.monitor, { name }),
  "monitors.update": ({ monitors }, { kept }) => monitors.update(kept.monitor, { description: "changed" }),
  "monitors.pause": ({ monitors }, { kept }) => monitors.pause(kept.monitor),
  "monitors.resume": ({ monitors }, { kept }) => monitors.resume(kept.monitor),
  "monitors.heartbeats": ({ monitors }, { kept }) => monitors.heartbeats(kept.monitor, { hours: 1 }),
  "monitors.chartData": ({ monitors }, { kept }) => monitors.chartData(kept.monitor, { hours: 1 }),
  "monitors.importantHeartbeats": ({ monitors }) => first(monitors.importantHeartbeats()),
  "monitors.countImportantHeartbeats": ({ monitors }) => monitors.countImportantHeartbeats(),
  "monitors.clearEvents": ({ monitors }, { kept }) => monitors.clearEvents(kept.monitor),
  "monitors.clearHeartbeats": ({ monitors }, { kept }) => monitors.clearHeartbeats(kept.monitor),
  "monitors.delete": ({ monitors }, { doomed }) => monitors.delete(doomed.monitor),
  "notifications.list": ({ notifications }) => notifications.list(),
  "notifications.create": ({ notifications }, _, name) => notifications.create({ name, ...hook }),
  "notifications.update": ({ notifications }, { kept }) =>
    notifications.update(kept.notification, { webhookContentType: "form-data" }),
  "notifications.setDefault": ({ notifications }, { kept }) => notifications.setDefault(kept.notification, false),
  "notifications.attach": ({ notifications }, { kept }) => notifications.attach(kept.monitor, kept.notification),
  "notifications.attachToAll": ({ notifications }, { kept }) => notifications.attachToAll(kept.notification),
  "notifications.detach": ({ notifications }, { kept }) => notifications.detach(kept.monitor, kept.notification),
  "notifications.test": ({ notifications }) => notifications.test({ name: "x", ...hook }),
  "notifications.delete": ({ notifications }, { doomed }) => notifications.delete(doomed.notification),
  "tags.list": ({ tags }) => tags.list(),
  "tags.create": ({ tags }, _, name) => tags.create({ name, color: "#000000" }),
  "tags.define": ({ tags }, _, name) => tags.define({ name, color: "#000000" }),
  "tags.update": ({ tags }, { kept }) => tags.update(kept.tag, { color: "#ffffff" }),
  "tags.attach": ({ tags }, { kept }) => tags.attach(kept.monitor, kept.tag, "value"),
  "tags.detach": ({ tags }, { kept }) => tags.detach(kept.monitor, kept.tag, "value"),
  "tags.delete": ({ tags }, { doomed }) => tags.delete(doomed.tag),
  "proxies.list": ({ proxies }) => proxies.list(),
  "proxies.create": ({ proxies }, _, host) => proxies.create({ protocol: "http", host: slugOf(host), port: 9 }),
  "proxies.update": ({ proxies }, { kept }) => proxies.update(kept.proxy, { port: 10 }),
  "proxies.delete": ({ proxies }, { doomed }) => proxies.delete(doomed.proxy),
  "dockerHosts.list": ({ dockerHosts }) => dockerHosts.list(),
  "dockerHosts.create": ({ dockerHosts }, _, name) => dockerHosts.create({ name, ...docker }),
  "dockerHosts.update": ({ dockerHosts }, { kept }) => dockerHosts.update(kept.dockerHost, { name: "renamed" }),
  "dockerHosts.delete": ({ dockerHosts }, { doomed }) => dockerHosts.delete(doomed.dockerHost),
  "remoteBrowsers.list": ({ remoteBrowsers }) => remoteBrowsers.list(),
  "remoteBrowsers.create": ({ remoteBrowsers }, _, name) => remoteBrowsers.create({ name, url: "ws://127.0.0.1:9" }),
  "maintenance.list": ({ maintenance }) => maintenance.list(),
  "maintenance.create": ({ maintenance }, _, title) => maintenance.create({ strategy: "manual", title, active: false }),
  "maintenance.update": ({ maintenance }, { kept }) => maintenance.update(kept.maintenance, { description: "changed" }),
  "maintenance.setMonitors": ({ maintenance }, { kept }) => maintenance.setMonitors(kept.maintenance, [kept.monitor]),
  "maintenance.monitorIds": ({ maintenance }, { kept }) => maintenance.monitorIds(kept.maintenance),
  "maintenance.resume": ({ maintenance }, { kept }) => maintenance.resume(kept.maintenance),
  "maintenance.pause": ({ maintenance }, { kept }) => maintenance.pause(kept.maintenance),
  "maintenance.delete": ({ maintenance }, { doomed }) => maintenance.delete(doomed.maintenance),
  "statusPages.list": ({ statusPages }) => statusPages.list(),
  "statusPages.get": ({ statusPages }, { page }) => statusPages.get(page.slug),
  "statusPages.create": ({ statusPages }, _, title) => statusPages.create({ slug: slugOf(title), title }),
  "statusPages.update": ({ statusPages }, { page }) => statusPages.update(page.slug, { description: "changed" }),
  "statusPages.incidents.post": ({ statusPages }, { page }, title) =>
    statusPages.incidents.post(page.slug, { title, content: "x" }),
  "statusPages.incidents.update": ({ statusPages }, { page }) =>
    statusPages.incidents.update(page.slug, page.incident, { content: "changed" }),
  "statusPages.incidents.unpinAll": ({ statusPages }, { page }) => statusPages.incidents.unpinAll(page.slug),
  "statusPages.delete": ({ statusPages }, { doomedPage }) => statusPages.delete(doomedPage),
  "apiKeys.list": ({ apiKeys }) => apiKeys.list(),
  "apiKeys.create": ({ apiKeys }, _, name) => apiKeys.create({ name }),
  "apiKeys.disable": ({ apiKeys }, { kept }) => apiKeys.disable(kept.apiKey),
  "apiKeys.delete": ({ apiKeys }, { doomed }) => apiKeys.delete(doomed.apiKey),
  "settings.get": ({ settings }) => settings.get(),
  "settings.update": ({ settings }) => settings.update({ keepDataPeriodDays: 99 }),
  "database.size": ({ database }) => database.size(),
  // A big database takes its time: without a limit here this one waits for minutes.
  "database.shrink": ({ database }) => database.shrink({ timeout: 2_000 }),
  "system.info": ({ system }) => system.info(),
  "system.games": ({ system }) => system.games(),
  call: (client) => client.call("getMonitorList", [], { receive: "monitorList" }),
  "system.clearStatistics": ({ system }) => system.clearStatistics(),
  "account.twoFactor.isEnabled": ({ account }) => account.twoFactor.isEnabled(),
};

/** A name as an address may have it. */
function slugOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}

/** The names of everything that the calls made, one for each thing. */
export async function namesMade(client: KumaClient): Promise<readonly string[]> {
  const { monitors, notifications, tags, proxies, dockerHosts, maintenance, statusPages, apiKeys } = client;
  const names = [
    ...(await monitors.list()),
    ...(await notifications.list()),
    ...(await tags.list()),
    ...(await dockerHosts.list()),
    ...(await apiKeys.list()),
  ].map(({ name }) => name);
  const titles = [...(await maintenance.list()), ...(await statusPages.list())].map(({ title }) => title);
  const hosts = (await proxies.list()).map(({ host }) => host);
  return [...names, ...titles, ...hosts].filter((name) => name.startsWith("made"));
}
