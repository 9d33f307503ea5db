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
import { readGivenFile } from "../../secrets/read-given-file.ts";

/** `kuma docker-host create NAME`. */
export default class DockerHostCreate extends KumaCommand<typeof DockerHostCreate> {
  static override summary = "Set up a Docker daemon that monitors of containers ask.";
  static override description =
    "The server itself reaches it: by a socket on its own machine, or by an address. An address with a password comes from a file.";
  static override args = { name: Args.string({ description: "What it is called.", required: true }) };
  static override flags = {
    daemon: Flags.string({
      summary: "The path of its socket on the server, or its address, such as http://10.0.0.7:2375.",
      helpValue: "ADDRESS",
      exclusive: ["daemon-file"],
    }),
    "daemon-file": Flags.string({ summary: "Read the address from this file.", helpValue: "FILE" }),
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
    const file = flags["daemon-file"];
    const daemon = flags.daemon ?? (file === undefined ? "" : (await readGivenFile(file)).trim());
    if (daemon === "") throw usageError("The daemon's address is missing", "--daemon /var/run/docker.sock");
    if (flags.daemon !== undefined && maskSecrets(daemon) !== daemon)
      throw usageError("The address holds a password, and others can read a command line", "--daemon-file FILE");
    const { name } = args;
    const connection = daemon.startsWith("/") ? "socket" : "tcp";
    const client = await this.connect({ untilInterrupted: true });
    if (flags["dry-run"]) {
      const test = flags.test ? [`have the server reach ${maskSecrets(daemon)}`] : [];
      return this.printPlan([...test, `set up the Docker host ${JSON.stringify(name)}`], { name });
    }
    if (flags.test) await client.dockerHosts.test({ connection, daemon });
    const host = await client.dockerHosts.create({ name, connection, daemon });
    this.printResult(dockerHostData(host), `Set up ${calledItem(dockerHostNoun, host)}.`, String(host.id));
  }
}
