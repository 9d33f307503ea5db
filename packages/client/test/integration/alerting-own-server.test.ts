import { ownServers, type OwnServer } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, passwordAuth } from "../../src/index.ts";
import type { KumaClient } from "../../src/index.ts";
import { everythingShown } from "../support/everything-shown.ts";
import { failureOf } from "../support/failure-of.ts";
import { openRawCalls } from "../support/raw-calls.ts";

const admin = { username: "admin", password: "kuma-Test-1" };

/** Things that touch every monitor, or that no request takes back. */
describe.each(ownServers)("a separate server: $label", (kind) => {
  let server: OwnServer;
  let client: KumaClient;

  beforeAll(async () => {
    server = await kind.start({ admin });
    client = await connect({ url: server.url, auth: passwordAuth(admin) });
  });
  afterAll(async () => {
    await client.close();
    await server[Symbol.asyncDispose]();
  });

  const metricsStatus = async (username: string, password: string): Promise<number> => {
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
    const response = await fetch(`${server.url}/metrics`, { headers: { authorization } });
    await response.text();
    return response.status;
  };

  test("an API key opens /metrics while it is on, and shuts the password out for good", async () => {
    const { apiKeys } = client;
    expect(await apiKeys.list()).toEqual([]);
    expect(await metricsStatus(admin.username, admin.password)).toBe(200);
    const expiresAt = new Date(Math.trunc(Date.now() / 1000) * 1000 + 86_400_000);
    const made = await apiKeys.create({ name: "prometheus", expiresAt });
    expect(made).toMatchObject({ name: "prometheus", active: true, status: "active", expiresAt });
    expect(Date.now() - Number(made.createdAt)).toBeLessThan(60_000);

    const second = await apiKeys.create({ name: "grafana" });
    expect(second.key).toMatch(new RegExp(`^uk${second.id}_[\\w-]{40}$`));
    expect(everythingShown(second)).not.toContain(second.key);
    expect(second.expiresAt).toBeNull();
    expect(await metricsStatus("anybody", second.key)).toBe(200);
    expect(await metricsStatus(admin.username, admin.password)).toBe(401);

    await apiKeys.disable(second.id);
    await apiKeys.disable(second.id);
    expect(await apiKeys.get(second.id)).toMatchObject({ active: false, status: "inactive" });
    expect(await metricsStatus("anybody", second.key)).toBe(401);
    await apiKeys.enable(second.id);
    expect(await apiKeys.get(second.id)).toMatchObject({ active: true, status: "active" });
    expect(await metricsStatus("anybody", second.key)).toBe(200);

    const past = await apiKeys.create({ name: "old", expiresAt: new Date(Date.now() - 3_600_000) });
    expect(past.status).toBe("expired");
    expect(await metricsStatus("anybody", past.key)).toBe(401);

    for (const { id } of await apiKeys.list()) await apiKeys.delete(id);
    expect(await apiKeys.list()).toEqual([]);
    expect(await failureOf(apiKeys.delete(second.id))).toMatchObject({ code: "KUMA_NOT_FOUND", resource: "API key" });
    expect(await metricsStatus(admin.username, admin.password)).toBe(401);
  });

  test("an API key expires when it says, whatever the server's time zone is", async () => {
    await using raw = await openRawCalls(server.url, client.session.token);
    const { data } = await raw.call("getSettings");
    await raw.call("setSettings", { ...(data as object), serverTimezone: "Asia/Tokyo" }, admin.password);
    const soon = await client.apiKeys.create({ name: "soon", expiresAt: new Date(Date.now() + 1_800_000) });
    const past = await client.apiKeys.create({ name: "past", expiresAt: new Date(Date.now() - 1_800_000) });
    expect([soon.status, past.status]).toEqual(["active", "expired"]);
    expect(Math.abs(Number(soon.expiresAt) - Date.now() - 1_800_000)).toBeLessThan(60_000);
    await raw.call("setSettings", { ...(data as object) }, admin.password);
    for (const { id } of await client.apiKeys.list()) await client.apiKeys.delete(id);
  });

  test("a notification goes on every monitor once, and not again at a later change", async () => {
    const { monitors, notifications } = client;
    const input = { type: "webhook", webhookURL: "http://127.0.0.1:9/x" } as const;
    const make = (name: string) => monitors.create({ type: "push", name, notificationIds: [], active: false });
    const first = await make("first");
    const second = await make("second");
    const idsOf = async (id: number): Promise<readonly number[]> => (await monitors.get(id)).notificationIds;
    const hook = await notifications.create({ ...input, name: "hook" });
    await notifications.attach(first.id, hook.id);
    await notifications.attachToAll(hook.id);
    expect([await idsOf(first.id), await idsOf(second.id)]).toEqual([[hook.id], [hook.id]]);

    const made = await notifications.create({ ...input, name: "made for all", applyExisting: true });
    expect(await idsOf(first.id)).toEqual([hook.id, made.id]);
    const third = await make("third");
    for (const { id } of [hook, made]) await notifications.update(id, { webhookContentType: "form-data" });
    expect(await idsOf(third.id)).toEqual([]);
    expect(await failureOf(notifications.attachToAll(999_999))).toMatchObject({ code: "KUMA_NOT_FOUND" });
  });

  test("a proxy is put before every monitor, and taken away with its deletion", async () => {
    const { monitors, proxies } = client;
    const { id } = await monitors.create({ type: "push", name: "behind", notificationIds: [], active: false });
    const proxyOf = async (): Promise<unknown> => (await monitors.get(id)).raw["proxyId"];
    const proxy = await proxies.create({ protocol: "http", host: "127.0.0.1", port: 9 });
    expect(await proxyOf()).toBeNull();
    await proxies.attachToAll(proxy.id);
    expect(await proxyOf()).toBe(proxy.id);
    await proxies.delete(proxy.id);
    expect(await proxyOf()).toBeNull();
  });
});
