import { connect, passwordAuth, type KumaClient, type Monitor } from "@kumakit/client";
import { kumaServers } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { ensureMonitor } from "../../src/monitors/ensure-monitor.ts";
import { marker } from "../../src/marker/marker.ts";
import type { MonitorPlan } from "../../src/monitors/monitor-action.ts";
import type { MonitorWish } from "../../src/monitors/monitor-wish.ts";
import { planMonitor } from "../../src/monitors/plan-monitor.ts";
import { saidBy, seenAfter, stateOf } from "../support/server-state.ts";
import { seededRandom } from "../support/seeded-random.ts";

const run = `kumakit-test-${process.pid} plan`;
const rounds = 60;
const seed = Number(process.env["KUMA_PLAN_SEED"] ?? Date.now() % 1_000_000);
const names = [`${run} a`, `${run} b`, `${run} web`] as const;
const groups = [undefined, undefined, `${run} web`, `${run} db`, " ", ""] as const;
const tags = [`${run} env`, `${run} team`];

describe.each(kumaServers())("$label", (server) => {
  let client: KumaClient;
  let hooks: readonly string[];

  const remove = async (): Promise<void> => {
    const ours = (await client.monitors.list()).filter(({ name }) => name.startsWith(run));
    for (const { id } of ours) await client.monitors.delete(id);
    for (const { id, name } of await client.tags.list()) if (name.startsWith(run)) await client.tags.delete(id);
  };

  beforeAll(async () => {
    client = await connect({ url: server.url, auth: passwordAuth(server) });
    hooks = [`${run} hook`, `${run} other`];
    for (const name of hooks)
      await client.notifications.create({
        name,
        type: "webhook",
        webhookURL: "http://127.0.0.1:9/",
        webhookContentType: "json",
      });
  });
  afterAll(async () => {
    await remove();
    for (const { id, name } of await client.notifications.list())
      if (name.startsWith(run)) await client.notifications.delete(id);
    await client.close();
  });

  /** What the plan and then the run come to: what was said, and what differs after it. */
  async function compare(wish: MonitorWish): Promise<{ said: unknown; seen: unknown; plan: MonitorPlan | undefined }> {
    const before = await stateOf(client, run);
    const plan = await planMonitor(client, wish).catch((error: { code: string }) => error);
    expect(await stateOf(client, run)).toEqual(before);
    const result = await ensureMonitor(client, wish).catch((error: { code: string }) => error);
    const after = await stateOf(client, run);
    if (!("actions" in plan)) {
      const isAsBefore = JSON.stringify(after) === JSON.stringify(before);
      return { said: plan.code, seen: "code" in result && isAsBefore ? result.code : after, plan: undefined };
    }
    return { said: saidBy(before, plan), seen: "code" in result ? result.code : seenAfter(before, after), plan };
  }

  test(`the plan is what is done: ${rounds} wishes at random, seed ${seed}`, async () => {
    const random = seededRandom(seed);
    for (let round = 0; round < rounds; round += 1) {
      if (round % 15 === 0) await remove();
      await disturb(client, random);
      const wish = wishAtRandom(random, hooks);
      const { said, seen } = await compare(wish);
      expect({ round, wish, result: seen }).toEqual({ round, wish, result: said });
    }
  });

  test("every kind of action is said and done", async () => {
    await remove();
    const wish: MonitorWish = { name: names[0] ?? "", notify: "none", tags: [], ifExists: "update" };
    const kindsOf = async (more: Partial<MonitorWish>): Promise<readonly string[]> => {
      const { said, seen, plan } = await compare({ ...wish, ...more });
      expect(seen).toEqual(said);
      return plan?.actions.map(({ kind }) => kind) ?? [];
    };
    const web = { group: `${run} web`, tags: [{ name: `${run} env`, value: "x" }] };
    expect(await kindsOf(web)).toEqual(["create-group", "create-tag", "create-monitor", "attach"]);
    expect(await kindsOf(web)).toEqual([]);
    const ours = (await client.monitors.list()).find(({ name }) => name === wish.name);
    await client.monitors.pause(ours?.id ?? 0);
    const more = { interval: 90, notify: hooks, group: `${run} db`, tags: [{ name: `${run} team`, value: "" }] };
    const all = ["create-group", "create-tag", "edit", "alert", "move", "attach", "resume"];
    expect(await kindsOf(more)).toEqual(all);
  });

  test.each<[string, Partial<MonitorWish>]>([
    ["a group without a name", { group: " " }],
    ["a name that is too long", { name: `${run} ${"x".repeat(200)}` }],
    ["a name of blanks", { name: "  " }],
    ["a group whose name is too long", { group: `${run} ${"x".repeat(200)}` }],
    ["a tag whose name is too long", { tags: [{ name: `${run} ${"x".repeat(300)}`, value: "" }] }],
    ["an interval that no server takes", { interval: 0 }],
    ["an unknown notification", { notify: [`${run} nobody`] }],
  ])("the plan refuses what the run refuses: %s", async (_, wrong) => {
    const wish: MonitorWish = { name: `${run} refused`, notify: "none", tags: [], ifExists: "update", ...wrong };
    const { said, seen } = await compare(wish);
    expect(said).toMatch(/^KUMA_/);
    expect(seen).toBe(said);
  });

  test("a monitor whose description lost its line breaks, or was written by the form before, is found by its marker", async () => {
    await remove();
    const mine = marker({ host: "0123456789ab", check: "nginx.service" });
    const wish: MonitorWish = {
      name: `${run} a`,
      notify: "none",
      tags: [],
      ifExists: "update",
      marker: mine,
      description: "Watches nginx.",
    };
    const { monitor } = await ensureMonitor(client, wish);
    expect(monitor.description).toBe("Watches nginx. [kumakit v1 host=0123456789ab check=nginx.service]");
    const { description: _, ...silent } = wish;
    const old = "[kumakit v1 host=0123456789ab check=nginx.service]";
    for (const description of [`Watches nginx.\n\n${old}`, `ask Ada first Watches nginx.${old} since May`]) {
      await client.monitors.update(monitor.id, { description, name: `${run} renamed` });
      const again = await ensureMonitor(client, { ...silent, name: `${run} renamed` });
      expect(again).toMatchObject({ outcome: "kept", monitor: { id: monitor.id, description } });
    }
  });
});

function wishAtRandom(random: () => number, hooks: readonly string[]): MonitorWish {
  const one = <T>(all: readonly [T, ...T[]]): T => all[Math.floor(random() * all.length)] ?? all[0];
  return {
    name: one(names),
    interval: one([undefined, 30, 60, 3]),
    notify: one<MonitorWish["notify"]>(["none", "default", hooks.slice(1), hooks, [`${run} nobody`]]),
    group: one(groups),
    tags: tags.filter(() => random() < 0.4).map((name) => ({ name, value: one(["", "x"]) })),
    description: one([undefined, undefined, "by a wish"]),
    marker: one([undefined, marker({ scope: run.replaceAll(" ", "-"), id: one(["a", "b"]) })]),
    ifExists: one(["error", "keep", "update", "update", "update"] as const),
  };
}

/** A person who clicks: whatever may be found on a server. */
async function disturb(client: KumaClient, random: () => number): Promise<void> {
  const ours: readonly Monitor[] = (await client.monitors.list()).filter(({ name }) => name.startsWith(run));
  const pushes = ours.filter(({ type }) => type === "push");
  const monitor = pushes[Math.floor(random() * pushes.length)];
  if (monitor === undefined || random() < 0.4) return;
  const group = ours.find(({ type }) => type === "group");
  const clicks = [
    () => client.monitors.pause(monitor.id),
    () => client.monitors.update(monitor.id, { parent: group?.id ?? null }),
    () => client.monitors.update(monitor.id, { upsideDown: true, maxRetries: 2 }),
    () => client.monitors.update(monitor.id, { notificationIds: [], description: "by hand" }),
  ];
  await clicks[Math.floor(random() * clicks.length)]?.();
}
