import type { Proxy } from "@kumakit/client";

import type { Zod } from "../../contract/command-contract.ts";
import { namedSchema } from "../../contract/shared-schemas.ts";
import type { Noun } from "../noun.ts";

/** A proxy, with `--json`: never its password. */
export const proxySchema = (z: Zod) =>
  namedSchema(z).extend({
    protocol: z.string(),
    host: z.string(),
    port: z.int(),
    loggedIn: z.boolean().describe("Whether a user and a password are set."),
    isDefault: z.boolean(),
  });

/** A proxy, for `--json`. */
export function proxyData(proxy: Proxy) {
  const { id, protocol, host, port, auth, isDefault } = proxy;
  return { id, name: addressOf(proxy), protocol, host, port, loggedIn: auth, isDefault };
}

/** The proxies. */
export const proxyNoun: Noun<Proxy> = {
  called: "proxy",
  plural: "proxies",
  making: "proxy create http://proxy.example:3128",
  list: (client) => client.proxies.list(),
  nameOf: addressOf,
  schema: proxySchema,
  data: proxyData,
  columns: [
    { heading: "id", cell: ({ id }) => String(id) },
    { heading: "log-in", cell: ({ auth }) => (auth ? "yes" : "no") },
    { heading: "default", cell: ({ isDefault }) => (isDefault ? "yes" : "no") },
    { heading: "address", cell: addressOf, wraps: true },
  ],
  remove: (client, { id }) => client.proxies.delete(id),
  losses: async (client, { id }) => {
    const users = (await client.monitors.list()).filter(({ settings }) => settings["proxyId"] === id).length;
    const steps = users === 0 ? [] : [`have ${users} monitor${users === 1 ? "" : "s"} ask without a proxy`];
    return { steps, isSevere: users > 0 };
  },
};

function addressOf({ protocol, host, port }: Proxy): string {
  return `${protocol}://${host}:${port}`;
}
