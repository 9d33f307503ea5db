import * as Args from "@oclif/core/args";

import { KumaCommand } from "../../kuma-command.ts";
import { findProfile } from "../../profiles/profile-store.ts";

/** `kuma profile remove PROFILE`. */
export default class ProfileRemove extends KumaCommand {
  static override summary = "Forget the name of a server.";
  static override description = "The session stays; kuma logout forgets that.";
  static override args = { profile: Args.string({ description: "The profile's name.", required: true }) };
  static override examples = [
    "<%= config.bin %> <%= command.id %> home",
    { description: "As JSON", command: "<%= config.bin %> <%= command.id %> home --json" },
  ];

  async run(): Promise<void> {
    const { args } = await this.parse(ProfileRemove);
    const { name, server } = findProfile(await this.profiles.list(), args.profile);
    await this.profiles.remove(name);
    this.printResult({ name, server, removed: true }, `Removed the profile ${name} (${server}).`, name);
  }
}
