import * as z from "zod";
import type { StatusPageAnalytics, StatusPageSummary, StatusPageTheme } from "../model/status-page.ts";
import type { PublicStatusPageConfig } from "../model/public-status-page.ts";
import { hide } from "./hide.ts";
import { flagSchema, idSchema } from "./id-schema.ts";

/** The services that a page's visitors can be counted with. */
export const analyticsTypes = ["google", "umami", "plausible", "matomo", "rybbit"] as const;
const themes: readonly StatusPageTheme[] = ["auto", "light", "dark"];

/** The part of a page's configuration that is public as well. */
const publicShape = {
  slug: z.string(),
  title: z.string().nullish(),
  description: z.string().nullish(),
  icon: z.string().nullish(),
  theme: z.string().nullish(),
  published: flagSchema,
  showTags: flagSchema,
  showPoweredBy: flagSchema,
  showCertificateExpiry: flagSchema,
  customCSS: z.string().nullish(),
  footerText: z.string().nullish(),
  googleAnalyticsId: z.string().nullish(),
  analyticsId: z.string().nullish(),
  analyticsScriptUrl: z.string().nullish(),
  analyticsType: z.string().nullish(),
  autoRefreshInterval: z.coerce.number().nullish(),
  showOnlyLastHeartbeat: z.boolean().nullish(),
  rssTitle: z.string().nullish(),
};
const publicConfigSchema = z.looseObject(publicShape);
const configSchema = z.looseObject({ ...publicShape, id: idSchema, domainNameList: z.array(z.string()).nullish() });

function analyticsOf(wire: z.infer<typeof publicConfigSchema>): StatusPageAnalytics | null {
  const old = wire.googleAnalyticsId ?? "";
  if (old !== "") return { type: "google", id: old };
  const type = analyticsTypes.find((known) => known === wire.analyticsType);
  if (type === undefined) return null;
  return { type, id: wire.analyticsId ?? "", scriptUrl: wire.analyticsScriptUrl ?? null };
}

/** The fields that the public and the private form of a page's configuration share. */
function publicConfigOf(wire: z.infer<typeof publicConfigSchema>): PublicStatusPageConfig {
  return {
    slug: wire.slug,
    title: wire.title ?? "",
    description: wire.description ?? "",
    icon: wire.icon ?? "",
    theme: themes.find((theme) => theme === wire.theme) ?? "auto",
    published: wire.published,
    showTags: wire.showTags,
    showPoweredBy: wire.showPoweredBy,
    showCertificateExpiry: wire.showCertificateExpiry,
    customCss: wire.customCSS ?? "",
    footerText: wire.footerText ?? "",
    analytics: analyticsOf(wire),
    autoRefreshInterval: wire.autoRefreshInterval ?? null,
    showOnlyLastHeartbeat: wire.showOnlyLastHeartbeat ?? null,
    rssTitle: wire.rssTitle ?? null,
  };
}

/** The configuration in the public JSON of a page. */
export const publicStatusPageConfigSchema = publicConfigSchema.transform(publicConfigOf);

/** A page's configuration, as `getStatusPage` and `statusPageList` send it (`toJSON` in server/model/status_page.js). */
export const statusPageSchema = configSchema.transform((wire): StatusPageSummary => {
  const page = { id: wire.id, ...publicConfigOf(wire), domainNames: wire.domainNameList ?? [] };
  return hide({ ...page, raw: Object.freeze({ ...wire }) }, "raw");
});

/** The payload of `statusPageList`: a map from id to page. */
export const statusPageMapSchema = z
  .record(z.string(), statusPageSchema)
  .transform((map) => Object.values(map).toSorted((a, b) => a.id - b.id));
