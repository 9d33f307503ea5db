import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  badgeUrlOf,
  connect,
  dashboardUrlOf,
  fetchBadge,
  fetchEntryPage,
  fetchMetrics,
  fetchPublicHeartbeats,
  fetchPublicStatusPage,
  isKumaError,
  needsFirstUser,
  notificationJsonSchema,
  passwordAuth,
  push,
  pushUrlOf,
  sessionTokenAuth,
  setUpFirstUser,
  storedSessionAuth,
  totpFromSecret,
} from "../src/index.ts";
import type { KumaClient } from "../src/index.ts";
import { sessionToken } from "./support/scripted-kuma.ts";
import { startScriptedMonitors } from "./support/scripted-monitors.ts";
import type { ScriptedMonitors } from "./support/scripted-monitors.ts";

let kuma: ScriptedMonitors;
let client: KumaClient;
let requests = 0;
const url = "http://127.0.0.1:9";

beforeAll(async () => {
  kuma = await startScriptedMonitors("stored", {
    getTags: () => ({ ok: true, tags: [] }),
    getSettings: () => ({ ok: true, data: { serverTimezone: "UTC" } }),
    getMaintenanceList: (_, socket) => (socket.emit("maintenanceList", {}), { ok: true }),
    getAPIKeyList: (_, socket) => (socket.emit("apiKeyList", []), { ok: true }),
  });
  client = await connect({ url: kuma.url, auth: sessionTokenAuth(sessionToken), timeouts: { call: 2_000 } });
  // Lists that the server says by itself.
  for (const list of ["proxyList", "dockerHostList", "remoteBrowserList", "apiKeyList"]) kuma.say(list, []);
});

afterAll(async () => {
  await client.close();
  await kuma[Symbol.asyncDispose]();
});

class Settings {
  readonly type = "push";
  readonly name = "web";
}

const notIds: readonly unknown[] = [Number.NaN, -1, 0, 1.5, "1", Infinity, 2 ** 60, null, undefined, {}, [1]];
const notObjects: readonly unknown[] = [
  null,
  undefined,
  "text",
  5,
  true,
  [],
  [{}],
  new Settings(),
  new Map(),
  () => {},
];
const notTexts: readonly unknown[] = [null, undefined, 5, {}, [], Symbol("text")];
const long = "x".repeat(10_000);

// Every argument below is wrong on purpose.
// oxlint-disable typescript/no-explicit-any, typescript/no-unsafe-argument
type Wrong = any;
type Call = (wrong: Wrong) => unknown;
type Table = Readonly<Record<string, readonly [Call, readonly unknown[]]>>;

const idTable: Readonly<Record<string, Call>> = {
  "monitors.get": (id) => client.monitors.get(id),
  "monitors.update": (id) => client.monitors.update(id, { name: "new" }),
  "monitors.clone": (id) => client.monitors.clone(id),
  "monitors.delete": (id) => client.monitors.delete(id),
  "monitors.pause": (id) => client.monitors.pause(id),
  "monitors.resume": (id) => client.monitors.resume(id),
  "monitors.heartbeats": (id) => client.monitors.heartbeats(id, { hours: 1 }),
  "monitors.chartData": (id) => client.monitors.chartData(id, { hours: 1 }),
  "monitors.clearEvents": (id) => client.monitors.clearEvents(id),
  "monitors.clearHeartbeats": (id) => client.monitors.clearHeartbeats(id),
  "notifications.get": (id) => client.notifications.get(id),
  "notifications.update": (id) => client.notifications.update(id, { name: "new" }),
  "notifications.delete": (id) => client.notifications.delete(id),
  "notifications.setDefault": (id) => client.notifications.setDefault(id, true),
  "notifications.attach, monitor": (id) => client.notifications.attach(id, 1),
  "notifications.attach, notification": (id) => client.notifications.attach(1, id),
  "notifications.detach, monitor": (id) => client.notifications.detach(id, 1),
  "notifications.detach, notification": (id) => client.notifications.detach(1, id),
  "notifications.attachToAll": (id) => client.notifications.attachToAll(id),
  "tags.get": (id) => client.tags.get(id),
  "tags.update": (id) => client.tags.update(id, { name: "new" }),
  "tags.delete": (id) => client.tags.delete(id),
  "tags.attach, monitor": (id) => client.tags.attach(id, 1, ""),
  "tags.attach, tag": (id) => client.tags.attach(1, id, ""),
  "tags.detach, monitor": (id) => client.tags.detach(id, 1, ""),
  "tags.detach, tag": (id) => client.tags.detach(1, id, ""),
  "proxies.get": (id) => client.proxies.get(id),
  "proxies.update": (id) => client.proxies.update(id, { port: 1 }),
  "proxies.delete": (id) => client.proxies.delete(id),
  "proxies.attachToAll": (id) => client.proxies.attachToAll(id),
  "dockerHosts.get": (id) => client.dockerHosts.get(id),
  "dockerHosts.update": (id) => client.dockerHosts.update(id, { name: "new" }),
  "dockerHosts.delete": (id) => client.dockerHosts.delete(id),
  "remoteBrowsers.get": (id) => client.remoteBrowsers.get(id),
  "remoteBrowsers.update": (id) => client.remoteBrowsers.update(id, { name: "new" }),
  "remoteBrowsers.delete": (id) => client.remoteBrowsers.delete(id),
  "apiKeys.get": (id) => client.apiKeys.get(id),
  "apiKeys.enable": (id) => client.apiKeys.enable(id),
  "apiKeys.disable": (id) => client.apiKeys.disable(id),
  "apiKeys.delete": (id) => client.apiKeys.delete(id),
  "maintenance.get": (id) => client.maintenance.get(id),
  "maintenance.update": (id) => client.maintenance.update(id, { title: "new" }),
  "maintenance.delete": (id) => client.maintenance.delete(id),
  "maintenance.pause": (id) => client.maintenance.pause(id),
  "maintenance.resume": (id) => client.maintenance.resume(id),
  "maintenance.monitorIds": (id) => client.maintenance.monitorIds(id),
  "maintenance.setMonitors": (id) => client.maintenance.setMonitors(id, []),
  "maintenance.statusPageIds": (id) => client.maintenance.statusPageIds(id),
  "maintenance.setStatusPages": (id) => client.maintenance.setStatusPages(id, []),
  "statusPages.incidents.update": (id) => client.statusPages.incidents.update("page", id, { title: "new" }),
  "statusPages.incidents.resolve": (id) => client.statusPages.incidents.resolve("page", id),
  "statusPages.incidents.delete": (id) => client.statusPages.incidents.delete("page", id),
  dashboardUrlOf: (id) => dashboardUrlOf(url, id),
  badgeUrlOf: (id) => badgeUrlOf(url, id, { kind: "status" }),
  fetchBadge: (id) => fetchBadge(url, { monitorId: id, kind: "status" }),
};

const objectTable: Readonly<Record<string, Call>> = {
  "monitors.create": (input) => client.monitors.create(input),
  "monitors.createMany, one": (input) => client.monitors.createMany([input]),
  "monitors.createMany, skipping": (input) => client.monitors.createMany([input], { skipExisting: true }),
  "monitors.update": (patch) => client.monitors.update(1, patch),
  "monitors.heartbeats": (range) => client.monitors.heartbeats(1, range),
  "monitors.chartData": (range) => client.monitors.chartData(1, range),
  "notifications.create": (input) => client.notifications.create(input),
  "notifications.update": (patch) => client.notifications.update(1, patch),
  "tags.create": (input) => client.tags.create(input),
  "tags.define": (input) => client.tags.define(input),
  "tags.update": (patch) => client.tags.update(1, patch),
  "proxies.create": (input) => client.proxies.create(input),
  "proxies.update": (patch) => client.proxies.update(1, patch),
  "dockerHosts.create": (input) => client.dockerHosts.create(input),
  "dockerHosts.update": (patch) => client.dockerHosts.update(1, patch),
  "remoteBrowsers.create": (input) => client.remoteBrowsers.create(input),
  "remoteBrowsers.update": (patch) => client.remoteBrowsers.update(1, patch),
  "apiKeys.create": (input) => client.apiKeys.create(input),
  "maintenance.create": (input) => client.maintenance.create(input),
  "maintenance.update": (patch) => client.maintenance.update(1, patch),
  "statusPages.create": (input) => client.statusPages.create(input),
  "statusPages.update": (patch) => client.statusPages.update("page", patch),
  "statusPages.incidents.post": (input) => client.statusPages.incidents.post("page", input),
  "statusPages.incidents.update": (patch) => client.statusPages.incidents.update("page", 1, patch),
  "settings.update": (patch) => client.settings.update(patch),
  "account.changePassword": (change) => client.account.changePassword(change),
  "system.checkDomain": (target) => client.system.checkDomain(target),
  connect: (options) => connect(options),
  setUpFirstUser: (options) => setUpFirstUser(options),
  passwordAuth: (options) => passwordAuth(options),
  storedSessionAuth: (store) => storedSessionAuth(store, sessionTokenAuth("token")),
  badgeUrlOf: (badge) => badgeUrlOf(url, 1, badge),
  fetchBadge: (badge) => fetchBadge(url, badge),
  "push, target": (target) => push(target),
};

const textTable: Readonly<Record<string, Call>> = {
  "statusPages.get": (slug) => client.statusPages.get(slug),
  "statusPages.update": (slug) => client.statusPages.update(slug, { title: "new" }),
  "statusPages.delete": (slug) => client.statusPages.delete(slug),
  "statusPages.incidents.post": (slug) => client.statusPages.incidents.post(slug, { title: "a", content: "b" }),
  "statusPages.incidents.unpinAll": (slug) => client.statusPages.incidents.unpinAll(slug),
  "statusPages.incidents.pinned": (slug) => client.statusPages.incidents.pinned(slug),
  "statusPages.incidents.history": (slug) => client.statusPages.incidents.history(slug).next(),
  "tags.attach": (value) => client.tags.attach(1, 1, value),
  "tags.detach": (value) => client.tags.detach(1, 1, value),
  "account.twoFactor.prepare": (password) => client.account.twoFactor.prepare(password),
  "account.twoFactor.enable, password": (password) => client.account.twoFactor.enable(password, "123456"),
  "account.twoFactor.enable, code": (code) => client.account.twoFactor.enable("password", code),
  "account.twoFactor.disable": (password) => client.account.twoFactor.disable(password),
  "account.changePassword": (newPassword) => client.account.changePassword({ currentPassword: "old", newPassword }),
  "system.pushExample": (language) => client.system.pushExample(language),
  "connect, url": (wrong) => connect({ url: wrong }),
  needsFirstUser: (wrong) => needsFirstUser(wrong),
  "passwordAuth, username": (username) => passwordAuth({ username, password: "p" }),
  "passwordAuth, password": (password) => passwordAuth({ username: "u", password }),
  sessionTokenAuth: (token) => sessionTokenAuth(token),
  totpFromSecret: (secret) => totpFromSecret(secret),
  "setUpFirstUser, username": (username) => setUpFirstUser({ url, username, password: "p" }),
  "pushUrlOf, url": (wrong) => pushUrlOf(wrong, "token"),
  "pushUrlOf, token": (token) => pushUrlOf(url, token),
  fetchEntryPage: (wrong) => fetchEntryPage(wrong),
  fetchPublicStatusPage: (slug) => fetchPublicStatusPage(url, slug),
  fetchPublicHeartbeats: (slug) => fetchPublicHeartbeats(url, slug),
  notificationJsonSchema: (type) => notificationJsonSchema(type),
};

const otherTable: Table = {
  "monitors.create, type": [(type) => client.monitors.create({ type, name: "web" }), [null, 5, "htttp", {}]],
  "monitors.create, name": [(name) => client.monitors.create({ type: "push", name }), [null, 5, "", " ", long, "a\nb"]],
  "monitors.create, parent": [
    (parent) => client.monitors.create({ type: "push", name: "web", parent }),
    [Number.NaN, -1, 1.5, "1", {}],
  ],
  "monitors.create, notificationIds": [
    (notificationIds) => client.monitors.create({ type: "push", name: "web", notificationIds }),
    [null, "1", 1, [null], ["1"], [1.5], { "1": true }],
  ],
  "monitors.create, interval": [
    (interval) => client.monitors.create({ type: "push", name: "web", interval }),
    [null, Number.NaN, -1, 0, 1.5, "60", Infinity],
  ],
  "monitors.create, codes": [
    (codes) => client.monitors.create({ type: "http", name: "web", url, acceptedStatusCodes: codes }),
    [null, "200", [200], [null]],
  ],
  "monitors.createMany, list": [(list) => client.monitors.createMany(list), [null, undefined, "x", 5, {}, new Set()]],
  "monitors.createMany, concurrency": [
    (concurrency) => client.monitors.createMany([], { concurrency }),
    [0, -1, 1.5, Number.NaN, "4", Infinity],
  ],
  "monitors.createMany, onProgress": [(onProgress) => client.monitors.createMany([], { onProgress }), [null, 5, "x"]],
  "monitors.update, own parent": [(id) => client.monitors.update(id, { parent: id }), [1, 7]],
  "monitors.update, name": [(name) => client.monitors.update(1, { name }), [null, "", long, 5]],
  "monitors.clone, overrides": [(overrides) => client.monitors.clone(1, overrides), [null, "x", [], new Settings()]],
  "monitors.delete, children": [(children) => client.monitors.delete(1, { children }), [true, "all", null]],
  "monitors.heartbeats, hours": [
    (hours) => client.monitors.heartbeats(1, { hours }),
    [0, -1, Number.NaN, Infinity, "1", null, undefined, 1e9],
  ],
  "monitors.watch": [
    (ids) => client.monitors.watch(ids),
    [null, undefined, "1", "every", Number.NaN, -1, [1, "2"], {}],
  ],
  "monitors.watch, capacity": [(capacity) => client.monitors.watch(1, { capacity }), [0, -1, 1.5, "9", null]],
  "monitors.importantHeartbeats": [
    (monitorId) => client.monitors.importantHeartbeats({ monitorId }).next(),
    [Number.NaN, -1, "1", null],
  ],
  "monitors.importantHeartbeats, pageSize": [
    (pageSize) => client.monitors.importantHeartbeats({ pageSize }).next(),
    [0, 1.5, 1_001, "9", null],
  ],
  "monitors.countImportantHeartbeats": [
    (monitorId) => client.monitors.countImportantHeartbeats({ monitorId }),
    [Number.NaN, -1, "1", null],
  ],
  "notifications.test": [(wrong) => client.notifications.test(wrong), [null, undefined, "1", Number.NaN, -1, [], {}]],
  "notifications.create, name": [
    (name) => client.notifications.create({ type: "webhook", name, webhookURL: url }),
    [null, "", long, 5, "a\u0000b"],
  ],
  "notifications.create, type": [(type) => client.notifications.create({ type, name: "x" }), [null, 5, "", {}]],
  "tags.create": [(name) => client.tags.create({ name, color: "#000000" }), [null, "", " ", long, 5]],
  "tags.create, color": [(color) => client.tags.create({ name: "x", color }), [null, "", long, 5]],
  "proxies.create": [(host) => client.proxies.create({ protocol: "http", host, port: 1 }), [null, "", " ", long, 5]],
  "remoteBrowsers.test": [
    (browser) => client.remoteBrowsers.test(browser),
    [null, undefined, "", "http://x", long, Number.NaN, -1, {}, []],
  ],
  "dockerHosts.test": [(wrong) => client.dockerHosts.test(wrong), [null, undefined, "1", Number.NaN, {}, []]],
  "dockerHosts.create": [
    (name) => client.dockerHosts.create({ name, connection: "tcp", daemon: url }),
    [null, "", long, 5],
  ],
  "apiKeys.create": [(expiresAt) => client.apiKeys.create({ name: "x", expiresAt }), ["2030", 5, new Date(Number.NaN)]],
  "maintenance.create, monitorIds": [
    (monitorIds) => client.maintenance.create({ strategy: "manual", title: "x", monitorIds }),
    [null, "1", [null], ["1"], [Number.NaN]],
  ],
  "maintenance.create, title": [
    (title) => client.maintenance.create({ strategy: "manual", title }),
    [null, "", long, 5],
  ],
  "maintenance.setMonitors": [(ids) => client.maintenance.setMonitors(1, ids), [null, "1", [-1], {}]],
  "statusPages.create, groups": [
    (groups) => client.statusPages.create({ slug: "page", title: "x", groups }),
    [null, {}, [null], [{ name: "g", monitors: null }], [{ name: "g", monitors: [{ id: "1" }] }]],
  ],
  "statusPages.create, title": [(title) => client.statusPages.create({ slug: "page", title }), [null, "", long, 5]],
  "settings.update, password": [
    (currentPassword) => client.settings.update({ disableAuth: true }, { currentPassword }),
    [null, 5],
  ],
  "events, capacity": [(capacity) => client.events({ capacity }), [0, "9", null]],
  "call, event": [(event) => client.call(event, []), [null, undefined, 5, "", " ", long, "disconnect", "connect"]],
  "call, args": [(args) => client.call("getTags", args), [null, "1", 5, {}, [1n], [1n, () => {}]]],
  "call, receive": [(receive) => client.call("getTags", [], { receive }), [null, 5, "", "disconnect"]],
  "connect, auth": [(auth) => connect({ url, auth }), [null, "admin", {}, { authenticate: true }]],
  "connect, headers": [(headers) => connect({ url, headers }), [null, "x: y", [], { "x-y": 5 }]],
  "connect, tls": [(tls) => connect({ url, tls }), [null, true, { ca: 5 }, { rejectUnauthorized: "no" }]],
  "connect, timeouts": [(timeouts) => connect({ url, timeouts }), [null, 5, { call: 0 }, { connect: Number.NaN }]],
  "connect, logger": [(logger) => connect({ url, logger }), [null, {}, "console", { debug: () => {} }]],
  "connect, proxy": [(proxy) => connect({ url, proxy }), [5, "proxy", "socks5://h:1", {}]],
  "fetchMetrics, auth": [(auth) => fetchMetrics(url, auth), [null, "key", {}, { apiKey: "" }, { username: "u" }]],
  "push, beat": [(beat) => push(`${url}/api/push/abc`, beat), [null, "up", { status: "ok" }, { ping: -1 }]],
  "push, address": [(target) => push(target), [`${url}/api/push/%zz`, `${url}/api/push/`, "http://", url]],
  "push, options": [(options) => push(`${url}/api/push/abc`, {}, options), [null, { timeout: -1 }, { signal: 5 }]],
};

const options: readonly unknown[] = [
  null,
  "5 s",
  [],
  ...[0, -1, Number.NaN, Infinity, 2 ** 31, "5"].map((timeout) => ({ timeout })),
  ...[null, true, {}].map((signal) => ({ signal })),
];
const optionsTable: Table = Object.fromEntries(
  Object.entries<Call>({
    "monitors.list": (wrong) => client.monitors.list(wrong),
    "monitors.create": (wrong) => client.monitors.create({ type: "push", name: "x" }, wrong),
    "monitors.createMany": (wrong) => client.monitors.createMany([], wrong),
    "monitors.delete": (wrong) => client.monitors.delete(1, wrong),
    "notifications.list": (wrong) => client.notifications.list(wrong),
    "proxies.list": (wrong) => client.proxies.list(wrong),
    "settings.update": (wrong) => client.settings.update({ checkUpdate: false }, wrong),
    "database.shrink": (wrong) => client.database.shrink(wrong),
    "system.info": (wrong) => client.system.info(wrong),
    call: (wrong) => client.call("getTags", [], wrong),
    fetchEntryPage: (wrong) => fetchEntryPage(url, wrong),
  }).map(([name, call]) => [name, [call, options] as const]),
);

const withAll = (table: Readonly<Record<string, Call>>, wrong: readonly unknown[]): Table =>
  Object.fromEntries(Object.entries(table).map(([name, call]) => [name, [call, wrong] as const]));

const tables: Readonly<Record<string, Table>> = {
  "an id": withAll(idTable, notIds),
  "an object": withAll(objectTable, notObjects),
  "a text": withAll(textTable, notTexts),
  "call options": optionsTable,
  "something else": otherTable,
};

async function failureOf(call: Call, wrong: unknown): Promise<unknown> {
  try {
    await call(wrong);
    return "nothing";
  } catch (error) {
    return error;
  }
}

describe.each(Object.entries(tables))("what is not %s", (_, table) => {
  test.each(Object.entries(table))("is refused by %s, and nothing is sent", async (_name, [call, values]) => {
    for (const wrong of values) {
      requests = kuma.received.length;
      const failure = await failureOf(call, wrong);
      if (!isKumaError(failure)) throw new Error(`${String(wrong)} gave ${String(failure)}`, { cause: failure });
      expect([failure.code, wrong]).toEqual(["KUMA_VALIDATION", wrong]);
      expect(failure.message).toMatch(/^[\w.-]+: \S.{5,}$/);
      expect(failure.message.length).toBeLessThan(900);
      expect(kuma.received.slice(requests)).toEqual([]);
    }
  });
});

test("what was given instead of an object is said, with what to do", async () => {
  const said = async (input: unknown): Promise<unknown> => failureOf((wrong) => client.monitors.create(wrong), input);
  expect(await said(null)).toMatchObject({
    message: "input: must be a plain object, not null",
    hint: "Give a plain object with the fields by name.",
  });
  expect(await said([])).toMatchObject({ message: "input: must be a plain object, not a list" });
  expect(await said("s3cr3t")).toMatchObject({ message: "input: must be a plain object, not a string" });
  expect(await said(new Settings())).toMatchObject({
    message: "input: must be a plain object, not an instance of Settings",
    hint: "Copy what is needed into a plain object.",
  });
  expect(await failureOf((id) => client.monitors.get(id), "12")).toMatchObject({
    message: "id: must be an id: a whole number above 0",
    hint: "Give it as a number, not as a text.",
  });
  expect(await failureOf((password) => passwordAuth({ username: "u", password }), undefined)).toMatchObject({
    field: "password",
    hint: expect.stringContaining("environment variable"),
  });
});

test("createMany says which input is wrong", async () => {
  const good = { type: "push", name: "a", notificationIds: [] } as const;
  const failure = await failureOf((wrong) => client.monitors.createMany([good, good, wrong]), {
    ...good,
    interval: -1,
  });
  expect(failure).toMatchObject({ field: "2.interval" });
});
