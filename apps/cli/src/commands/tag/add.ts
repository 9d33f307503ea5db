import * as Args from "@oclif/core/args";

import { usageError } from "../../cli-error.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { tagFlag } from "../../flags/monitor-flags.ts";
import { EditCommand } from "../../monitors/edit-command.ts";
import { REFERENCE } from "../../monitors/select-monitors.ts";

/** `kuma tag add MONITOR… --tag TAG`. */
export default class TagAdd extends EditCommand {
  static override summary = "Put tags on monitors; one that is not there yet is created.";
  static override strict = false;
  static override args = { monitor: Args.string({ description: REFERENCE, required: true }) };
  static override flags = { tag: tagFlag({ multiple: true }), "dry-run": dryRunFlag };
  static override examples = [
    "<%= config.bin %> <%= command.id %> shop api --tag env=prod",
    {
      description: "All of a group",
      command: "<%= config.bin %> <%= command.id %> group:web --tag team=shop --dry-run",
    },
  ];
  static override readOnly = false;
  static override destructive = false;
  static override idempotent = true;

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(TagAdd);
    const tags = flags.tag ?? [];
    if (tags.length === 0) throw usageError("No tag is named", "--tag env=prod");
    await this.editMonitors(argv.map(String), async () => () => ({ tags }), flags["dry-run"]);
  }
}
