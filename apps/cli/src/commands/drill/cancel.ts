import { usageError } from "../../cli-error.ts";
import { DrillsCommand } from "../../drills/drills-command.ts";
import { dryRunFlag, yesFlag } from "../../flags/command-flags.ts";
import { hostFlags } from "../../flags/host-flags.ts";
import { askConfirmation } from "../../prompts/ask.ts";

/** `kuma drill cancel`. */
export default class DrillCancel extends DrillsCommand {
  static override summary = "End the drills of a host, and delete their monitor.";
  static override description =
    "Takes away all that kuma drill schedule has brought to the host; its agent goes on. The proofs of channels stay noted. Of a host that is gone for good, kuma monitor delete deletes the monitor.";
  static override flags = { ...hostFlags, yes: yesFlag, "dry-run": dryRunFlag };
  static override examples = [
    "<%= config.bin %> <%= command.id %> --host ops@tk-app3",
    { description: "Of this host, in a script", command: "<%= config.bin %> <%= command.id %> --yes" },
  ];
  static override destructive = true;

  async run(): Promise<void> {
    const { flags } = await this.parse(DrillCancel);
    const question = this.question("A confirmation", "--yes");
    const where = flags.host?.join(", ") ?? (flags["hosts-file"] === undefined ? "this host" : "these hosts");
    const asks = !flags.yes && !flags["dry-run"];
    if (asks && !(await askConfirmation(question, `End the drills of ${where}, and delete their monitor?`)))
      throw usageError("Nothing was changed", "--yes when it is meant");
    const client = await this.connect();
    const { cancelDrills, planCancel } = await import("../../provision-work.ts");
    await this.changeDrills(
      {
        plan: (host, options) => planCancel(client, { ...this.ownAgent, host }, options),
        change: async (host, options) => {
          const { changed, deleted } = await cancelDrills(client, { ...this.ownAgent, host }, options);
          return { changed, monitors: deleted, firstDrillAt: null };
        },
        describe: ({ changed }) => (changed ? "There are no drills any more." : "Nothing to do: there are no drills."),
      },
      flags,
    );
  }
}
