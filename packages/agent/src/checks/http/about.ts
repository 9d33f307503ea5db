import { needsOfPaths } from "../shared/needs-of-paths.ts";
import type { AboutCheckType } from "../about-check-type.ts";
import type { httpCheck } from "./settings.ts";

/** All about the type `http` that needs no schema. */
export const aboutHttp = {
  title: "A web server's answer",
  summary:
    "Asks a web server from the host itself, where the monitor's server may not reach. DOWN when no answer comes, with the " +
    "reason (refused, timed out, reset, no such name, certificate), or when the answer is not as expected: its status, its " +
    "text, its JSON, its time. The content of secret files is masked in messages; the query of a URL is left out.",
  subject: ["method", "url", "socket"],
  needs: ({ socket }) => needsOfPaths([socket]),
  start: async () => (await import("./start.ts")).startHttp,
} satisfies AboutCheckType<typeof httpCheck>;
