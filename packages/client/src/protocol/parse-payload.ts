import type * as z from "zod";
import { KumaProtocolError } from "../errors/kuma-errors.ts";

/**
 * Reads something that the server sent, once; afterwards it is trusted.
 *
 * @param what - Names the thing in the error.
 * @throws {@link KumaProtocolError} when it has another shape than every known version sends.
 */
export function parsePayload<T>(what: string, schema: z.ZodType<T>, payload: unknown): T {
  const result = schema.safeParse(payload);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  // Only the place: a message could quote a value.
  throw new KumaProtocolError(
    `${what} came in an unknown shape${issue === undefined ? "" : ` (at "${issue.path.join(".")}")`}.`,
  );
}
