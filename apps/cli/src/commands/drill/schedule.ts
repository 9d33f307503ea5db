import * as Flags from "@oclif/core/flags";

import { usageError } from "../../cli-error.ts";
import { DrillsCommand } from "../../drills/drills-command.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { hostFlags } from "../../flags/host-flags.ts";

/** `kuma drill schedule`. */
export default class DrillSchedule extends DrillsCommand {
  static override summary = "Have a host drill the alerts by itself, so that somebody proves them again and again.";
  static override description =
    "Makes a Push monitor that alerts your channels. On Mondays the host has it go DOWN and UP, with a code in the messages. A person who sees them types it on any machine: kuma drill ack CODE. When nobody does within three days, the monitor is DOWN. It is DOWN as well when the host drills no more. The host holds the push token of that monitor, and no login. The first drill comes at once. A second run changes what differs.";
  static override flags = {
    ...hostFlags,
    weekly: Flags.boolean({ default: false, summary: "Each Monday.", exclusive: ["monthly"] }),
    monthly: Flags.boolean({ default: false, summary: "Every fourth Monday." }),
    notify: Flags.string({
      summary: "Drill this notification, by name or as id:3; may be repeated. Default: all that any monitor alerts.",
      helpValue: "NAME",
      multiple: true,
      multipleNonGreedy: true,
    }),
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> --monthly --host ops@tk-app3",
    {
      description: "This host, each week, and two channels alone",
      command: "<%= config.bin %> <%= command.id %> --weekly --notify ops-chat --notify pager",
    },
  ];

  async run(): Promise<void> {
    const { flags } = await this.parse(DrillSchedule);
    if (!flags.weekly && !flags.monthly)
      throw usageError("How often is there to be a drill?", "--monthly, or --weekly");
    const every = flags.weekly ? "weekly" : "monthly";
    const client = await this.connect();
    const { planSchedule, scheduleDrills } = await import("../../provision-work.ts");
    const order = { every, notify: flags.notify, ...this.ownAgent } as const;
    await this.changeDrills(
      {
        plan: (host, options) => planSchedule(client, { ...order, host }, options),
        change: async (host, options) => {
          const { monitor, changed, firstDrill } = await scheduleDrills(client, { ...order, host }, options);
          const monitors = [{ id: monitor.id, name: monitor.name }];
          return { changed, monitors, firstDrillAt: firstDrill?.time.toISOString() ?? null };
        },
        describe: ({ changed, monitors: [monitor], firstDrillAt }) =>
          changed
            ? `${monitor?.name}: a drill ${flags.weekly ? "each Monday" : "every fourth Monday"}. ${firstDrillAt === null ? "" : "The first one was right now: type the code that stands in a channel, kuma drill ack CODE."}`.trimEnd()
            : "Nothing to do: these drills are scheduled already.",
      },
      flags,
    );
  }
}
