import { needsOfPaths } from "../shared/needs-of-paths.ts";
import { socketUrl } from "./supervisor-address.ts";
import type { AboutCheckType } from "../about-check-type.ts";
import type { supervisordCheck } from "./settings.ts";

/** All about the type `supervisord` that needs no schema. */
export const aboutSupervisord = {
  title: "The programs inside supervisord",
  summary:
    "Asks supervisord by its own interface, once a second: all programs, or those that are named. FATAL and a death are DOWN " +
    "at once, with the reason; the culprits stand in the message. [The guide](../supervisord.md) says what is DOWN when, " +
    "and how to let the agent ask.",
  subject: ["programs", "serverUrl"],
  needs: ({ serverUrl }) => needsOfPaths([socketUrl.exec(serverUrl ?? "")?.[1]]),
  start: async () => (await import("./start.ts")).startSupervisord,
} satisfies AboutCheckType<typeof supervisordCheck>;
