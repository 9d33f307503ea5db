import { readFile } from "node:fs/promises";
import { LookError } from "./bounded-look.ts";
import { parsePressure } from "./parse-pressure.ts";
import { percentText } from "./figure-text.ts";
import type { PressureLimits } from "./pressure.settings.ts";

const missing =
  "this kernel gives no pressure figures: it must be built with CONFIG_PSI, and some need psi=1 on their command line";

/**
 * Reads the pressure on a resource and says where it is over its limit.
 *
 * @param resource - the file below `/proc/pressure`
 * @param limits - from the config
 * @returns what it is, and what is too much of it
 * @throws {@link LookError} when the kernel does not say
 */
export async function pressureOver(
  resource: "memory" | "cpu",
  limits: PressureLimits,
): Promise<{ readonly said: string; readonly over: readonly string[] }> {
  const pressure = parsePressure(await readPressure(resource));
  const window = limits.average;
  const key = ({ "10s": "avg10", "60s": "avg60", "300s": "avg300" } as const)[window];
  const over: string[] = [];
  const figures: string[] = [];
  for (const kind of ["some", "full"] as const) {
    const limit = limits[kind];
    const value = pressure[kind]?.[key];
    if (value === undefined) {
      if (limit !== undefined) throw new LookError(`this kernel does not measure the ${resource} pressure "${kind}"`);
      continue;
    }
    figures.push(`${kind} ${percentText(value)}`);
    if (limit !== undefined && value > limit) {
      over.push(`${resource} pressure "${kind}" is ${percentText(value)} over ${window}, limit ${limit}%`);
    }
  }
  return { said: `${resource} pressure ${figures.join(", ")}`, over };
}

async function readPressure(resource: string): Promise<string> {
  try {
    return await readFile(`/proc/pressure/${resource}`, "utf8");
  } catch (error) {
    const { code = "unknown" } = error as NodeJS.ErrnoException;
    throw new LookError(code === "EACCES" ? `/proc/pressure/${resource} may not be read` : missing);
  }
}
