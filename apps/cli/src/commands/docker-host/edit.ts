import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { maskSecrets } from "@kumakit/text";

import { usageError } from "../../cli-error.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { dryRunSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { calledItem, findItem } from "../../resources/noun.ts";
import { dockerHostData, dockerHostNoun, dockerHostSchema } from "../../resources/nouns/docker-host.ts";
import { daemonFlags, readDaemon } from "../../resources/read-daemon.ts";

/** `kuma docker-host edit HOST`. */
export default class DockerHostEdit extends KumaCommand<typeof DockerHostEdit> {
  static override summary = "Change a Docker host; what is not named stays.";
  static override args = { host: Args.string({ description: "Its name, or id:3.", required: true }) };
  static override flags = {
    name: Flags.string({ summary: "Call it so.", helpValue: "NAME" }),
    ...daemonFlags,
    test: Flags.boolean({
      default: false,
      summary: "Have the server reach it first; nothing is changed when that fails.",
    }),
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> app3 --daemon http://10.0.0.8:2375 --test",
    { description: "Another name", command: "<%= config.bin %> <%= command.id %> id:3 --name app4" },
  ];
  static output = (z: Zod) => z.union([dockerHostSchema(z), dryRunSchema(z, { id: z.int() })]);
  static readOnly = false;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(DockerHostEdit);
    const place = await readDaemon(flags);
    const { name, test } = flags;
    if (name === undefined && place === undefined) throw usageError("Nothing to change is named", "--daemon ADDRESS");
    const client = await this.connect({ untilInterrupted: true });
    const host = findItem(dockerHostNoun, await client.dockerHosts.list(), args.host);
    const { connection, daemon } = place ?? host;
    if (flags["dry-run"]) {
      const steps = [
        ...(test ? [`have the server reach ${maskSecrets(daemon)}`] : []),
        ...(place === undefined ? [] : [`have ${calledItem(dockerHostNoun, host)} ask ${maskSecrets(daemon)}`]),
        ...(name === undefined ? [] : [`call it ${JSON.stringify(name)}`]),
      ];
      return this.printPlan(steps, { id: host.id });
    }
    if (test) await client.dockerHosts.test({ connection, daemon });
    const after = await client.dockerHosts.update(host.id, { ...place, name });
    this.printResult(dockerHostData(after), `Changed ${calledItem(dockerHostNoun, after)}.`, String(after.id));
  }
}
