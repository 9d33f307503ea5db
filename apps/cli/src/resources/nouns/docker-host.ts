import type { DockerHost } from "@kumakit/client";
import { maskSecrets } from "@kumakit/text";

import type { Zod } from "../../contract/command-contract.ts";
import { namedSchema } from "../../contract/shared-schemas.ts";
import type { Noun } from "../noun.ts";

/** A Docker host, with `--json`. */
export const dockerHostSchema = (z: Zod) =>
  namedSchema(z).extend({
    connection: z.string(),
    daemon: z.string().describe("The path of its socket on the server, or its address; a password in it is masked."),
  });

/** A Docker host, for `--json`. */
export function dockerHostData({ id, name, connection, daemon }: DockerHost) {
  return { id, name, connection, daemon: maskSecrets(daemon) };
}

/** The Docker hosts. */
export const dockerHostNoun: Noun<DockerHost> = {
  called: "Docker host",
  plural: "Docker hosts",
  making: "docker-host create NAME --daemon /var/run/docker.sock",
  list: (client) => client.dockerHosts.list(),
  nameOf: ({ name }) => name,
  schema: dockerHostSchema,
  data: dockerHostData,
  columns: [
    { heading: "id", cell: ({ id }) => String(id) },
    { heading: "name", cell: ({ name }) => name, isFlexible: true },
    { heading: "connection", cell: ({ connection }) => connection, isOptional: true },
    { heading: "daemon", cell: ({ daemon }) => maskSecrets(daemon), wraps: true },
  ],
  remove: (client, { id }) => client.dockerHosts.delete(id),
  losses: async (client, { id }) => {
    const users = (await client.monitors.list()).filter(({ settings }) => settings["dockerHost"] === id).length;
    const steps = users === 0 ? [] : [`leave ${users} monitor${users === 1 ? "" : "s"} without a Docker host`];
    return { steps, isSevere: users > 0 };
  },
};
