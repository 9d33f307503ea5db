import { KumaUnsupportedError, monitorTypes, type KumaClient, type MonitorInput } from "@kumakit/client";

import { backupKinds, type Backup, type BackupKind, type SavedThing } from "../../src/backup/backup.ts";

/** The token of the push monitor that a backup has to bring back. */
export const token = "backedUpToken0123456";

/** Puts everything on a server that a backup can hold. */
export async function fillServer(client: KumaClient): Promise<void> {
  const prod = await client.tags.create({ name: "env", color: "#DC2626" });
  const lab = await client.tags.create({ name: "env", color: "#4B5563" });
  const alerts = await fillNotifications(client);
  // A paused monitor asks nobody.
  const make = (input: MonitorInput) => client.monitors.create({ notificationIds: [], active: false, ...input });
  for (const { example, type } of monitorTypes)
    await make({ ...example, name: `a ${type}` }).catch((error: unknown) => {
      if (!(error instanceof KumaUnsupportedError)) throw error;
    });
  const outer = await make({ type: "group", name: "customers", active: true });
  const inGroup = { parent: outer.id, notificationIds: [alerts.pager], active: true };
  const inner = await make({ type: "group", name: "acme", ...inGroup });
  const web = await make({
    type: "http",
    name: "shop",
    description: "A shop.\nNo marker.",
    parent: inner.id,
    url: "https://127.0.0.1:9/?q=ä",
    method: "POST",
    body: '{ "a": 1 }',
    headers: { "X-Token": "header-secret" },
    maxRetries: 3,
    interval: 300,
    proxyId: await fillProxies(client),
    notificationIds: [alerts.chat, alerts.pager],
    upsideDown: true,
  });
  const fed = { pushToken: token, interval: 3600, active: true, parent: inner.id };
  const nightly = await make({ type: "push", name: "nightly", ...fed });
  await make({ type: "push", name: "nightly", parent: outer.id });
  const docker = { name: "local", connection: "socket", daemon: "/var/run/docker.sock" } as const;
  const dockerHost = (await client.dockerHosts.create(docker)).id;
  await make({ type: "docker", name: "container", dockerContainer: "web", dockerHost });
  await fillBrowsers(client, make);
  await client.tags.attach(web.id, prod.id, "eu");
  await client.tags.attach(web.id, lab.id, "");
  await client.tags.attach(nightly.id, prod.id, "us");
  await fillPages(client, { web: web.id, nightly: nightly.id, outer: outer.id });
  await client.settings.update({
    keepDataPeriodDays: 77,
    steamAPIKey: "steam-secret",
    entryPage: "statusPage-public",
    serverTimezone: "Europe/Berlin",
  });
}

async function fillNotifications({ notifications }: KumaClient) {
  const chat = await notifications.create({
    type: "webhook",
    name: "ops chat",
    webhookURL: "http://127.0.0.1:9/",
    webhookContentType: "json",
    isDefault: true,
    kumakit: { provenAt: "2026-11-30" },
  });
  const bot = { telegramBotToken: "bot-secret", telegramChatID: "-1" };
  const pager = await notifications.create({ type: "telegram", name: "pager", ...bot });
  return { chat: chat.id, pager: pager.id };
}

async function fillProxies({ proxies }: KumaClient): Promise<number> {
  const place = { host: "127.0.0.1", port: 9 };
  await proxies.create({ protocol: "socks5", ...place });
  const logIn = { username: "proxy-user", password: "proxy-secret" };
  return (await proxies.create({ protocol: "http", ...place, ...logIn })).id;
}

async function fillBrowsers(client: KumaClient, make: (input: MonitorInput) => Promise<unknown>): Promise<void> {
  if (!client.server.capabilities.sendsSingleMonitors) return;
  const { id } = await client.remoteBrowsers.create({ name: "chrome", url: "ws://127.0.0.1:9/?token=hidden" });
  await make({ type: "real-browser", name: "page", url: "http://127.0.0.1:9/", remoteBrowser: id });
}

const days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;

/** The maintenance does not begin while a test runs, whatever the day and the time zone. */
function dayFarFromNow(): (typeof days)[number] {
  return days[(new Date().getUTCDay() + 3) % days.length] ?? "sunday";
}

async function fillPages(client: KumaClient, ids: Readonly<Record<"web" | "nightly" | "outer", number>>) {
  const groups = [
    { name: "Shops", monitors: [{ id: ids.web, sendUrl: true }, { id: ids.nightly }] },
    { name: "Empty", monitors: [] },
  ];
  const page = await client.statusPages.create({ slug: "public", title: "Public", description: "**Hello**", groups });
  const timeRange = { from: "22:00", to: "02:00" } as const;
  await client.maintenance.create({
    title: "patches",
    strategy: "recurring-weekday",
    weekdays: [dayFarFromNow()],
    timeRange,
    monitorIds: [ids.web, ids.outer],
    statusPageIds: [page.id],
  });
  const byHand = { title: "by hand", strategy: "manual", active: false, monitorIds: [ids.nightly] } as const;
  await client.maintenance.create(byHand);
}

const references: Readonly<Record<string, BackupKind>> = {
  parent: "monitor",
  monitor: "monitor",
  tag: "tag",
  proxyId: "proxy",
  dockerHost: "docker host",
  remoteBrowser: "remote browser",
  notificationIds: "notification",
  monitorIds: "monitor",
  statusPageIds: "status page",
};

/** A backup with names instead of ids, so that those of two servers can be compared. */
export function byName({ things, settings }: Backup): unknown {
  const nameOf = (kind: BackupKind, id: unknown): unknown => things[kind].find((one) => one.id === id)?.name ?? id;
  const named = (value: unknown, key: string): unknown => {
    const kind = references[key];
    if (key === "groups")
      return JSON.stringify(value).replaceAll(/"id":(\d+)/g, (_, id) => `"${String(nameOf("monitor", Number(id)))}"`);
    if (kind === undefined) return value;
    return Array.isArray(value) ? new Set(value.map((id) => nameOf(kind, id))) : nameOf(kind, value);
  };
  const entriesOf = ({ input }: SavedThing) => Object.entries(input).map(([key, value]) => [key, named(value, key)]);
  const all = (kind: BackupKind) => new Set(things[kind].map((thing) => Object.fromEntries(entriesOf(thing))));
  return { settings, ...Object.fromEntries(backupKinds.map((kind) => [kind, all(kind)])) };
}
