import type { Zod } from "../contract/command-contract.ts";
import { KumaCommand } from "../kuma-command.ts";

/** `kuma version`. */
export default class Version extends KumaCommand<typeof Version> {
  static override summary = "Show the version of kuma, and what it runs on.";
  static override description = "Asks nobody. The version of the server is that of kuma server info.";
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    { description: "The number alone", command: "<%= config.bin %> <%= command.id %> --quiet" },
  ];
  static output = (z: Zod) =>
    z.strictObject({ version: z.string(), node: z.string(), platform: z.string(), arch: z.string() });
  static readOnly = true;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    await this.parse(Version);
    const { version, platform, arch } = this.config;
    this.printResult({ version, node: process.version, platform, arch }, this.config.userAgent, version);
  }
}
