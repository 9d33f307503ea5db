import { needsOfPaths } from "../shared/needs-of-paths.ts";
import type { AboutCheckType } from "../about-check-type.ts";
import type { certificateCheck } from "./settings.ts";

/** All about the type `certificate` that needs no schema. */
export const aboutCertificate = {
  title: "A certificate, before it expires",
  summary:
    "Looks at the certificates in a file (PEM, a bundle too, where the first to expire counts, or DER), or at the one that a " +
    "server shows. DOWN when it has expired, is not valid yet, or expires within `downBefore`; of a server also when it is " +
    "for another name, or its chain is not trusted. The dates of the authorities on whose word a server is trusted count, " +
    "too: an intermediate that it sends, and the root. An old root that it still sends beside them does not. The message says whose it is, when it expires, and the days that are left.",
  positional: "host",
  subject: ["host", "port", "file"],
  needs: ({ file }) => needsOfPaths([file]),
  start: async () => (await import("./start.ts")).startCertificate,
} satisfies AboutCheckType<typeof certificateCheck>;
