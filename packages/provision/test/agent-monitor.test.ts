import type { KumaClient, Monitor } from "@kumakit/client";
import type { HostFacts } from "@kumakit/installer";
import { expect, test } from "vitest";

import { agentMonitorWish, newCheckSettings } from "../src/agent/agent-monitor.ts";
import { requestOf, type AgentWish } from "../src/agent/agent-wish.ts";
import { agentMarker, groupMarker, isHostGroup } from "../src/agent/check-marker.ts";
import { isFormerMonitor } from "../src/agent/former-monitors.ts";
import { formatMarker } from "../src/marker/marker.ts";
import type { MonitorWish } from "../src/monitors/monitor-wish.ts";

const account = { user: "alice", uid: 1000, group: "alice" };
const folders = { home: "/home/alice", runtime: "/run/user/1000" };

function factsOf(changes: Partial<HostFacts> = {}): HostFacts {
  const has = { systemd: true };
  const facts = {
    hostname: "web1",
    machineId: "aa",
    scope: "system",
    has,
    files: {},
    unreadable: {},
    account,
    folders,
  };
  return { ...facts, ...changes } as unknown as HostFacts;
}

const facts = factsOf();
const otherHost = factsOf({ machineId: "bb" });

function monitor(id: number, name: string, more: Partial<Monitor> = {}): Monitor {
  return { id, name, type: "push", description: null, parent: null, pushToken: `token${id}`, ...more } as Monitor;
}

function clientWith(...monitors: readonly Monitor[]): KumaClient {
  return { monitors: { reported: async () => monitors } } as unknown as KumaClient;
}

interface Case {
  readonly monitors?: readonly Monitor[];
  readonly taken?: readonly string[];
  readonly facts?: HostFacts;
  readonly wish?: Partial<AgentWish>;
}

async function wishOf(given: Case): Promise<MonitorWish> {
  const wished = await wishedFor(given);
  if (wished === undefined) throw new Error("none is wished");
  return wished;
}

async function wishedFor(given: Case): Promise<MonitorWish | undefined> {
  const { monitors = [], taken = [], facts: on = facts, wish = {} } = given;
  const host = { label: "web1", runScript: () => Promise.reject(new Error("not here")) };
  const request = requestOf({ program: "agent.mjs", ...wish }, host);
  return await agentMonitorWish(clientWith(...monitors), taken, { facts: on, request });
}

const marked = (id: number, on = facts): Monitor =>
  monitor(id, "moved", { description: `old text ${formatMarker(agentMarker(on))} and more`, parent: 7 });

test("it has an interval that rounds of cron fit into, where there is no systemd", async () => {
  const has = { systemd: false } as HostFacts["has"];
  expect((await wishOf({})).whenNew).toMatchObject({ interval: 60 });
  expect((await wishOf({ facts: factsOf({ has }) })).whenNew).toMatchObject({ interval: 180 });
  // So have the others where it is left out.
  expect(await newCheckSettings(clientWith(), factsOf({ has }), undefined)).toMatchObject({ interval: 180 });
});

test("a new one has a short interval, and is put into the host's group", async () => {
  const wish = await wishOf({ wish: { notify: ["ops"], interval: 30 } });
  // What is said of the interval is said of the checks.
  expect(wish).toMatchObject({
    name: "web1/agent",
    notify: ["ops"],
    whenNew: { interval: 60, group: { name: "web1", marker: groupMarker(facts) } },
    ifExists: "update",
  });
  expect(wish.interval ?? wish.group).toBeUndefined();
});

test.each<[string, Case, string]>([
  ["the form that the names have", { wish: { nameTemplate: "{unit} on {host}" } }, "agent on web1"],
  ["the usual form where units share a name", { wish: { nameTemplate: "my service" } }, "web1/agent"],
  ["the person's name for a person's own agent", { facts: factsOf({ scope: "user" }) }, "web1/agent-alice"],
  ["a number behind a unit called agent", { taken: ["web1/agent"] }, "web1/agent 2"],
  [
    "a number behind another host of that name",
    { monitors: [{ ...marked(1, otherHost), name: "web1/agent" }] },
    "web1/agent 2",
  ],
  [
    "a number behind a person's monitor",
    { monitors: [monitor(1, "web1/agent"), monitor(2, "web1/agent 2")] },
    "web1/agent 3",
  ],
  [
    "the name of a person's monitor that is to be adopted",
    { monitors: [monitor(1, "web1/agent")], wish: { adopt: true } },
    "web1/agent",
  ],
])("its name is %s", async (_, given, name) => {
  expect((await wishOf(given)).name).toBe(name);
});

test("one that is there stays as it is, whatever it is called and whomever later units alert", async () => {
  const wish = await wishOf({ monitors: [monitor(1, "web1/agent"), marked(2)], wish: { notify: ["db-team"] } });
  expect(wish).toMatchObject({ name: "moved", ifExists: "keep", notify: "default", description: undefined });
  expect((await wishOf({ monitors: [marked(2)], wish: { notify: "none" } })).notify).toBe("none");
});

test("new monitors go where it is, also when that is no group", async () => {
  const group = monitor(7, "rack 4", { type: "group" });
  const client = clientWith(group, marked(2));
  const long = { interval: 600 };
  const where = (existing: Monitor | undefined) => newCheckSettings(client, facts, { existing });
  expect(await where(marked(2))).toEqual({ ...long, group: { name: "rack 4", id: 7 } });
  expect(await where(monitor(3, "alone"))).toEqual({ ...long, group: undefined });
  expect(await where(undefined)).toMatchObject({ ...long, group: { name: "web1" } });
});

test("it can be left out, and one that is there stays; without one the others have a short interval", async () => {
  const wish = { agentMonitor: false };
  expect(await wishedFor({ wish })).toBeUndefined();
  expect(await wishOf({ wish, monitors: [marked(2)] })).toMatchObject({ name: "moved", ifExists: "keep" });
  expect(await newCheckSettings(clientWith(), facts, undefined)).toMatchObject({
    interval: 60,
    group: { name: "web1" },
  });
});

test("a change of a check makes none", async () => {
  const changes = [{ check: "disk", change: <Definition>(definition: Definition) => definition }];
  expect(await wishedFor({ wish: { changes } })).toBeUndefined();
  expect(await wishOf({ wish: { changes }, monitors: [marked(2)] })).toMatchObject({ name: "moved" });
});

test("the markers of its parts are those of one host, and no check has them", () => {
  expect(formatMarker(agentMarker(facts))).toMatch(/^\[kumakit v1 host=[0-9a-f]{12} part=agent\]$/);
  expect(agentMarker(facts)).not.toEqual(agentMarker(otherHost));
  expect(isHostGroup(`x ${formatMarker(groupMarker(otherHost))}`)).toBe(true);
  expect(isHostGroup(formatMarker(agentMarker(facts)))).toBe(false);
});

test("under another name of the host it is a former one, and a monitor that only has its id is not", () => {
  const reporter = { called: "the agent itself", marker: agentMarker(facts), monitorId: 2, pushesWith: () => false };
  expect(isFormerMonitor(marked(2, otherHost), reporter)).toBe(true);
  expect(isFormerMonitor(marked(2), reporter)).toBe(false);
  expect(isFormerMonitor(marked(3, otherHost), reporter)).toBe(false);
  const ofGroup = monitor(2, "x", { description: formatMarker(groupMarker(otherHost)) });
  expect(isFormerMonitor(ofGroup, reporter)).toBe(false);
});
