import type { AgentStatus } from "@kumakit/agent/config";
import { expect, test } from "vitest";
import { prometheusText } from "../../src/service/prometheus-text.ts";

const check = {
  name: "nginx.service",
  type: "systemd",
  status: "up",
  message: "password=hunter2",
  since: "2026-01-01T00:00:00.000Z",
  lastResultAt: "2026-01-01T00:00:10.500Z",
  lastPush: { at: "2026-01-01T00:00:11.000Z", ok: true },
  nextPushAt: null,
} as const;

const status: AgentStatus = {
  version: "1.2.3",
  pid: 1,
  startedAt: "2026-01-01T00:00:00.000Z",
  lastReload: null,
  checks: [
    check,
    { ...check, name: 'a "b" \\ c', status: "down", lastPush: { at: "2026-01-01T00:00:11.000Z", ok: false } },
    { ...check, name: "new", status: "unknown", lastResultAt: null, lastPush: null },
  ],
};

test("each check is there with what is known of it, and nothing of what it said", () => {
  expect(prometheusText(status)).toBe(`# HELP kuma_agent_info The running agent.
# TYPE kuma_agent_info gauge
kuma_agent_info{version="1.2.3"} 1
# HELP kuma_agent_start_timestamp_seconds When the agent was started.
# TYPE kuma_agent_start_timestamp_seconds gauge
kuma_agent_start_timestamp_seconds 1767225600
# HELP kuma_agent_check_up 1 when the check is up, 0 when it is down; absent while that is not known.
# TYPE kuma_agent_check_up gauge
kuma_agent_check_up{check="nginx.service",type="systemd"} 1
kuma_agent_check_up{check="a \\"b\\" \\\\ c",type="systemd"} 0
# HELP kuma_agent_check_state_since_timestamp_seconds Since when the check is in its state.
# TYPE kuma_agent_check_state_since_timestamp_seconds gauge
kuma_agent_check_state_since_timestamp_seconds{check="nginx.service",type="systemd"} 1767225600
kuma_agent_check_state_since_timestamp_seconds{check="a \\"b\\" \\\\ c",type="systemd"} 1767225600
kuma_agent_check_state_since_timestamp_seconds{check="new",type="systemd"} 1767225600
# HELP kuma_agent_check_last_result_timestamp_seconds When the check last had a result.
# TYPE kuma_agent_check_last_result_timestamp_seconds gauge
kuma_agent_check_last_result_timestamp_seconds{check="nginx.service",type="systemd"} 1767225610.5
kuma_agent_check_last_result_timestamp_seconds{check="a \\"b\\" \\\\ c",type="systemd"} 1767225610.5
# HELP kuma_agent_push_ok 1 when Uptime Kuma recorded the last push of the check, 0 when it did not.
# TYPE kuma_agent_push_ok gauge
kuma_agent_push_ok{check="nginx.service",type="systemd"} 1
kuma_agent_push_ok{check="a \\"b\\" \\\\ c",type="systemd"} 0
# HELP kuma_agent_push_last_timestamp_seconds When the check was last pushed, whatever came of it.
# TYPE kuma_agent_push_last_timestamp_seconds gauge
kuma_agent_push_last_timestamp_seconds{check="nginx.service",type="systemd"} 1767225611
kuma_agent_push_last_timestamp_seconds{check="a \\"b\\" \\\\ c",type="systemd"} 1767225611
`);
});

test("the last reload is there once there was one", () => {
  const refused = { ...status, lastReload: { at: check.since, ok: false, error: "x" } };
  expect(prometheusText(refused)).toContain("\nkuma_agent_last_reload_ok 0\n");
});
