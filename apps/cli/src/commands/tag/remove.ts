import * as Args from "@oclif/core/args";

import { usageError } from "../../cli-error.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { tagsToRemove, removeTagFlag } from "../../flags/monitor-change-flags.ts";
import { EditCommand } from "../../monitors/edit-command.ts";
import { REFERENCE } from "../../monitors/select-monitors.ts";

/** `kuma tag remove MONITOR… --tag TAG`. */
export default class TagRemove extends EditCommand {
  static override summary = "Take tags off monitors.";
  static override strict = false;
  static override args = { monitor: Args.string({ description: REFERENCE, required: true }) };
  static override flags = { tag: removeTagFlag(), "dry-run": dryRunFlag };
  static override examples = [
    "<%= config.bin %> <%= command.id %> shop --tag env",
    {
      description: "From whatever has it, seen beforehand",
      command: "<%= config.bin %> <%= command.id %> tag:env=old --tag env=old --dry-run",
    },
  ];
  static override readOnly = false;
  static override destructive = false;
  static override idempotent = false;

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(TagRemove);
    const withoutTags = tagsToRemove(flags.tag);
    if (withoutTags.length === 0) throw usageError("No tag is named", "--tag env");
    await this.editMonitors(argv.map(String), async () => () => ({ withoutTags }), flags["dry-run"]);
  }
}
