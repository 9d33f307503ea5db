import { connect, passwordAuth, push, type KumaClient, type Monitor } from "@kumakit/client";
import { startAlertSink, type AlertSink } from "@kumakit/testkit";
import { kumaServers } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { proveAlerts, type Proof, type ProofLevel } from "../../src/index.ts";

type MonitorSettings = Readonly<{ parent?: number; upsideDown?: boolean; maxRetries?: number; interval?: number }>;

/** The hands of a case: all that they make is deleted afterwards. */
interface Bench {
  /** A webhook; to the sink when nothing else is said. */
  channel(name: string, more?: Readonly<Record<string, unknown>>): Promise<number>;
  /** A Push monitor that has been reported to. */
  monitor(channels: readonly number[], more?: MonitorSettings): Promise<Monitor>;
  group(more?: MonitorSettings): Promise<Monitor>;
  maintenance(monitor: Monitor): Promise<number>;
}

/** A verdict, as short as a person would say it. */
interface Verdict {
  /** The findings of the first monitor. */
  readonly findings: readonly string[];
  /** Whether each channel took the test message; undefined for one that was not tested. */
  readonly took?: readonly (boolean | undefined)[];
  /** The channels that were probably left out, or hold others up. */
  readonly suspects?: number;
  readonly delays?: readonly number[];
}

interface Case {
  /** A double renders none. */
  readonly hasTemplate?: true;
  readonly level: ProofLevel;
  readonly prepare: (bench: Bench) => Promise<Monitor>;
  readonly verdict: Verdict;
}

const fine = { findings: [] } as const;
// Nothing of it is rendered in a test message, which has no heartbeat.
const brokenTemplate = "{% if heartbeatJSON %}{% render 'nowhere' %}{% endif %}fine";
const template = (webhookCustomBody: string) => ({ webhookContentType: "custom", webhookCustomBody });

describe.each(kumaServers())("prepared cases on $label", (server) => {
  let client: KumaClient;
  let sink: AlertSink;
  let slow: AlertSink;
  let bad: AlertSink;
  const undo: (() => Promise<unknown>)[] = [];

  const bench: Bench = {
    async channel(name, more = {}) {
      const input = { type: "webhook", name: `case ${process.pid} ${name}`, webhookURL: sink.url };
      const { id } = await client.notifications.create({ ...input, webhookContentType: "json", ...more });
      undo.unshift(() => client.notifications.delete(id));
      return id;
    },
    async monitor(notificationIds, more = {}) {
      const name = `case ${process.pid}`;
      const monitor = await client.monitors.create({ type: "push", name, interval: 600, notificationIds, ...more });
      undo.unshift(() => client.monitors.delete(monitor.id));
      await push({ server: server.url, token: monitor.pushToken ?? "" }, { message: "fine" });
      return monitor;
    },
    async group(more = {}) {
      const name = `case ${process.pid} group ${undo.length}`;
      const group = await client.monitors.create({ type: "group", name, notificationIds: [], ...more });
      undo.unshift(() => client.monitors.delete(group.id));
      return group;
    },
    async maintenance({ id }) {
      const made = await client.maintenance.create({
        title: `case ${process.pid}`,
        strategy: "manual",
        monitorIds: [id],
      });
      undo.unshift(() => client.maintenance.delete(made.id));
      return made.id;
    },
  };

  beforeAll(async () => {
    [sink, slow, bad] = await Promise.all([startAlertSink(), startAlertSink(), startAlertSink()]);
    slow.respondWith({ delay: 1500 });
    bad.respondWith({ status: 500 });
    client = await connect({ url: server.url, auth: passwordAuth(server), keepStates: true });
  });
  afterAll(async () => {
    await client.close();
    await Promise.all([sink.close(), slow.close(), bad.close()]);
  });
  beforeEach(() => {
    undo.length = 0;
  });

  const cases: Readonly<Record<string, Case>> = {
    "one channel that works": {
      level: "alert",
      prepare: async ({ channel, monitor }) => monitor([await channel("chat")]),
      verdict: { ...fine, took: [true], suspects: 0 },
    },
    "two channels that work": {
      level: "alert",
      prepare: async ({ channel, monitor }) => monitor([await channel("chat"), await channel("mail")]),
      verdict: { ...fine, took: [true, true], suspects: 0 },
    },
    "a channel that is slow": {
      level: "alert",
      prepare: async ({ channel, monitor }) => monitor([await channel("slow", { webhookURL: slow.url })]),
      verdict: { ...fine, took: [true], suspects: 0, delays: [0] },
    },
    "a channel that answers 500": {
      level: "alert",
      prepare: async ({ channel, monitor }) =>
        monitor([await channel("bad", { webhookURL: bad.url }), await channel("chat")]),
      verdict: { ...fine, took: [false, true], suspects: 0 },
    },
    "a channel where nobody listens": {
      level: "test",
      prepare: async ({ channel, monitor }) =>
        monitor([await channel("closed", { webhookURL: "http://127.0.0.1:9/" })]),
      verdict: { ...fine, took: [false] },
    },
    "a channel whose host does not exist": {
      level: "test",
      prepare: async ({ channel, monitor }) =>
        monitor([await channel("nowhere", { webhookURL: "http://nowhere.invalid/" })]),
      verdict: { ...fine, took: [false] },
    },
    "a template that cannot be read": {
      hasTemplate: true,
      level: "test",
      prepare: async ({ channel, monitor }) => monitor([await channel("unread", template("{% if %}"))]),
      verdict: { ...fine, took: [false] },
    },
    "a template that works for tests alone": {
      hasTemplate: true,
      level: "alert",
      prepare: async ({ channel, monitor }) =>
        monitor([await channel("template", { webhookURL: slow.url, ...template(brokenTemplate) })]),
      verdict: { ...fine, took: [true], suspects: 1 },
    },
    "a template that works": {
      hasTemplate: true,
      level: "alert",
      prepare: async ({ channel, monitor }) =>
        monitor([await channel("template", { webhookURL: slow.url, ...template('{"text": "{{ msg }}"}') })]),
      verdict: { ...fine, took: [true], suspects: 0 },
    },
    "nobody is attached": {
      level: "alert",
      prepare: ({ monitor }) => monitor([]),
      verdict: { findings: ["nobody-alerted"], took: [] },
    },
    paused: {
      level: "settings",
      prepare: async ({ channel, monitor }) => {
        const made = await monitor([await channel("chat")]);
        await client.monitors.pause(made.id);
        return await client.monitors.get(made.id);
      },
      verdict: { findings: ["paused"], took: [undefined] },
    },
    "in a paused group": {
      level: "settings",
      prepare: async ({ channel, group, monitor }) => {
        const around = await group();
        const made = await monitor([await channel("chat")], { parent: around.id });
        await client.monitors.pause(around.id);
        return await client.monitors.get(made.id);
      },
      verdict: { findings: ["group-paused"] },
    },
    "in a group in a paused group": {
      level: "settings",
      prepare: async ({ channel, group, monitor }) => {
        const outer = await group();
        const inner = await group({ parent: outer.id });
        const made = await monitor([await channel("chat")], { parent: inner.id });
        await client.monitors.pause(outer.id);
        return await client.monitors.get(made.id);
      },
      verdict: { findings: ["group-paused"] },
    },
    "in a maintenance": {
      level: "settings",
      prepare: async ({ channel, monitor, maintenance }) => {
        const made = await monitor([await channel("chat")]);
        await maintenance(made);
        return made;
      },
      verdict: { findings: ["under-maintenance"] },
    },
    "its group is in a maintenance": {
      level: "settings",
      prepare: async ({ channel, group, monitor, maintenance }) => {
        const around = await group();
        await maintenance(around);
        return await monitor([await channel("chat")], { parent: around.id });
      },
      verdict: { findings: ["under-maintenance"] },
    },
    "in a maintenance that is paused": {
      level: "settings",
      prepare: async ({ channel, monitor, maintenance }) => {
        const made = await monitor([await channel("chat")]);
        await client.maintenance.pause(await maintenance(made));
        return made;
      },
      verdict: fine,
    },
    "upside-down": {
      level: "settings",
      prepare: async ({ channel, monitor }) => monitor([await channel("chat")], { upsideDown: true }),
      verdict: { findings: ["upside-down"] },
    },
    retries: {
      level: "settings",
      prepare: async ({ channel, monitor }) => monitor([await channel("chat")], { maxRetries: 3 }),
      verdict: { findings: ["retries"] },
    },
    "nothing ever reported": {
      level: "settings",
      prepare: async ({ channel }) => {
        const notificationIds = [await channel("chat")];
        const made = await client.monitors.create({ type: "push", name: `case ${process.pid}`, notificationIds });
        undo.unshift(() => client.monitors.delete(made.id));
        return made;
      },
      verdict: { findings: ["never-reported"] },
    },
    "several faults, the worst first": {
      level: "settings",
      prepare: async ({ monitor }) => {
        const made = await monitor([], { upsideDown: true, maxRetries: 1 });
        await client.monitors.pause(made.id);
        return await client.monitors.get(made.id);
      },
      verdict: { findings: ["nobody-alerted", "paused", "upside-down", "retries"] },
    },
  };

  const isDouble = server.label.startsWith("double");
  const here = Object.entries(cases).filter(([, { hasTemplate = false }]) => !(isDouble && hasTemplate));

  it.each(here)("%s", { timeout: 60_000 }, async (_, { level, prepare, verdict }) => {
    const before = await everything();
    const monitor = await prepare(bench);
    const made = await everything();
    try {
      expect(verdictOf(await proveAlerts(client, { monitors: [monitor], level }))).toMatchObject(verdict);
      expect(await everything()).toEqual(made);
    } finally {
      for (const step of undo) await step();
    }
    expect(await everything()).toEqual(before);
  });

  /** All that a proof could leave behind; tests of other files are at work on the same server. */
  async function everything(): Promise<readonly string[]> {
    const lists = [await client.monitors.list(), await client.notifications.list()];
    const names = lists.flatMap((list) => list.map(({ id, name }) => `${id} ${name}`));
    return names.filter((name) => / kumakit (?:proof|witness)| case /.test(name)).toSorted();
  }
});

function verdictOf({ monitors, channels }: Proof): Required<Verdict> {
  return {
    findings: monitors[0]?.findings.map(({ code }) => code) ?? [],
    took: channels.map(({ test }) => test?.ok),
    suspects: channels.filter(({ isSuspect }) => isSuspect).length,
    delays: channels.map(({ delays }) => delays),
  };
}
