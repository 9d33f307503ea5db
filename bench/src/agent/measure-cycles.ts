import { setTimeout as sleep } from "node:timers/promises";
import type { AgentBenchBed } from "./agent-bench-bed.ts";
import { scriptFor } from "./check-script.ts";
import type { PushEndpoint } from "./push-endpoint.ts";

/** How long each window is, in ms: as long as what the agent does least often, a sign of life for systemd. */
const windowMs = 60_000;

/** How long a new agent settles before it is measured, in ms: what its start has left is collected some 10 s later. */
const settleMs = 20_000;

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** The cost of one check and push of some units with each, in ms of CPU. */
export interface CycleCosts {
  readonly agent: number;
  readonly script: number;
}

/**
 * Measures, in turn, windows with the agent at one cycle a second and runs of the script, on a machine whose idle use is
 * taken off both. Other work on this machine makes a cycle dearer, never cheaper: the cheapest of each kind counts.
 */
export async function measureCycles(
  { bed, endpoint, units }: { readonly bed: AgentBenchBed; readonly endpoint: PushEndpoint; readonly units: number },
  note: (line: string) => void,
): Promise<CycleCosts> {
  const checks = Array.from({ length: units }, (_, index) => ({
    unit: `bench@${index + 1}.service`,
    pushUrl: `${endpoint.url}/api/push/Tok3nOfTheBench`,
  }));
  await bed.writeFile("/opt/check.sh", scriptFor(checks), "0755");
  const idle: number[] = [];
  const agent: number[] = [];
  const script: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    idle.push((await bed.cpuWithin(5_000)) / 5_000);
    script.push(await scriptCycle(bed, units === 1 ? 40 : 10));
    await bed.startAgent({ server: endpoint.url, units, interval: 6 });
    await sleep(settleMs);
    const [pushes, start] = [endpoint.count(), performance.now()];
    const used = await bed.cpuWithin(windowMs);
    const cycles = (endpoint.count() - pushes) / units;
    if (Math.abs(cycles - windowMs / 1000) > 2) throw new Error(`${cycles} cycles in ${windowMs / 1000} s`);
    agent.push((used - Math.min(...idle) * (performance.now() - start)) / cycles);
    await bed.stopAgent();
  }
  note(`agent ${describe(agent)}, script ${describe(script)}, idle ${describe(idle.map((share) => share * 1000))}/s`);
  return { agent: Math.min(...agent), script: Math.min(...script) };
}

function describe(costs: readonly number[]): string {
  return `min ${Math.min(...costs).toFixed(2)} ms, median ${median(costs).toFixed(2)} ms`;
}

/** The cost of one run of the script, in ms of CPU; the run of the service around it is taken off. */
export async function scriptCycle(bed: AgentBenchBed, runs: number): Promise<number> {
  const before = bed.cpuMs();
  await runScript(bed, 0);
  const between = bed.cpuMs();
  await runScript(bed, runs);
  return (bed.cpuMs() - between - (between - before)) / runs;
}

async function runScript(bed: AgentBenchBed, runs: number): Promise<void> {
  const loop = 'i=0; while [ $i -lt "$1" ]; do /opt/check.sh || exit 1; i=$((i+1)); done';
  await bed.must("systemd-run", "--quiet", "--wait", "/bin/sh", "-c", loop, "sh", String(runs));
}
