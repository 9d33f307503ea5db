import * as z from "zod";

/** The schema of a container's name; `*` and `?` stand for any characters and for one. */
export const containerName = z
  .string()
  .max(255, "must be at most 255 characters")
  .regex(/^[\w.*?-]+$/, "must be the name of a container; * and ? may stand for what is left open");

/** The schema of a label: `key` or `key=value`. */
export const containerLabel = z
  .string()
  .max(1000, "must be at most 1000 characters")
  .regex(/^[^\p{Cc}=]+(?:=[^\p{Cc}]*)?$/u, "must be key or key=value");
