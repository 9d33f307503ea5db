import type { ApiKey } from "@kumakit/client";

import type { Zod } from "../../contract/command-contract.ts";
import { namedSchema } from "../../contract/shared-schemas.ts";
import { localTime } from "../../output/figures.ts";
import type { Noun } from "../noun.ts";

/** An API key, with `--json`: never the key itself. */
export const apiKeySchema = (z: Zod) =>
  namedSchema(z).extend({
    status: z.enum(["active", "inactive", "expired"]),
    createdAt: z.iso.datetime().nullable(),
    expiresAt: z.iso.datetime().nullable().describe("Null for never."),
  });

/** An API key, for `--json`. */
export function apiKeyData({ id, name, status, createdAt, expiresAt }: ApiKey) {
  return { id, name, status, createdAt: createdAt?.toISOString() ?? null, expiresAt: expiresAt?.toISOString() ?? null };
}

/** The keys that open the metrics. */
export const apiKeyNoun: Noun<ApiKey> = {
  called: "API key",
  plural: "API keys",
  making: "api-key create NAME",
  list: (client) => client.apiKeys.list(),
  nameOf: ({ name }) => name,
  schema: apiKeySchema,
  data: apiKeyData,
  columns: [
    { heading: "id", cell: ({ id }) => String(id) },
    { heading: "name", cell: ({ name }) => name, isFlexible: true },
    { heading: "status", cell: ({ status }) => status },
    { heading: "expires", cell: ({ expiresAt }) => (expiresAt === null ? "never" : localTime(expiresAt)) },
  ],
  remove: (client, { id }) => client.apiKeys.delete(id),
  losses: async () => ({ steps: ["lock out whatever reads the metrics with it"], isSevere: false }),
};
