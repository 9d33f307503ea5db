import type { Heartbeat, Monitor, Notification, Road } from "@kumakit/client";
import { describe, expect, test } from "vitest";

import { isFedBy } from "../src/agent/reporter.ts";
import { channelFindings } from "../src/doctor/channel-findings.ts";
import { nearCapacity } from "../src/doctor/examine-server.ts";
import { isMendable } from "../src/doctor/mend-findings.ts";
import { monitorsFindings } from "../src/doctor/monitors-findings.ts";
import { roadFindings } from "../src/doctor/road-findings.ts";

const now = new Date("2026-11-30T10:00:00Z");
const minutesAgo = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);

function monitor(id: number, more: Partial<Monitor> = {}): Monitor {
  const base = { id, name: `m${id}`, type: "push", active: true, interval: 60, maxRetries: 0, upsideDown: false };
  const rest = { description: null, parent: null, notificationIds: [1], pushToken: `token${id}`, tags: [] };
  return { ...base, ...rest, ...more } as unknown as Monitor;
}

const beat = (minutes: number, message: string): Heartbeat =>
  ({ time: minutesAgo(minutes), message, status: message === "fine" ? "up" : "down" }) as unknown as Heartbeat;

const own = "No heartbeat in the time window";

function found(monitors: readonly Monitor[], beats: readonly Heartbeat[] = [beat(1, "fine")]) {
  return monitorsFindings(monitors, { monitors, maintenances: [], beatsOf: () => beats }).map(
    ({ code, about }) => `${code} ${about.id}`,
  );
}

describe("monitors", () => {
  test("of which nothing is wrong", () => {
    expect(found([monitor(1), monitor(2)])).toEqual([]);
  });

  test("that alert nobody; a group is there to hold others", () => {
    const nobody = { notificationIds: [] };
    expect(found([monitor(1, nobody), monitor(2, { ...nobody, type: "group" })])).toEqual(["nobody-alerted 1"]);
  });

  test("that nothing reports to any more, since the first beat that the server made itself", () => {
    const beats = [beat(9, "fine"), beat(5, own), beat(4, own)];
    const view = { monitors: [monitor(1)], maintenances: [], beatsOf: () => beats };
    expect(monitorsFindings(view.monitors, view)).toMatchObject([
      { code: "silent", severity: "problem", message: "nothing has reported to it since 2026-11-30 09:55 UTC" },
    ]);
    // Paused by somebody, or by a group: that is said instead.
    expect(found([monitor(1, { active: false })], beats)).toEqual(["paused 1"]);
    expect(found([monitor(1, { parent: 2 }), monitor(2, { type: "group", active: false })], beats)).not.toContain(
      "silent 1",
    );
    expect(found([monitor(1)], [beat(9, own), beat(5, "fine")])).toEqual([]);
  });

  test("that share a push token: all but the oldest hear nothing", () => {
    expect(found([monitor(3, { pushToken: "x" }), monitor(1, { pushToken: "x" }), monitor(2)])).toEqual([
      "shared-token 3",
    ]);
    // Other types keep a token that they do not use, and a push monitor may have none yet.
    const others = [monitor(1, { pushToken: "x" }), monitor(2, { type: "http", pushToken: "x" })];
    expect(found([...others, monitor(3, { pushToken: "" }), monitor(4, { pushToken: "" })])).toEqual([]);
  });

  test("that were cloned with their marker", () => {
    const marked = { description: "web [kumakit v1 host=ab12 check=nginx.service h=1]" };
    const clone = { description: "web [kumakit v1 host=ab12 check=nginx.service h=2]" };
    expect(found([monitor(1, marked), monitor(2, clone)])).toEqual(["same-check 2"]);
    const other = { description: "[kumakit v1 host=cd34 check=nginx.service]" };
    expect(found([monitor(1, marked), monitor(2, other)])).toEqual([]);
  });

  test("of which only some are asked about: a namesake's fault is not theirs, and a twin outside counts", () => {
    const all = [
      monitor(1, { name: "web", pushToken: "x" }),
      monitor(2, { name: "web", pushToken: "x" }),
      monitor(3, { name: "web", notificationIds: [] }),
    ];
    const view = { monitors: all, maintenances: [], beatsOf: () => [beat(1, "fine")] };
    const codes = (looked: readonly Monitor[]): readonly string[] =>
      monitorsFindings(looked, view).map(({ code }) => code);
    expect(codes(all.slice(1, 2))).toEqual(["shared-token"]);
    expect(codes(all.slice(0, 1))).toEqual([]);
  });

  test("many of them, in a moment", () => {
    const all = Array.from({ length: 5000 }, (_, index) =>
      monitor(index, { description: `[kumakit v1 host=ab12 check=unit-${index}]` }),
    );
    expect(found(all)).toEqual([]);
  }, 5000);
});

describe("notifications", () => {
  const channel = (kumakit: object): Notification =>
    ({ id: 1, name: "ops", type: "slack", config: { kumakit } }) as unknown as Notification;
  const codes = (kumakit: object, notificationIds: readonly number[] = [1]): readonly string[] =>
    channelFindings([channel(kumakit)], [{ notificationIds }], now).map(({ code }) => code);

  test.each([
    ["never tested", {}, ["never-tested"]],
    ["tested, and seen by nobody", { testedAt: minutesAgo(5).toISOString() }, ["never-proven"]],
    ["seen by a person", { provenAt: minutesAgo(5).toISOString() }, []],
    ["seen by a person long ago", { provenAt: minutesAgo(181 * 1440).toISOString() }, ["never-proven"]],
    ["with notes that nobody can read", { provenAt: "soon" }, ["never-tested"]],
  ])("%s", (_, notes, expected) => {
    expect(codes(notes)).toEqual(expected);
  });

  test("attached nowhere: its proof does not matter", () => {
    expect(codes({}, [2])).toEqual(["unused-channel"]);
  });
});

describe("the way to the server", () => {
  const https = "https://kuma.example.org";
  const road = (more: Partial<Road> = {}): Road => ({
    proxy: null,
    addresses: [],
    reached: { dns: 1, tcp: 2, tls: 3, http: 4 },
    certificate: { subject: "kuma.example.org", validTo: new Date("2027-03-01T00:00:00Z") },
    clockAhead: 900,
    hasWebSocket: true,
    ...more,
  });
  const ends = (days: number): Partial<Road> => ({
    certificate: { subject: "R3", validTo: new Date(now.getTime() + days * 86_400_000) },
  });
  const noTls = { certificate: null, reached: { dns: 1, tcp: 2, tls: null, http: 4 } };

  test.each([
    ["all well", https, road(), []],
    ["a certificate that ends in 13 days", https, road(ends(13)), ["certificate-ends warning"]],
    ["a certificate that ends in 2 days", https, road(ends(2)), ["certificate-ends problem"]],
    ["a clock that is behind", https, road({ clockAhead: -60_000 }), ["clock-differs warning"]],
    ["no clock", https, road({ clockAhead: null }), []],
    ["WebSockets refused", https, road({ hasWebSocket: false }), ["no-web-socket warning"]],
    ["WebSockets not asked for", https, road({ hasWebSocket: null }), []],
    ["no TLS", "http://kuma.example.org:3001", road(noTls), ["unencrypted warning"]],
    ["no TLS on this machine", "http://127.0.0.1:3001", road(noTls), []],
    ["no TLS on this machine, IPv6", "http://[::1]:3001", road(noTls), []],
    ["TLS that failed", https, road(noTls), []],
  ])("%s", (...[, url, seen, expected]) => {
    expect(roadFindings(url, seen, now).map(({ code, severity }) => `${code} ${severity}`)).toEqual(expected);
  });
});

test("reports go to a push monitor with a token, whatever an empty file of a token fits", () => {
  const anything = { pushesWith: () => true };
  expect(isFedBy(monitor(1), anything)).toBe(true);
  for (const more of [{ pushToken: "" }, { pushToken: null }, { type: "http" }])
    expect(isFedBy(monitor(1, more), anything)).toBe(false);
});

test("what is mended without a question belongs to an agent, and has one answer", () => {
  const marked = monitor(1, { description: "[kumakit v1 host=ab12 check=nginx.service]" });
  const all = [marked, monitor(2)];
  const finding = (code: "upside-down" | "paused", id: number) =>
    ({ code, severity: "problem", name: "m", message: "", about: { kind: "monitor", id } }) as const;
  expect(isMendable(finding("upside-down", 1), all)).toBe(true);
  expect(isMendable(finding("upside-down", 2), all)).toBe(false);
  expect(isMendable(finding("paused", 1), all)).toBe(false);
});

test("a server is near its capacity by its monitors or by the reports that come, and not by what is paused", () => {
  const codes = (count: number, more: Partial<Monitor> = {}): readonly string[] =>
    nearCapacity(
      "http://kuma",
      Array.from({ length: count }, (_, id) => monitor(id, more)),
    ).map(({ message }) => message);
  // One of an interval of 60 s is reported every 28 s.
  expect(codes(1000)).toEqual([]);
  expect(codes(1001)).toEqual([
    "it has 1001 monitors, and agents send it 36 reports a second: beyond 1000 and 47 it may take them too late",
  ]);
  expect(codes(400, { interval: 20 })).toEqual([
    "it has 400 monitors, and agents send it 50 reports a second: beyond 1000 and 47 it may take them too late",
  ]);
  expect(codes(400, { interval: 20, active: false })).toEqual([]);
});
