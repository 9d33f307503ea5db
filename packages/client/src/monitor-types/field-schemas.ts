import * as z from "zod";

// monitor.name is VARCHAR(150); SQLite does not enforce it, MariaDB does
const longestName = 150;

/** A name that every database takes and that no log, table or alert breaks on. */
export const nameSchema = z
  .string()
  .refine((name) => name.trim() !== "", "must not be empty")
  .refine((name) => Array.from(name).length <= longestName, `must not be longer than ${longestName} characters`)
  .refine(
    (name) => !/[\u0000-\u001F\u007F-\u009F\u2028\u2029]/.test(name),
    "must not contain line breaks or other control characters",
  );

/** Seconds; the limits depend on the server's version and are checked apart. */
const secondsSchema = z.int("must be a whole number of seconds").min(1, "must be at least 1 second");

/** A count of beats. */
export const countSchema = z.int("must be a whole number").min(0, "must not be negative");

/** The id of something on the server. */
export const referenceSchema = z.int("must be an id").positive("must be an id");

/** The secret of a push URL. */
export const pushTokenSchema = z.string().regex(/^[\w-]{8,}$/, "must be at least 8 letters, digits, - or _");

/** The port of an Internet address. */
export const portSchema = z.int("must be a port").min(1, "must be a port").max(65_535, "must be a port");

/** A host name or an address. */
export const hostnameSchema = z.string().regex(/^[^\s/]+$/, "must be a host name or an address");

/** Fields that every type has. */
export const commonShape = {
  name: nameSchema,
  description: z.string().nullable().optional(),
  parent: referenceSchema.nullable().optional(),
  notificationIds: z.array(referenceSchema).readonly().optional(),
  active: z.boolean().optional(),
  interval: secondsSchema.optional(),
  retryInterval: secondsSchema.optional(),
  resendInterval: countSchema.optional(),
  maxRetries: countSchema.optional(),
  upsideDown: z.boolean().optional(),
};

/** A URL with one of some schemes. */
export function urlSchema(...schemes: readonly string[]): z.ZodType<string> {
  const wanted = `must be a URL that starts with ${schemes.map((scheme) => `${scheme}://`).join(" or ")}`;
  return z
    .string()
    .refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol.slice(0, -1)), wanted);
}
