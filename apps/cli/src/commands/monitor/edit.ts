import * as Args from "@oclif/core/args";
import type { FlagInput } from "@oclif/core/interfaces";

import { dryRunFlag } from "../../flags/command-flags.ts";
import {
  changeWish,
  monitorChangeFlags,
  removeTagFlag,
  type MonitorChangeFlags,
} from "../../flags/monitor-change-flags.ts";
import { intervalFlag, tagFlag } from "../../flags/monitor-flags.ts";
import { settingFlags } from "../../flags/setting-flags.ts";
import { EditCommand } from "../../monitors/edit-command.ts";
import { REFERENCE } from "../../monitors/select-monitors.ts";
import { hasSettings, readSettings } from "../../monitors/settings/read-settings.ts";

/** `kuma monitor edit MONITOR…`. */
export default class MonitorEdit extends EditCommand {
  static override summary = "Change settings of monitors; what is not named stays as it is.";
  static override description =
    "Each monitor is changed by one edit, and by none where nothing would change: an edit restarts the server's timers. Every setting is in docs/monitor-types.md.";
  static override strict = false;
  static override args = { monitor: Args.string({ description: REFERENCE, required: true }) };
  static override flags: FlagInput = {
    ...monitorChangeFlags,
    interval: intervalFlag({ summary: "Seconds between checks, or in which a heartbeat must come; also as 5m." }),
    tag: tagFlag({ multiple: true }),
    "remove-tag": removeTagFlag(),
    ...settingFlags,
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> shop --url https://shop.example/health --max-retries 2",
    {
      description: "All monitors of a tag, seen beforehand",
      command: "<%= config.bin %> <%= command.id %> tag:env=prod --interval 30 --notify ops-chat --dry-run",
    },
    {
      description: "Out of its group, under another name",
      command: "<%= config.bin %> <%= command.id %> 12 --no-group --name web",
    },
  ];
  static override readOnly = false;
  static override destructive = false;
  static override idempotent = true;

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(MonitorEdit);
    const values = flags as unknown as MonitorChangeFlags & Readonly<Record<string, unknown>>;
    const given = await readSettings(values);
    const wish = changeWish(values);
    const wishFor = async () => {
      const { parseSettings } = await import("../../monitors/settings/parse-settings.ts");
      return ({ type }: { readonly type: string }) => ({
        ...wish,
        settings: hasSettings(given) ? parseSettings(type, given) : {},
      });
    };
    await this.editMonitors(argv.map(String), wishFor, values["dry-run"] === true);
  }
}
