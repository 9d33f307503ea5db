import type { AgentStatus, CheckStatus } from "@kumakit/agent/config";
import { expect, test } from "vitest";
import type { AgentReport } from "@kumakit/provision/installed-agent";

import { checksDown, describeStatus, pushTrouble } from "../src/agents/describe-status.ts";

const at = "2026-01-01T00:00:00.000Z";
const now = new Date("2026-01-01T00:00:10.000Z");

function check(name: string, settings: Partial<CheckStatus> = {}): CheckStatus {
  const lastPush = { at, ok: true };
  const nextPushAt = "2026-01-01T00:00:20.000Z";
  return {
    name,
    type: "systemd",
    status: "up",
    message: "runs",
    since: at,
    lastResultAt: at,
    lastPush,
    nextPushAt,
    ...settings,
  };
}

function report(status: Partial<AgentStatus>): AgentReport {
  return {
    service: { activeState: "active", subState: "running", pid: 12, isEnabled: true },
    status: { version: "1.0.0", pid: 12, startedAt: at, checks: [], ...status },
    isCurrent: true,
  } as unknown as AgentReport;
}

test("a config that was refused is shown with the reason", () => {
  const lastReload = { at, ok: false, error: "agent.json:3:4: checks: is missing: a list" };
  expect(describeStatus(report({ lastReload, checks: [check("web")] }), now)).toContain(
    "The new config was refused 10s ago, the old one is in force: agent.json:3:4: checks: is missing: a list\n\nCHECK",
  );
});

test("another version than this kuma brings is said", () => {
  const [told] = describeStatus(report({ checks: [check("web")] }), now, "1.1.0").split("\n");
  expect(told).toContain("and starts with the system. This kuma brings 1.1.0: kuma agent update installs it.");
  expect(describeStatus(report({ checks: [check("web")] }), now, "1.0.0")).not.toContain("update");
  const older = describeStatus(report({ checks: [check("web")] }), now, "0.9.0");
  expect(older).toContain(" It is newer than this kuma (0.9.0): take that kuma or a newer one to change it.\n");
});

test("the agent's own monitor stands below the checks", () => {
  const text = describeStatus(report({ checks: [check("web")], heartbeat: check("kuma-agent") }), now);
  expect(text).toMatch(/\nweb .*\nkuma-agent /);
});

test("a second server that hears nothing is shown, beside the first", () => {
  const secondLastPush = { at, ok: false, error: "the server refused the connection" };
  const told = report({ checks: [check("web", { secondLastPush }), check("db")] });
  expect(describeStatus(told, now)).toMatch(/web .*10s ago: ok; second server: 10s ago: the server refused the/);
  expect(checksDown(told)).toBeUndefined();
  expect(pushTrouble(told)).toEqual({ units: ["web"], why: "to the second server: the server refused the connection" });
});

test("the reason of a check that is DOWN stands last, whole, and is marked by a sign", () => {
  const message =
    "nginx.service is failed: exit code 1, restarted 5 times; last words: cannot open /etc/nginx/nginx.conf";
  const told = report({ checks: [check("nginx.service", { status: "down", message }), check("db")] });
  const line = describeStatus(told, now)
    .split("\n")
    .find((text) => text.startsWith("nginx"));
  expect(line).toBe(`nginx.service  ✗ DOWN  10s ago  10s ago: ok  in 10s     10s ago: ${message}`);
  expect(checksDown(told)).toEqual(["nginx.service"]);
});
