import * as z from "zod";
import { boundsOf } from "./status-in-ranges.ts";

const problem = 'must be status codes from 100 to 599: 200, "200-299", or a list of such';

const one = z
  .union([z.number(), z.string()], { error: problem })
  .refine((given) => boundsOf(given) !== undefined, problem);

/** The schema of HTTP status codes: `200`, `"200-299"` or a list of such. */
export const statusRanges = z.union([one, z.array(one).min(1).max(50)], { error: problem });
