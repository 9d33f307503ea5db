import { setTimeout as sleep } from "node:timers/promises";
import type { Benchmark } from "../benchmark.ts";
import { AgentBenchBed } from "./agent-bench-bed.ts";
import { scriptFor } from "./check-script.ts";
import { scriptCycle } from "./measure-cycles.ts";
import { startPushEndpoint } from "./push-endpoint.ts";

const units = 10;

/** Of the monitors, in s: what the installer sets. */
const interval = 60;

const settleMs = 10_000;

/** Four push periods and as many signs of life for systemd's watchdog, in ms. */
const windowMs = 120_000;

const hourMs = 3_600_000;

/** Nothing happens: heartbeats, signs of life and looking for a machine that slept are all that is left. */
export const agentIdle: Benchmark = {
  name: "agent-idle",
  summary: `CPU of the whole machine in an hour in which nothing happens, ${units} units: agent against the script, once a minute`,
  unit: "x",
  limit: 0.25,
  async measure(note) {
    using endpoint = await startPushEndpoint();
    await using bed = await AgentBenchBed.start(units);
    const checks = Array.from({ length: units }, (_, index) => ({
      unit: `bench@${index + 1}.service`,
      pushUrl: `${endpoint.url}/api/push/Tok3nOfTheBench`,
    }));
    await bed.writeFile("/opt/check.sh", scriptFor(checks), "0755");
    const without = (await bed.cpuWithin(10_000)) / 10_000;
    const before = await scriptCycle(bed, 10);
    await bed.startAgent({ server: endpoint.url, units, interval });
    await sleep(settleMs);
    const pushes = endpoint.count();
    const used = (await bed.cpuWithin(windowMs)) - without * windowMs;
    if (endpoint.count() - pushes < units * 3) throw new Error("the agent does not push as it should");
    await bed.stopAgent();
    const script = Math.min(before, await scriptCycle(bed, 10));
    const perHour = { agent: (used / windowMs) * hourMs, script: script * 60 };
    note(
      `agent ${(perHour.agent / 1000).toFixed(2)} s of CPU per hour (${((used / windowMs) * 100).toFixed(3)} % of one ` +
        `processor), script once a minute ${(perHour.script / 1000).toFixed(2)} s`,
    );
    return perHour.agent / perHour.script;
  },
};
