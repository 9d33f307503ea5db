import type { AboutCheckType } from "../about-check-type.ts";
import type { memoryCheck } from "./settings.ts";

/** All about the type `memory` that needs no schema. */
export const aboutMemory = {
  title: "Memory, swap and memory pressure",
  summary:
    "DOWN when less memory is available than `minAvailable` for as long as `for` says, so that a short peak raises no alarm. " +
    "Available is the kernel's `MemAvailable`: what programs can still have, caches counted as free. Swap and the kernel's " +
    "pressure figures (PSI: how much of the time work had to wait for memory) are judged when limits for them are set. " +
    "In a container these are the figures of the whole host, not of the container's own limit, except where the container " +
    "system provides its own `/proc/meminfo` (LXCFS).",
  needs: () => ["kernelFigures"],
  start: async () => (await import("./start.ts")).startMemory,
} satisfies AboutCheckType<typeof memoryCheck>;
