import type { Zod } from "../../contract/command-contract.ts";
import { serverUrlSchema } from "../../contract/shared-schemas.ts";
import { listFlags } from "../../flags/command-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";

/** `kuma profile list`. */
export default class ProfileList extends KumaCommand<typeof ProfileList> {
  static override summary = "List the servers that have a name, and who is logged in there.";
  static override flags = listFlags;
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    { description: "As JSON", command: "<%= config.bin %> <%= command.id %> --json" },
  ];
  static output = (z: Zod) =>
    z.array(
      z.strictObject({
        name: z.string(),
        server: serverUrlSchema(z),
        inUse: z.boolean(),
        loggedIn: z.boolean(),
        username: z.string().nullable(),
      }),
    );
  static readOnly = true;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { flags } = await this.parse(ProfileList);
    const inUse = await this.profiles.inUse();
    const profiles = await Promise.all(
      (await this.profiles.list()).map(async ({ name, server }) => {
        const session = await this.sessions.find(server);
        const loggedIn = session !== undefined;
        return { name, server, inUse: name === inUse?.name, loggedIn, username: session?.username ?? null };
      }),
    );
    type Row = (typeof profiles)[number];
    const columns = [
      { heading: "name", cell: (row: Row) => row.name },
      { heading: "user", cell: (row: Row) => (row.loggedIn ? (row.username ?? "nobody") : "not logged in") },
      { heading: "in use", cell: (row: Row) => (row.inUse ? "yes" : "no") },
      { heading: "server", cell: (row: Row) => row.server, wraps: true },
    ];
    if (profiles.length === 0) this.note("There is no profile yet: kuma profile add NAME --server URL");
    const ids = profiles.map(({ name }) => name);
    await this.printTable({ data: profiles, rows: profiles, columns, ids }, flags);
  }
}
