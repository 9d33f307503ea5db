import type { AgentConfig } from "@kumakit/agent/config";
import { startSystemdBed, type SystemdBed } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";

import { nodeRuntime } from "../../src/runtime/node-runtime.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { shRuntime } from "../../src/runtime/sh-runtime.ts";
import { agentLog, installOn, serviceFacts, tokenOf, watching } from "../support/agent-on-bed.ts";
import { startPushRecorder, type PushRecorder } from "../support/push-recorder.ts";

/** Calls its own end a failure, as many a program does. */
const failsWhenStopped = `[Service]
ExecStart=/bin/sh -c 'trap "exit 1" TERM; while :; do sleep 0.05; done'
[Install]
WantedBy=multi-user.target
`;
/** Takes longer than a start may take at any other time. */
const slow = `[Service]
ExecStartPre=/bin/sleep 13
ExecStart=/bin/sleep infinity
[Install]
WantedBy=multi-user.target
`;
const broken = `[Service]
ExecStart=/bin/sh -c 'test ! -e /etc/broken && exec sleep infinity'
[Install]
WantedBy=multi-user.target
`;

const agentUnits = ["kuma-agent.service", "kuma-agent.path", "kuma-agent-beat.timer"];

let bed: SystemdBed;
let server: PushRecorder;

beforeAll(async () => {
  bed = await startSystemdBed();
});

afterAll(async () => {
  await bed.stop();
});

beforeEach(async () => {
  server = await startPushRecorder();
});

afterEach(async () => {
  await bed.exec(["systemctl", "disable", "--now", ...agentUnits, "moody", "slow", "broken"]);
  await bed.exec(["rm", "-rf", "/etc/kuma-agent", "/etc/broken", "/var/lib/kuma-agent-memory"]);
  await server[Symbol.asyncDispose]();
});

async function must(...argv: readonly string[]): Promise<void> {
  const { code, stderr } = await bed.exec(argv);
  if (code !== 0) throw new Error(`${argv.join(" ")}: ${stderr}`);
}

async function watch(
  units: Readonly<Record<string, string>>,
  settings: Partial<AgentConfig> = {},
  runtime: Runtime = nodeRuntime,
): Promise<void> {
  const names = Object.keys(units);
  for (const name of names) await bed.writeFile(`/etc/systemd/system/${name}`, units[name] ?? "");
  await must("systemctl", "daemon-reload");
  await must("systemctl", "enable", "--now", ...names);
  await installOn(bed, { config: { ...watching(server.url, ...names), ...settings }, runtime });
  for (const name of names) await server.waitFor(({ token }) => token === tokenOf(name));
  server.pushes.splice(0);
}

function messages(name: string): readonly string[] {
  const all = server.pushes.filter(({ token }) => token === tokenOf(name));
  return all
    .map(({ status, message }) => `${status} ${message.replace(/after .* down$/, "after … down")}`)
    .filter((text, index, list) => text !== list[index - 1]);
}

describeOnBed("a planned reboot", () => {
  it("raises no alarm: not by units that go down with the host, nor by those that are slow to come back", async () => {
    await watch({ "moody.service": failsWhenStopped, "slow.service": slow });
    await bed.reboot();
    await server.waitFor(({ message }) => message.includes("slow.service is running"), 30_000);
    expect(messages("moody.service").slice(0, 2)).toEqual([
      "up tk-app3: the host is shutting down",
      "up tk-app3: moody.service is running (active/running), after … down",
    ]);
    expect(messages("slow.service")).toEqual([
      "up tk-app3: the host is shutting down",
      "up tk-app3: slow.service is starting (activating/start-pre), the host is booting",
      "up tk-app3: slow.service is running (active/running), after … down",
    ]);
  });

  it.each([
    { called: "the agent", runtime: nodeRuntime },
    { called: "the shell script", runtime: shRuntime },
  ])("does not end an outage: the recovery says how long it lasted, by $called", async ({ runtime }) => {
    await watch({ "broken.service": broken }, {}, runtime);
    await bed.writeFile("/etc/broken", "");
    await must("systemctl", "kill", "--signal=KILL", "broken");
    const { at: death } = await server.waitFor(({ status }) => status === "down");
    await bed.reboot();
    const booted = performance.now();
    await server.waitFor(({ message, at }) => at > booted && message.includes("failed: exit code 1"), 30_000);
    await must("rm", "/etc/broken");
    const start = performance.now();
    await must("systemctl", "start", "broken");
    const { message } = await server.waitFor(({ status, at }) => status === "up" && at > start, 30_000);
    const said = /is running \(active\/running\), after (?:(\d+) min ?)?(?:(\d+) s )?down$/.exec(message);
    const [minutes = 0, seconds = 0] = (said ?? []).slice(1).map((amount) => Number(amount ?? 0));
    expect({ message, said: 60 * minutes + seconds }).toMatchObject({
      said: expect.toSatisfy((length: number) => length >= Math.floor((start - death) / 1000)),
    });
  });

  it("does not hide a unit that fails while the host boots", async () => {
    await watch({ "broken.service": broken, "slow.service": slow });
    await bed.writeFile("/etc/broken", "");
    await bed.reboot();
    await server.waitFor(({ message }) => message.includes("slow.service is running"), 30_000);
    const down = server.pushes.find(({ token, status }) => token === tokenOf("broken.service") && status === "down");
    expect(down?.message).toBe("tk-app3: broken.service failed: exit code 1/FAILURE");
    const up = server.pushes.find(({ message }) => message.includes("slow.service is running"));
    expect(down?.at).toBeLessThan(up?.at ?? 0);
  });

  it("is reported as DOWN when that is wanted", async () => {
    await watch({ "moody.service": failsWhenStopped }, { plannedReboot: "tell" });
    await bed.reboot();
    await server.waitFor(({ message }) => message.includes("is running"), 30_000);
    const [first] = messages("moody.service");
    expect(first).toMatch(/^down tk-app3: (?:the host is shutting down|moody\.service failed: exit code 1)$/);
  });
});

describeOnBed("systemctl stop of the agent", () => {
  it("says nothing, so that Kuma notices by itself", async () => {
    await watch({ "moody.service": failsWhenStopped });
    await must("systemctl", "stop", "kuma-agent");
    expect(await serviceFacts(bed)).toMatchObject({ MainPID: "0" });
    await server.untilRecorded();
    // A heartbeat may have been due just then.
    expect(messages("moody.service").filter((message) => !message.startsWith("up "))).toEqual([]);
  });

  it("is reported as DOWN with onStop; a restart of the agent is not", async () => {
    await watch({ "moody.service": failsWhenStopped }, { onStop: "tell" });
    await must("systemctl", "restart", "kuma-agent");
    await server.waitFor(({ status }) => status === "up");
    expect(messages("moody.service")).toEqual(["up tk-app3: moody.service is running (active/running)"]);
    await must("systemctl", "stop", "kuma-agent");
    expect(messages("moody.service").at(-1)).toBe("down tk-app3: the agent was stopped, nothing is watched any more");
    expect(await agentLog(bed)).not.toContain("unexpected");
  });
});
