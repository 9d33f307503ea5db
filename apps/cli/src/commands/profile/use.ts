import * as Args from "@oclif/core/args";

import type { Zod } from "../../contract/command-contract.ts";
import { serverUrlSchema } from "../../contract/shared-schemas.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { findProfile } from "../../profiles/profile-store.ts";

/** `kuma profile use PROFILE`. */
export default class ProfileUse extends KumaCommand<typeof ProfileUse> {
  static override summary = "Use the server of a profile from now on.";
  static override description = "Until another profile is used, or kuma login URL names another server.";
  static override args = { profile: Args.string({ description: "The profile's name.", required: true }) };
  static override examples = [
    "<%= config.bin %> <%= command.id %> home",
    { description: "And say nothing but its name", command: "<%= config.bin %> <%= command.id %> home --quiet" },
  ];
  static output = (z: Zod) => z.strictObject({ name: z.string(), server: serverUrlSchema(z), inUse: z.literal(true) });
  static readOnly = false;
  static destructive = false;
  static idempotent = true;
  static withoutDryRun = "It changes your own settings alone.";

  async run(): Promise<void> {
    const { args } = await this.parse(ProfileUse);
    const { name, server } = findProfile(await this.profiles.list(), args.profile);
    await this.profiles.use(name);
    if ((await this.sessions.find(server)) === undefined) this.note("You are not logged in there yet: kuma login");
    this.printResult({ name, server, inUse: true }, `Using the profile ${name}: ${server}.`, name);
  }
}
