import { availableParallelism, loadavg } from "node:os";
import { judgeLoad } from "./judge-load.ts";
import { pressureOver } from "../shared/pressure-limits.ts";
import { startLasting } from "../shared/start-lasting.ts";
import { defineCheck } from "../check.ts";
import type { loadCheck } from "./settings.ts";

/** The most load of five minutes by CPU, when the config has no limit at all. */
const bareMax5 = 2;

/** Starts a check of the type `load`. */
export const startLoad = defineCheck<typeof loadCheck>(
  ({ max1, max5, max15, per, pressure, for: lasting }, context) => {
    const given = [max1, max5, max15];
    const isBare = pressure === undefined && given.every((max) => max === undefined);
    const limits = isBare ? [undefined, bareMax5, undefined] : given;
    async function read() {
      const load = judgeLoad(loadavg(), { limits, cpus: availableParallelism(), per });
      if (pressure === undefined) return load;
      const { said, over } = await pressureOver("cpu", pressure);
      return { said: `${load.said}, ${said}`, over: [...load.over, ...over] };
    }
    return startLasting(read, lasting * 1000, context);
  },
);
