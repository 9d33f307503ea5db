import type { Benchmark } from "../benchmark.ts";
import { AgentBenchBed } from "./agent-bench-bed.ts";
import { measureCycles } from "./measure-cycles.ts";
import { startPushEndpoint } from "./push-endpoint.ts";

function agentCpu(units: number, limit: number): Benchmark {
  return {
    name: `agent-cpu-${units}`,
    summary: `CPU of the whole machine for one check and push of ${units} unit(s): agent against bash, systemctl and curl`,
    unit: "x",
    limit,
    async measure(note) {
      using endpoint = await startPushEndpoint();
      await using bed = await AgentBenchBed.start(units);
      const { agent, script } = await measureCycles({ bed, endpoint, units }, note);
      return agent / script;
    },
  };
}

/** One unit, as most hosts have. */
export const agentCpu1 = agentCpu(1, 0.18);

/** Ten units: what the agent shares among them pays. */
export const agentCpu10 = agentCpu(10, 0.05);
