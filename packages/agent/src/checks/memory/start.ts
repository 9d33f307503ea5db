import { readFile } from "node:fs/promises";
import { FigureError } from "../shared/figure-error.ts";
import { pressureOver } from "../shared/pressure-limits.ts";
import { startLasting } from "../shared/start-lasting.ts";
import { judgeMemory } from "./judge-memory.ts";
import { parseMeminfo } from "./parse-meminfo.ts";
import type { CheckStarter } from "../check-starter.ts";

/** How long memory may be short unless the config says otherwise, in seconds. */
export const defaultFor = 60;

const file = "/proc/meminfo";

/** Starts a check of the type `memory`. */
export const memoryStarter: CheckStarter<"memory"> = {
  longestLookMs: () => 15_000,
  start({ minAvailable, minFreeSwap, pressure, for: lasting }, context) {
    const limits = { minAvailable: minAvailable ?? ["10%"], minFreeSwap: minFreeSwap ?? [] };
    async function read() {
      const figures = parseMeminfo(await readFile(file, "utf8").catch(() => ""));
      if (figures === undefined) throw new FigureError(`${file} cannot be read: it may be hidden from the agent`);
      const memory = judgeMemory(figures, limits);
      if (pressure === undefined) return memory;
      const { said, over } = await pressureOver("memory", pressure);
      return { said: `${memory.said}, ${said}`, over: [...memory.over, ...over] };
    }
    return startLasting(read, (lasting ?? defaultFor) * 1000, context);
  },
};
