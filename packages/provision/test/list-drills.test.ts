import type { Heartbeat, Monitor } from "@kumakit/client";
import type { HostFacts } from "@kumakit/installer";
import { describe, expect, it } from "vitest";

import { drillMarker } from "../src/agent/check-marker.ts";
import {
  aboutDrills,
  drillDescription,
  drillMonitorsOf,
  withAck,
  type AboutDrills,
} from "../src/drill-schedule/drill-monitor.ts";
import { drillsOf } from "../src/drill-schedule/list-drills.ts";
import { hasMarker } from "../src/marker/marker.ts";

const account = { user: "root", uid: 0, group: "root" };
const facts = { machineId: "0", hostname: "tk-app3", account, scope: "system" } as unknown as HostFacts;
const weekly: AboutDrills = { every: "weekly", host: "tk-app3", ack: null };
const monday = new Date(2026, 10, 30, 10, 0);

function monitorWith(about: AboutDrills, active = true): Monitor {
  return { id: 1, name: "Alerts proven", type: "push", active, description: drillDescription(facts, about) } as Monitor;
}

function beat(status: "up" | "down", message: string, time = monday): Heartbeat {
  return { status, message, time } as Heartbeat;
}

const sent = beat("down", "A drill, nothing is down. Do you see this? kuma drill ack 482113");
const over = beat("up", "The drill is over. If you have seen it: kuma drill ack 482113");
const late = beat("down", "Nobody has acknowledged the drill of the alerts: kuma drill ack 482113");
const silence = beat("down", "No heartbeat in the time window");
const acked: AboutDrills = { ...weekly, ack: { code: "482113", at: monday, by: "ada [ops] 100%" } };

function stateOf(about: AboutDrills, beats: readonly Heartbeat[], active = true) {
  return drillsOf({ monitor: monitorWith(about, active), about, channels: [] }, beats);
}

describe("the drills of a host, by its monitor", () => {
  it("have in the description what was acknowledged, by whom and when", () => {
    const monitor = monitorWith(weekly);
    expect(aboutDrills(monitor)).toEqual(weekly);
    const description = withAck(monitor, acked);
    expect(aboutDrills({ ...monitor, description })).toEqual(acked);
    expect(hasMarker(description, drillMarker(facts))).toBe(true);
    expect(drillMonitorsOf(facts, [{ ...monitor, description }])).toHaveLength(1);
    // Another acknowledgement takes its place.
    const next = { ...acked, ack: { code: "111111", at: monday, by: "bob" } };
    expect(aboutDrills({ ...monitor, description: withAck({ ...monitor, description }, next) })).toEqual(next);
    expect(aboutDrills({ ...monitor, description: "[kumakit v1 drill=weekly]" })).toBeUndefined();
  });

  it.each([
    ["new", weekly, []],
    ["new", weekly, [beat("up", "A drill of the alerts begins")]],
    ["waiting", weekly, [sent]],
    ["waiting", weekly, [sent, over]],
    ["unproven", weekly, [sent, over, late]],
    ["unproven", weekly, [sent, over, silence]],
    ["proven", acked, [sent, over, beat("up", "Alerts are proven")]],
    // The server keeps no older heartbeats.
    ["proven", acked, [beat("up", "Alerts are proven")]],
    ["silent", acked, [sent, over, silence]],
    ["waiting", acked, [sent, over, { ...sent, message: sent.message.replace("482113", "111111") }, over]],
  ] as const)("are %s", (state, about, beats) => {
    expect(stateOf(about, beats).state).toBe(state);
  });

  it("are paused with their monitor", () => {
    expect(stateOf(acked, [sent], false)).toMatchObject({ state: "paused", next: null });
  });

  it.each([
    [monday, "weekly", new Date(2026, 11, 7, 10, 0)],
    [new Date(2026, 11, 6, 23, 0), "weekly", new Date(2026, 11, 7, 10, 0)],
    [new Date(2026, 11, 2, 15, 0), "monthly", new Date(2026, 11, 28, 10, 0)],
  ] as const)("come again after %s, %s", (time, every, next) => {
    expect(stateOf({ ...weekly, every }, [{ ...sent, time }]).next).toEqual(next);
  });
});
