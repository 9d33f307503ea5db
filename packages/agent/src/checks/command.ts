import * as z from "zod";
import { defineCheckType } from "./define-check-type.ts";

const argument = z.string().regex(/^[^\0]*$/, "must not contain a NUL character");

/** Runs a program; its exit code says how things are, as a Nagios plugin's does. */
export const commandCheck = defineCheckType({
  type: "command",
  title: "A program, judged by its exit code",
  options: {
    /** The program and its arguments; no shell is involved. */
    command: z.tuple([argument.min(1, "must not be empty")], argument),
    /** Seconds after which the program and all it started are killed. */
    timeout: z.number().min(0.1).max(3600).optional(),
  },
});
