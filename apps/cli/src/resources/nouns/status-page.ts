import type { StatusPage, StatusPageSummary } from "@kumakit/client";

import type { Zod } from "../../contract/command-contract.ts";
import type { Noun } from "../noun.ts";

/** A status page without its groups, with `--json`. */
const statusPageSchema = (z: Zod) =>
  z.strictObject({
    id: z.int(),
    slug: z.string(),
    title: z.string(),
    description: z.string(),
    theme: z.string(),
    domainNames: z.array(z.string()),
    showTags: z.boolean(),
    url: z.string().optional().describe("Where people see it."),
  });

/** A status page, for `--json`. */
function statusPageData({ id, slug, title, description, theme, domainNames, showTags }: StatusPageSummary) {
  return { id, slug, title, description, theme, domainNames: [...domainNames], showTags };
}

/** A status page with its groups, with `--json`. */
export const wholePageSchema = (z: Zod) =>
  statusPageSchema(z).extend({
    groups: z.array(
      z.strictObject({ name: z.string(), monitors: z.array(z.strictObject({ id: z.int(), name: z.string() })) }),
    ),
  });

/** A status page with its groups, for `--json`. */
export function wholePageData(page: StatusPage, server: string, names: ReadonlyMap<number, string>) {
  const groups = page.groups.map(({ name, monitors }) => ({
    name,
    monitors: monitors.map(({ id }) => ({ id, name: names.get(id) ?? `id:${id}` })),
  }));
  return { ...statusPageData(page), url: `${server}/status/${page.slug}`, groups };
}

/** The status pages. */
export const statusPageNoun: Noun<StatusPageSummary> = {
  called: "status page",
  plural: "status pages",
  making: "status-page create SLUG --title TITLE",
  list: (client) => client.statusPages.list(),
  nameOf: ({ slug }) => slug,
  alias: ({ title }) => title,
  schema: statusPageSchema,
  data: statusPageData,
  columns: [
    { heading: "id", cell: ({ id }) => String(id) },
    { heading: "slug", cell: ({ slug }) => slug },
    { heading: "title", cell: ({ title }) => title, isFlexible: true },
    { heading: "domains", cell: ({ domainNames }) => domainNames.join(",") || "-", isOptional: true },
  ],
  remove: (client, { slug }) => client.statusPages.delete(slug),
  losses: async (client, { slug }) => {
    const { groups } = await client.statusPages.get(slug);
    const count = groups.reduce((sum, { monitors }) => sum + monitors.length, 0);
    const steps =
      count === 0 ? [] : [`take away the page on which people see ${count} monitor${count === 1 ? "" : "s"}`];
    return { steps, isSevere: count > 0 };
  },
};
