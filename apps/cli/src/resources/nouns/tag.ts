import type { Tag } from "@kumakit/client";

import type { Zod } from "../../contract/command-contract.ts";
import { namedSchema } from "../../contract/shared-schemas.ts";
import type { Noun } from "../noun.ts";

/** A tag, with `--json`. */
export const tagSchema = (z: Zod) => namedSchema(z).extend({ color: z.string() });

/** A tag, for `--json`. */
export function tagData({ id, name, color }: Tag) {
  return { id, name, color };
}

/** The tags. */
export const tagNoun: Noun<Tag> = {
  called: "tag",
  plural: "tags",
  making: "tag create NAME",
  list: (client) => client.tags.list(),
  nameOf: ({ name }) => name,
  schema: tagSchema,
  data: tagData,
  columns: [
    { heading: "id", cell: ({ id }) => String(id) },
    { heading: "name", cell: ({ name }) => name, isFlexible: true },
    { heading: "color", cell: ({ color }) => color },
  ],
  remove: (client, { id }) => client.tags.delete(id),
  losses: async (client, { id }) => {
    const users = (await client.monitors.list()).filter(({ tags }) => tags.some((tag) => tag.id === id)).length;
    const steps = users === 0 ? [] : [`take it from ${users} monitor${users === 1 ? "" : "s"}`];
    return { steps, isSevere: false };
  },
};
