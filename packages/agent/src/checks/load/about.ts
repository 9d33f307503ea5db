import type { AboutCheckType } from "../about-check-type.ts";
import type { loadCheck } from "./settings.ts";

/** All about the type `load` that needs no schema. */
export const aboutLoad = {
  title: "Load average and CPU pressure",
  summary:
    "DOWN when the load average is higher than a limit for as long as `for` says. The limits are for each CPU unless `per` " +
    "says otherwise: 1 means that every CPU always has one task that wants to run or waits for a disk. The CPUs are those that " +
    "the agent may use. The kernel's CPU pressure (PSI) is judged when a limit for it is set.",
  needs: ({ pressure }) => (pressure === undefined ? [] : ["kernelFigures"]),
  start: async () => (await import("./start.ts")).startLoad,
} satisfies AboutCheckType<typeof loadCheck>;
