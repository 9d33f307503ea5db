import type { Reading } from "../shared/start-lasting.ts";

/** The limits of the load. */
export interface LoadLimits {
  /** For 1, 5 and 15 minutes; undefined where there is none. */
  readonly limits: readonly (number | undefined)[];
  readonly cpus: number;
  /** Whether the limits are for each CPU or for the host. */
  readonly per: "cpu" | "host";
}

const minutes = [1, 5, 15] as const;

/**
 * Says how the load is, and where it is over its limit.
 *
 * @param averages - of 1, 5 and 15 minutes
 * @param limits - from the config, and the number of CPUs
 */
export function judgeLoad(averages: readonly number[], { limits, cpus, per }: LoadLimits): Reading {
  const over = minutes.flatMap((minute, index) => {
    const limit = limits[index];
    const load = averages[index] ?? 0;
    const judged = per === "cpu" ? load / cpus : load;
    if (limit === undefined || judged <= limit) return [];
    const each = per === "cpu" ? " for each CPU" : "";
    return [`load over ${minute} min is ${judged.toFixed(2)}${each}, limit ${limit}`];
  });
  const figures = averages.map((load) => load.toFixed(2)).join(" ");
  return { said: `load ${figures} with ${cpus} ${cpus === 1 ? "CPU" : "CPUs"}`, over };
}
