import { needsOfPaths } from "../shared/needs-of-paths.ts";
import type { AboutCheckType } from "../about-check-type.ts";
import type { dockerCheck } from "./settings.ts";

/** All about the type `docker` that needs no schema. */
export const aboutDocker = {
  title: "Containers of Docker or podman",
  summary:
    "Watches containers by the engine's own events, and looks at all of them with every push. DOWN at once: a container that " +
    "died with a failure, ran out of memory, is restarted or keeps dying, is unhealthy, paused or dead. One that was stopped, " +
    "or that does not exist, is DOWN after `downAfter`. A container that was restarted by its policy is DOWN for some " +
    "seconds, with its exit code. [The guide](../docker.md) says how to let the agent ask, and what that means.",
  subject: ["containers", "label", "socket"],
  needs: ({ socket }) => needsOfPaths([socket]),
  start: async () => (await import("./start.ts")).startDocker,
} satisfies AboutCheckType<typeof dockerCheck>;
