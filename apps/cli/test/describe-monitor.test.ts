import type { Heartbeat, Monitor, MonitorState } from "@kumakit/client";
import stringWidth from "string-width";
import { afterEach, expect, test, vi } from "vitest";

import { chooseMonitors } from "../src/monitors/choose-monitors.ts";
import { describeMonitor } from "../src/monitors/describe-monitor.ts";
import { DEFAULT_COLUMNS, monitorColumns } from "../src/monitors/monitor-columns.ts";
import type { SeenMonitor } from "../src/monitors/seen/seen-monitor.ts";
import { percent } from "../src/output/figures.ts";
import { renderTable } from "../src/output/table.ts";
import type { OutputStream } from "../src/output/theme.ts";

const now = new Date("2026-11-29T08:00:00");
const reason =
  "HTTP 502: Bad Gateway, after 3 tries of https://shop.example/health; the certificate is good for 30 days";
const tags = [{ id: 1, name: "env", value: "prod", color: "#fff" }];

function seen(id: number, name: string, more: Partial<SeenMonitor> = {}): SeenMonitor {
  const settings = { interval: 60, description: null, notificationIds: [], tags: id === 2 ? tags : [] };
  const monitor = { id, name, type: id === 2 ? "http" : "push", parent: null, active: true, ...settings };
  const time = new Date(now.getTime() - id * 60_000);
  const since = { time, isExact: id !== 3 };
  const always = { message: "", groups: [], host: undefined, lastBeat: time, state: undefined, since };
  return { monitor: monitor as unknown as Monitor, status: "up", ...always, ...more };
}

const beat = (minute: number, status: Heartbeat["status"], ping: number | null): Heartbeat => {
  const time = new Date(now.getTime() - minute * 60_000);
  return { monitorId: 2, status, time, message: "", ping, important: false };
};
const state: MonitorState = {
  monitorId: 2,
  heartbeats: [
    beat(6, "up", 20),
    beat(5, "up", 40),
    beat(4, "pending", 90),
    beat(3, "down", null),
    beat(2, "down", null),
  ],
  uptime: { "24h": 0.99999, "30d": 1, "1y": null },
  averagePing: 30.4,
};
const shop = seen(2, "shop", { status: "down", message: reason, groups: ["Web"], host: "shop.example", state });
const all = [seen(1, "disk"), shop, seen(3, "backup of the whole database", { message: "done" })];
const terminal = (columns: number): OutputStream => ({ isTTY: true, columns }) as OutputStream;
const pipe = {} as OutputStream;

afterEach(() => vi.unstubAllEnvs());

test.each([80, 40])("a monitor on %i columns", (columns) => {
  vi.stubEnv("NO_COLOR", "1");
  const dashboardUrl = "http://kuma.example:3001/dashboard/2";
  const around = { alerts: ["ops-chat"], dashboardUrl, pushUrl: undefined, now, stream: terminal(columns) };
  expect(describeMonitor(shop, around)).toMatchSnapshot();
});

test("the bar of heartbeats has colours, and shapes where there are none", () => {
  vi.stubEnv("FORCE_COLOR", "1");
  const around = { alerts: [], dashboardUrl: "http://x", pushUrl: undefined, now, stream: pipe };
  const text = describeMonitor(shop, around);
  expect(text).toContain("\u001b[32m█\u001b[39m\u001b[32m█\u001b[39m\u001b[33m▄\u001b[39m\u001b[31m\u001b[1m▁");
  expect(text).toContain("█ up  ▁ down  ▄ pending");
});

test.each([80, 40])("a list on %i columns has every reason in full", (columns) => {
  vi.stubEnv("NO_COLOR", "1");
  const text = renderTable(all, monitorColumns(DEFAULT_COLUMNS, now), { stream: terminal(columns) });
  expect(text).toMatchSnapshot();
  // A URL is never broken.
  const wide = text.split("\n").filter((line) => stringWidth(line) > columns && !line.includes("https://"));
  expect(wide).toEqual([]);
  expect(text.replaceAll(/\s+/g, " ")).toContain(columns === 40 ? reason : "HTTP 502: Bad Gateway");
});

test("a list in a pipe has one line for each", () => {
  const text = renderTable(all, monitorColumns(["id", "name", "uptime", "ping", "tags", "message"], now), {
    stream: pipe,
  });
  expect(text).toMatchSnapshot();
});

test.each([
  [{ down: true }, [2]],
  [{ type: "http" }, [2]],
  [{ name: "BACK" }, [3]],
  [{ tag: "env" }, [2]],
  [{ tag: "env=prod" }, [2]],
  [{ tag: "env=test" }, []],
  [{ group: "Web" }, [2]],
  [{ group: "We" }, []],
  [{ host: "shop.example" }, [2]],
  [{ sort: "name" }, [3, 1, 2]],
  [{ sort: "status" }, [2, 1, 3]],
  [{ sort: "since" }, [1, 2, 3]],
] as const)("%j chooses %j", (choice, ids) => {
  expect(chooseMonitors(all, choice).map(({ monitor }) => monitor.id)).toEqual(ids);
});

test("100 % means all of it", () => {
  expect([1, 0.999_99, 0.5, 0, null].map(percent)).toEqual(["100 %", "99.99 %", "50 %", "0 %", "-"]);
});
