import * as Args from "@oclif/core/args";

import { CliError, usageError } from "../../cli-error.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { serverUrlSchema } from "../../contract/shared-schemas.ts";
import { EXIT } from "../../exit-codes.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { requireProfileName } from "../../profiles/profile-store.ts";
import { readTypedServer } from "../../server-url.ts";

/** `kuma profile add NAME [URL]`. */
export default class ProfileAdd extends KumaCommand<typeof ProfileAdd> {
  static override summary = "Give a server a name.";
  static override description =
    "The name then stands for the server with --profile and KUMA_PROFILE. Without an address it is the server in use.";
  static override args = {
    name: Args.string({ description: "The profile's name.", required: true }),
    url: Args.string({ description: "The server, such as http://kuma.example:3001." }),
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> home http://kuma.example:3001",
    { description: "The server that is in use", command: "<%= config.bin %> <%= command.id %> home" },
  ];
  static output = (z: Zod) => z.strictObject({ name: z.string(), server: serverUrlSchema(z) });
  static readOnly = false;
  static destructive = false;
  static idempotent = true;
  static withoutDryRun = "It changes your own settings alone.";

  async run(): Promise<void> {
    const { args } = await this.parse(ProfileAdd);
    const name = requireProfileName(args.name);
    if (args.url !== undefined && (this.globals.server ?? this.globals.profile) !== undefined)
      throw usageError("The server is given twice", `kuma profile add ${name} URL`);
    const server = args.url === undefined ? await this.serverInUse() : readTypedServer(args.url);
    if (server === undefined) throw usageError("The server's address is missing", `kuma profile add ${name} URL`);
    const existing = (await this.profiles.list()).find((profile) => profile.name === name);
    if (existing !== undefined && existing.server !== server)
      throw new CliError({
        code: "KUMA_PROFILE_EXISTS",
        message: `The profile ${name} exists already, for ${existing.server}`,
        hint: `kuma profile remove ${name}`,
        exit: EXIT.refused,
      });
    await this.profiles.save({ name, server });
    const session = await this.sessions.find(server);
    if (session === undefined) this.note(`You are not logged in there yet: kuma login --profile ${name}`);
    this.printResult({ name, server }, `The profile ${name} is for ${server}.`, name);
  }
}
