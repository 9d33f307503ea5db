import * as Flags from "@oclif/core/flags";

import type { Zod } from "../contract/command-contract.ts";
import { KumaCommand } from "../kuma-command.ts";

/** `kuma logout`. */
export default class Logout extends KumaCommand<typeof Logout> {
  static override summary = "Forget the stored session of a server.";
  static override description =
    "Nothing is said to the server: Uptime Kuma ends a session only when the password is changed.";
  static override flags = {
    all: Flags.boolean({ default: false, summary: "Forget the sessions of all servers." }),
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    { description: "Everywhere", command: "<%= config.bin %> <%= command.id %> --all" },
  ];
  static output = (z: Zod) => z.strictObject({ forgotten: z.array(z.string()) });
  static readOnly = false;
  static destructive = false;
  static idempotent = true;
  static withoutDryRun = "It changes your own settings alone.";

  async run(): Promise<void> {
    const { flags } = await this.parse(Logout);
    const { sessions } = this;
    const server = await this.serverInUse();
    const one = server === undefined ? [] : [server];
    const forgotten = await sessions.forget(flags.all ? await sessions.servers() : one);
    const text = forgotten.map((url) => `Forgot the session of ${url}.`).join("\n");
    if (forgotten.length === 0) this.note("There was no such session.");
    this.printResult({ forgotten }, text, forgotten.join("\n"));
  }
}
