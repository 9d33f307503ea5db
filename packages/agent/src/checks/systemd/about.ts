import { isUnitPattern } from "../../systemd/unit-pattern.ts";
import type { AboutCheckType } from "../about-check-type.ts";
import type { systemdCheck } from "./settings.ts";

/** All about the type `systemd` that needs no schema. */
export const aboutSystemd = {
  title: "Units of systemd",
  summary:
    "Watches a unit by systemd's own events: a service, socket, timer, mount or any other kind. A failure is DOWN at once, " +
    "with the reason; a clean stop is DOWN after `downAfter`, so that a restart raises no alarm. A crash loop, three restarts " +
    "within five minutes, is DOWN although the unit is active most of the time. A oneshot that has finished is UP, and so is " +
    "one at work, up to `maxRuntime`. " +
    "A unit that was DOWN is UP again when it has run for a while: longer than the run that failed, at least 1 s, and 5 s " +
    "after an automatic restart. A start or stop may take as long as the unit's own `TimeoutStartSec=` and " +
    "`TimeoutStopSec=`, or 15 min without one. A service that rests is UP while its socket, timer or path is active.\n\n" +
    "With a pattern, such as `myapp@*.service`, all loaded units that match are watched by one monitor, also those that come " +
    "later. It is DOWN when one of them is, with the culprits. An instance that is gone does not count any more; one that " +
    "has stopped without a failure counts only while it is enabled. [The guide](../systemd.md) says what is DOWN when.",
  positional: "unit",
  subject: ["unit"],
  discovery: { by: "unit", kinds: ["service", "socket", "path", "mount", "automount", "swap", "target"] },
  needs: ({ unit, logLines }) => (logLines && !isUnitPattern(unit) ? ["journal"] : []),
  script: ({ unit, restart }, written) => [
    ...(isUnitPattern(unit) ? [{ setting: "unit", message: "a pattern for several units needs the agent" }] : []),
    ...(restart === undefined ? [] : [{ setting: "restart", message: "needs the agent" }]),
    // By default the script goes without.
    ...(written.logLines === true
      ? [{ setting: "logLines", message: "needs the agent; the script reads no journal" }]
      : []),
  ],
  start: async () => (await import("./start.ts")).startSystemd,
} satisfies AboutCheckType<typeof systemdCheck>;
