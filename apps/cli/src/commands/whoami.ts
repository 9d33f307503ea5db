import type { Zod } from "../contract/command-contract.ts";
import { serverUrlSchema } from "../contract/shared-schemas.ts";
import { KumaCommand } from "../kuma-command.ts";
import { fieldLines } from "../output/field-lines.ts";

/** `kuma whoami`. */
export default class Whoami extends KumaCommand<typeof Whoami> {
  static override summary = "Show which server you are logged in to, and as whom.";
  static override description = "Asks the server whether the session still holds; exits with 4 when it does not.";
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    { description: "The user's name alone", command: "<%= config.bin %> <%= command.id %> --quiet" },
  ];
  static output = (z: Zod) =>
    z.strictObject({ server: serverUrlSchema(z), username: z.string().nullable(), version: z.string() });
  static readOnly = true;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    await this.parse(Whoami);
    const { username } = await this.credentials();
    const { server } = await this.connect({ untilInterrupted: true });
    this.printResult(
      { server: server.url, username, version: server.version },
      fieldLines({
        Server: server.url,
        User: username ?? "nobody: the server asks for no login",
        Version: server.version,
      }),
      username ?? "",
    );
  }
}
