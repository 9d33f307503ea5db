import * as z from "zod";

/** The schema of a program's name as supervisorctl takes it: `web`, `workers:workers_00`, or `workers:*` for a group. */
export const programName = z
  .string()
  .max(300, "must be at most 300 characters")
  .regex(/^[^\p{Cc}:*]+(?::(?:\*|[^\p{Cc}:*]+))?$/u, "must be a program, group:program or group:*");
