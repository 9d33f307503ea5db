import type { Monitor } from "@kumakit/client";

import type { Zod } from "../../contract/command-contract.ts";
import { namedSchema } from "../../contract/shared-schemas.ts";
import type { Noun } from "../noun.ts";

/** A group, and how many monitors are right in it. */
export interface Group extends Pick<Monitor, "id" | "name" | "active" | "parent"> {
  readonly members: number;
}

/** The groups: monitors that hold others. */
export const groupNoun: Noun<Group> = {
  called: "group",
  plural: "groups",
  making: "group create NAME",
  list: async (client) => {
    const all = await client.monitors.list();
    const groups = all.filter(({ type }) => type === "group");
    return groups.map(({ id, name, active, parent }) => ({
      id,
      name,
      active,
      parent,
      members: all.filter((one) => one.parent === id).length,
    }));
  },
  nameOf: ({ name }) => name,
  schema: (z: Zod) =>
    namedSchema(z).extend({
      active: z.boolean(),
      parent: z.int().nullable().describe("The id of the group that it is in."),
      members: z.int().describe("The monitors that are right in it."),
    }),
  data: ({ id, name, active, parent, members }) => ({ id, name, active, parent, members }),
  columns: [
    { heading: "id", cell: ({ id }) => String(id) },
    { heading: "name", cell: ({ name }) => name, isFlexible: true },
    { heading: "members", cell: ({ members }) => String(members) },
    { heading: "active", cell: ({ active }) => (active ? "yes" : "paused") },
  ],
  remove: (client, { id }) => client.monitors.delete(id),
  losses: async (_client, { members }) => ({
    steps: members === 0 ? [] : [`leave ${members} member${members === 1 ? "" : "s"} in no group`],
    isSevere: members > 0,
  }),
};
