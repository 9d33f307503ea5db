import * as z from "zod";
import type { StatusPageInput, StatusPagePatch } from "../model/status-page.ts";
import { analyticsTypes } from "../protocol/status-page-schema.ts";
import { slugSchema } from "./slug-schema.ts";

const pngPrefix = "data:image/png;base64,";
// The eight bytes that every PNG starts with, in base64
const pngStart = "iVBORw0KGg";

const iconSchema = z.string().refine((icon) => {
  if (!icon.startsWith("data:")) return true;
  return icon.startsWith(`${pngPrefix}${pngStart}`) && /^[A-Za-z0-9+/]+={0,2}$/.test(icon.slice(pngPrefix.length));
}, "must be a PNG image as data:image/png;base64,… or the address of an image");

const textSchema = z.string().refine((text) => text.trim() !== "", "must not be empty");
// status_page.title and group.name are VARCHAR(255)
const titleSchema = textSchema.max(255, "must not be longer than 255 characters");
const idSchema = z.int("must be an id").positive("must be an id");

const domainSchema = z
  .string()
  .regex(/^[^\s/:?#@]+$/, "must be a host name, without https:// and without a path")
  .transform((name) => name.toLowerCase());

const groupSchema = z.strictObject({
  id: idSchema.optional(),
  name: titleSchema,
  monitors: z
    .array(
      z.strictObject({
        id: idSchema,
        sendUrl: z.boolean().optional(),
        url: z
          .url({ protocol: /^https?$/, error: "must be a URL with http:// or https://" })
          .nullable()
          .optional(),
      }),
    )
    .readonly(),
});

const shape = {
  description: z.string().optional(),
  icon: iconSchema.optional(),
  theme: z.enum(["auto", "light", "dark"], "must be auto, light or dark").optional(),
  showTags: z.boolean().optional(),
  showPoweredBy: z.boolean().optional(),
  showCertificateExpiry: z.boolean().optional(),
  domainNames: z.array(domainSchema).readonly().optional(),
  customCss: z.string().optional(),
  footerText: z.string().optional(),
  analytics: z
    .strictObject({
      type: z.enum(analyticsTypes, `must be one of ${analyticsTypes.join(", ")}`),
      id: textSchema,
      scriptUrl: z.string().nullable().optional(),
    })
    .nullable()
    .optional(),
  autoRefreshInterval: z.int("must be a whole number of seconds").min(5, "must be at least 5 seconds").optional(),
  showOnlyLastHeartbeat: z.boolean().optional(),
  rssTitle: z.string().nullable().optional(),
  groups: z.array(groupSchema).readonly().optional(),
};

/** The settings of a new status page. */
export const statusPageInputSchema: z.ZodType<StatusPageInput> = z.strictObject({
  slug: slugSchema,
  title: titleSchema,
  ...shape,
});

/** Changes to a status page. */
export const statusPagePatchSchema: z.ZodType<StatusPagePatch> = z.strictObject({
  slug: slugSchema.optional(),
  title: titleSchema.optional(),
  ...shape,
});
