import * as Args from "@oclif/core/args";

import { CliError, usageError } from "../../cli-error.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { serverUrlSchema } from "../../contract/shared-schemas.ts";
import { EXIT } from "../../exit-codes.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { requireProfileName } from "../../profiles/require-profile-name.ts";

/** `kuma profile add NAME`. */
export default class ProfileAdd extends KumaCommand<typeof ProfileAdd> {
  static override summary = "Give a server a name.";
  static override description =
    "The name then stands for the server with --profile and KUMA_PROFILE. Without --server it is the server in use.";
  static override args = { name: Args.string({ description: "The profile's name.", required: true }) };
  static override examples = [
    "<%= config.bin %> <%= command.id %> home --server http://kuma.example:3001",
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
    const server = await this.serverInUse();
    if (server === undefined) throw usageError("The server's address is missing", "--server URL");
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
