import * as Args from "@oclif/core/args";

import type { Zod } from "../../contract/command-contract.ts";
import { serverUrlSchema } from "../../contract/shared-schemas.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { findProfile } from "../../profiles/profile-store.ts";

/** `kuma profile remove PROFILE`. */
export default class ProfileRemove extends KumaCommand<typeof ProfileRemove> {
  static override summary = "Forget the name of a server.";
  static override description = "The session stays; kuma logout forgets that.";
  static override args = { profile: Args.string({ description: "The profile's name.", required: true }) };
  static override examples = [
    "<%= config.bin %> <%= command.id %> home",
    { description: "As JSON", command: "<%= config.bin %> <%= command.id %> home --json" },
  ];
  static output = (z: Zod) =>
    z.strictObject({ name: z.string(), server: serverUrlSchema(z), removed: z.literal(true) });
  static readOnly = false;
  static destructive = false;
  static idempotent = false;
  static withoutDryRun = "It changes your own settings alone.";

  async run(): Promise<void> {
    const { args } = await this.parse(ProfileRemove);
    const { name, server } = findProfile(await this.profiles.list(), args.profile);
    await this.profiles.remove(name);
    this.printResult({ name, server, removed: true }, `Removed the profile ${name} (${server}).`, name);
  }
}
