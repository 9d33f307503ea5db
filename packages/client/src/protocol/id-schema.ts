import * as z from "zod";

/** An id: a number, which some events carry as a string. */
export const idSchema = z.coerce.number().int().positive();

/** A boolean that SQLite delivers as 0 or 1. */
export const flagSchema = z.union([z.boolean(), z.number()]).nullish().transform(Boolean);
