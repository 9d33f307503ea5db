import * as z from "zod";

/** The schema of a JSON Pointer (RFC 6901): `/status`, `/checks/0/ok`; a slash in a key is `~1`, a tilde `~0`. */
export const jsonPointer = z
  .string()
  .max(500, "must be at most 500 characters")
  .regex(/^(?:\/(?:[^~/]|~[01])*)*$/u, "must be a JSON pointer, as /status or /checks/0/ok");
