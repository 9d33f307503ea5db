import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { maskSecrets } from "@kumakit/text";

import { usageError } from "../../cli-error.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { dryRunSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { calledItem } from "../../resources/noun.ts";
import { dockerHostData, dockerHostNoun, dockerHostSchema } from "../../resources/nouns/docker-host.ts";
import { daemonFlags, readDaemon } from "../../resources/read-daemon.ts";

/** `kuma docker-host create NAME`. */
export default class DockerHostCreate extends KumaCommand<typeof DockerHostCreate> {
  static override summary = "Set up a Docker daemon that monitors of containers ask.";
  static override description =
    "The server itself reaches it: by a socket on its own machine, or by an address. An address with a password comes from a file.";
  static override args = { name: Args.string({ description: "What it is called.", required: true }) };
  static override flags = {
    ...daemonFlags,
    test: Flags.boolean({
      default: false,
      summary: "Have the server reach it first; nothing is saved when that fails.",
    }),
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> local --daemon /var/run/docker.sock",
    {
      description: "Tried first",
      command: "<%= config.bin %> <%= command.id %> app3 --daemon http://10.0.0.7:2375 --test",
    },
  ];
  static output = (z: Zod) => z.union([dockerHostSchema(z), dryRunSchema(z, { name: z.string() })]);
  static readOnly = false;
  static destructive = false;
  static idempotent = false;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(DockerHostCreate);
    const place = await readDaemon(flags);
    if (place === undefined) throw usageError("The daemon's address is missing", "--daemon /var/run/docker.sock");
    const { name } = args;
    const client = await this.connect({ untilInterrupted: true });
    if (flags["dry-run"]) {
      const test = flags.test ? [`have the server reach ${maskSecrets(place.daemon)}`] : [];
      return this.printPlan([...test, `set up the Docker host ${JSON.stringify(name)}`], { name });
    }
    if (flags.test) await client.dockerHosts.test(place);
    const host = await client.dockerHosts.create({ name, ...place });
    this.printResult(dockerHostData(host), `Set up ${calledItem(dockerHostNoun, host)}.`, String(host.id));
  }
}
