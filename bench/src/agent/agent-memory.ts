import { setTimeout as sleep } from "node:timers/promises";
import type { Benchmark } from "../benchmark.ts";
import { AgentBenchBed } from "./agent-bench-bed.ts";
import { startPushEndpoint } from "./push-endpoint.ts";

const limit = 1.35;

/** Pushed for so long before it is measured, in ms: until memory does not grow any more. */
const settleMs = 45_000;

/** Then it goes up and down between two collections of garbage: so many looks at it, in ms one after the other. */
const looks = 20;
const everyMs = 2_000;

function agentMemory(units: number): Benchmark {
  return {
    name: `agent-memory-${units}`,
    summary: `resident memory (PSS) of an agent that watches ${units} unit(s), against a Node that only holds a timer`,
    unit: "x",
    limit,
    async measure(note) {
      using endpoint = await startPushEndpoint();
      await using bed = await AgentBenchBed.start(units);
      await bed.startBareNode();
      await bed.startAgent({ server: endpoint.url, units, interval: units > 100 ? 20 : 6 });
      await sleep(settleMs);
      if (endpoint.count() < units) throw new Error(`only ${endpoint.count()} pushes`);
      const bare = bed.pssOf("bare.service");
      const agent: number[] = [];
      for (let look = 0; look < looks; look += 1) {
        agent.push(bed.pssOf("kuma-agent.service"));
        await sleep(everyMs);
      }
      const mean = agent.reduce((sum, size) => sum + size, 0) / looks;
      const range = `${Math.min(...agent).toFixed(1)} to ${Math.max(...agent).toFixed(1)}`;
      note(
        `agent ${mean.toFixed(1)} MiB in the mean (${range}), bare node ${bare.toFixed(1)} MiB, after ${endpoint.count()} pushes`,
      );
      return mean / bare;
    },
  };
}

/** One unit, as most hosts have. */
export const agentMemory1 = agentMemory(1);

/** A host with many services. */
export const agentMemory20 = agentMemory(20);

/** More than any host has. */
export const agentMemory300 = agentMemory(300);
