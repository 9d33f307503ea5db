import * as z from "zod";

const suffixes = "service|socket|target|device|mount|automount|swap|timer|path|slice|scope";

/**
 * The schema of a systemd unit name with its suffix, as `nginx.service` or `app@1.service`.
 *
 * The alphabet and the length of 255 are systemd's own (`man systemd.unit`); a template without an instance is not a
 * unit.
 */
export const unitName = z
  .string()
  .max(255, "a unit name has at most 255 characters")
  .regex(
    /^[A-Za-z0-9:_.\\-][A-Za-z0-9:_.\\@-]*$/,
    "is not a unit name: only letters, digits and : _ . \\ @ - may occur",
  )
  .regex(new RegExp(`\\.(${suffixes})$`), "needs the unit's suffix, as in nginx.service")
  .regex(/^(?!.*@\.[a-z]+$)/, "is a template: name an instance, as in app@1.service");

/**
 * The schema of a unit's name, or of a pattern for several, as `app@*.service`.
 *
 * The signs of a pattern and their meaning are systemd's own (`man systemctl`, "PATTERN"): `*`, `?` and `[…]`.
 */
export const unitNameOrPattern = z
  .string()
  .max(255, "a unit name has at most 255 characters")
  .regex(
    /^[A-Za-z0-9:_.\\*?[-][A-Za-z0-9:_.\\@*?[\]!-]*$/,
    "is not a unit name: only letters, digits and : _ . \\ @ - may occur, and * ? [ ] in a pattern",
  )
  .regex(/^(?:[^[\]!]|\[!?[^[\]!]+\])*$/, "is not a pattern: [ needs its ], with something between them")
  .regex(new RegExp(`(?:\\.(?:${suffixes})|\\*)$`), "needs the unit's suffix, as in nginx.service")
  .regex(/^(?!.*@\.[a-z]+$)/, "is a template: name an instance, as in app@1.service, or all of them: app@*.service");

/** The setting that says whose service manager is meant. */
export const scopeSetting = z
  .enum(["system", "user"])
  .default("system")
  .describe("Whose manager runs the unit: `system`, or `user`, that of the user the agent runs as.");
