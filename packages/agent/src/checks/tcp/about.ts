import { needsOfPaths } from "../shared/needs-of-paths.ts";
import type { AboutCheckType } from "../about-check-type.ts";
import type { tcpCheck } from "./settings.ts";

/** All about the type `tcp` that needs no schema. */
export const aboutTcp = {
  title: "A port, or a Unix socket",
  summary:
    "Connects to a port or to a Unix socket, with TLS when asked to. DOWN when that fails, with the reason: refused, timed " +
    "out, reset, no such name, no TLS. It may say something (`send`), and must hear something if `expect` is set.",
  positional: "host",
  subject: ["host", "port", "socket"],
  needs: ({ socket }) => needsOfPaths([socket]),
  start: async () => (await import("./start.ts")).startTcp,
} satisfies AboutCheckType<typeof tcpCheck>;
