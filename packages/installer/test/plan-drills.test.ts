import { describe, expect, it } from "vitest";

import {
  formatPlan,
  planDrills,
  planInstall,
  planUninstall,
  type HostFacts,
  type HostPlan,
  type PlannedSteps,
  type WishedCheck,
} from "../src/index.ts";
import { sha256Of } from "../src/sha256.ts";
import { exampleFacts } from "./support/example-facts.ts";

const programs = { awk: "/usr/bin/awk", curl: "/usr/bin/curl" };
const service = { ActiveState: "active", UnitFileState: "enabled", LoadState: "loaded" };
const drill = { every: "weekly", monitorId: 7 } as const;
const cron = { kind: "cron.d", program: "/usr/sbin/cron", entry: "/etc/cron.d/kuma-agent" } as const;

/** The host once the steps were carried out, with all that they start at work. */
function after(facts: HostFacts, { plan, secrets }: PlannedSteps): HostFacts {
  const files = { ...facts.files };
  const wakers = { ...facts.wakers };
  for (const step of plan.steps) {
    if (step.kind === "folder") files[step.path] = { kind: "folder", mode: step.mode, owner: step.owner, size: 0 };
    if (step.kind === "remove-file") delete files[step.path];
    if (step.kind === "service") wakers[step.unit] = service;
    if (step.kind !== "file") continue;
    const { content, path, mode, owner } = step;
    const text = content.from === "text" ? content.text : content.from === "secret" ? secrets.get(content.ref) : "";
    const sha256 = content.from === "local-file" ? content.sha256 : sha256Of(text ?? "");
    files[path] = { kind: "file", mode, owner, size: 1, sha256, content: text ?? "" };
  }
  const users = { "kuma-agent": { uid: 999, home: "/", shell: "/usr/sbin/nologin" } };
  return { ...facts, files, wakers, users, groups: { "kuma-agent": { gid: 999 } }, service };
}

function withAgent(changes: Partial<HostFacts> = {}): HostFacts {
  const facts = exampleFacts({ programs, ...changes });
  const settings = { server: { url: "http://kuma.example:3001" } };
  const check = {
    definition: { type: "command", name: "web", command: ["/bin/true"] },
    interval: 180,
    token: "CheckToken",
  } as const as unknown as WishedCheck;
  return after(facts, planInstall(facts, { settings, checks: [check], program: "", runtime: "sh" }));
}

const program = "";
const linesOf = (plan: HostPlan): string => formatPlan(plan).replaceAll(/ {2}\d+ bytes/g, "");
const scheduled = (facts: HostFacts) => planDrills(facts, { drill, token: "DrillToken", program });

describe("the plan for drills of the alerts", () => {
  it("brings a script, a timer and a token to an agent, and leaves all else alone", () => {
    const { plan, secrets } = scheduled(withAgent());
    expect(linesOf(plan)).toMatchInlineSnapshot(`
      "file     /usr/local/lib/kuma-agent/manifest.json  0644 root:root  what was installed
      file     /etc/kuma-agent/tokens/~drill  0640 root:kuma-agent  (secret)
      file     /usr/local/lib/kuma-agent/drill.sh  0750 root:kuma-agent
      file     /etc/systemd/system/kuma-agent-drill.service  0644 root:root
      file     /etc/systemd/system/kuma-agent-drill.timer  0644 root:root
      service  kuma-agent-drill.timer  enabled and running"
    `);
    expect(JSON.stringify(plan)).not.toContain("DrillToken");
    expect(secrets.get("tokens/~drill")).toBe("DrillToken\n");
  });

  it("is a line of the agent's own entry where cron is", () => {
    const facts = withAgent({ has: { ...exampleFacts().has, systemd: false }, cron, systemdVersion: null });
    const { plan } = scheduled(facts);
    const [entry] = plan.steps.filter((step) => step.kind === "file" && step.part === "crontab");
    expect(JSON.stringify(entry)).toContain(
      String.raw`0 * * * * kuma-agent KUMA_AGENT_STATE=/var/lib/kuma-agent STATE_DIRECTORY=/var/lib/kuma-agent-drill /usr/local/lib/kuma-agent/drill.sh >/dev/null 2>&1\n`,
    );
    expect(formatPlan(plan)).not.toContain("/etc/systemd");
  });

  it("has nothing to do a second time, and other installs keep the drills", () => {
    const facts = after(withAgent(), scheduled(withAgent()));
    expect(scheduled(facts).plan.steps).toEqual([]);
    const monthly = planDrills(facts, { drill: { ...drill, every: "monthly" }, token: "DrillToken", program });
    expect(linesOf(monthly.plan)).toMatchInlineSnapshot(`
      "file     /usr/local/lib/kuma-agent/manifest.json  0644 root:root  what was installed
      file     /usr/local/lib/kuma-agent/drill.sh  0750 root:kuma-agent
      service  kuma-agent-drill.timer  enabled and running"
    `);
    const settings = { server: { url: "http://kuma.example:3001" } };
    const { plan } = planInstall(facts, { settings, checks: [], program, runtime: "sh", lookAtOnce: true });
    expect(formatPlan(plan)).not.toContain("drill");
  });

  it("takes away what it has brought: the host is as before", () => {
    const before = withAgent();
    const facts = after(before, scheduled(before));
    const cancelled = planDrills(facts, { drill: null, program });
    expect(linesOf(cancelled.plan)).toMatchInlineSnapshot(`
      "file     /usr/local/lib/kuma-agent/manifest.json  0644 root:root  what was installed
      stop     kuma-agent-drill.timer  stopped and disabled
      remove   /etc/systemd/system/kuma-agent-drill.timer
      remove   /etc/systemd/system/kuma-agent-drill.service
      remove   /usr/local/lib/kuma-agent/drill.sh
      remove   /etc/kuma-agent/tokens/~drill
      reload   systemd forgets kuma-agent-drill.timer"
    `);
    expect(after(facts, cancelled).files).toEqual(before.files);
    const uninstall = formatPlan(planUninstall(facts, { checks: ["web"], program }).plan);
    expect(uninstall).toContain("stop     kuma-agent-drill.timer");
    expect(uninstall).toContain("remove   /etc/kuma-agent/tokens/~drill");
  });

  it.each([
    ["INSTALLER_NOT_INSTALLED", exampleFacts({ programs })],
    ["INSTALLER_NO_RUNTIME", { ...withAgent(), programs: { awk: "/usr/bin/awk" } }],
    ["INSTALLER_NOT_PERMITTED", { ...withAgent(), account: { uid: 1000, user: "alice", group: "staff" } }],
  ])("is refused with %s", (code, facts) => {
    expect(() => scheduled(facts)).toThrow(expect.objectContaining({ code }));
  });
});
