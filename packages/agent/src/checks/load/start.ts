import { availableParallelism, loadavg } from "node:os";
import { judgeLoad } from "./judge-load.ts";
import { pressureOver } from "../shared/pressure-limits.ts";
import { startLasting } from "../shared/start-lasting.ts";
import type { CheckStarter } from "../check-starter.ts";

/** The most load of five minutes by CPU, when the config has no limit at all. */
export const defaultMax5 = 2;

/** How long the load may be high unless the config says otherwise, in seconds. */
export const defaultFor = 60;

/** Starts a check of the type `load`. */
export const loadStarter: CheckStarter<"load"> = {
  longestLookMs: () => 15_000,
  start({ max1, max5, max15, per, pressure, for: lasting }, context) {
    const given = [max1, max5, max15];
    const isBare = pressure === undefined && given.every((max) => max === undefined);
    const limits = isBare ? [undefined, defaultMax5, undefined] : given;
    async function read() {
      const load = judgeLoad(loadavg(), { limits, cpus: availableParallelism(), per: per ?? "cpu" });
      if (pressure === undefined) return load;
      const { said, over } = await pressureOver("cpu", pressure);
      return { said: `${load.said}, ${said}`, over: [...load.over, ...over] };
    }
    return startLasting(read, (lasting ?? defaultFor) * 1000, context);
  },
};
