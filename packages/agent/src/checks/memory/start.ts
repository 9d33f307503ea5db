import { readFile } from "node:fs/promises";
import { LookError } from "../shared/bounded-look.ts";
import { pressureOver } from "../shared/pressure-limits.ts";
import { startLasting } from "../shared/start-lasting.ts";
import { judgeMemory } from "./judge-memory.ts";
import { parseMeminfo } from "./parse-meminfo.ts";
import { defineCheck } from "../check.ts";
import type { memoryCheck } from "./settings.ts";

const file = "/proc/meminfo";

/** Starts a check of the type `memory`. */
export const startMemory = defineCheck<typeof memoryCheck>(({ pressure, for: lasting, ...limits }, context) => {
  async function read() {
    const figures = parseMeminfo(await readFile(file, "utf8").catch(() => ""));
    if (figures === undefined) throw new LookError(`${file} cannot be read: it may be hidden from the agent`);
    const memory = judgeMemory(figures, limits);
    if (pressure === undefined) return memory;
    const { said, over } = await pressureOver("memory", pressure);
    return { said: `${memory.said}, ${said}`, over: [...memory.over, ...over] };
  }
  return startLasting(read, lasting * 1000, context);
});
