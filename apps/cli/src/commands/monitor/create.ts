import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import type { FlagInput } from "@oclif/core/interfaces";
import type { MonitorWish } from "@kumakit/provision";

import type { Zod } from "../../contract/command-contract.ts";
import { actionsSchema, dryRunSchema, namedSchema, outcomeSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { ifExistsFlag, intervalFlag, monitorFlags, notifyWish } from "../../flags/monitor-flags.ts";
import { settingFlags } from "../../flags/setting-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { describeEnsured, ensuredData, ensuredSchema } from "../../monitors/describe-ensured.ts";
import { hasSettings, readSettings } from "../../monitors/settings/read-settings.ts";
import { monitorTypeNames } from "../../monitors/settings/setting-flags.ts";

/** `kuma monitor create NAME`. */
export default class MonitorCreate extends KumaCommand<typeof MonitorCreate> {
  static override summary = "Create a monitor of any type; of a Push monitor, print the URL that heartbeats go to.";
  static override description =
    "Without --type it is a Push monitor. The monitor alerts the notifications given with --notify, else the server's default ones. One that would alert nobody is refused, unless --no-notify says that it is meant. Every setting of every type is in docs/monitor-types.md: those that are used most have a flag, and --set, --set-file and --from-file take them all. Secrets come from files, never from a flag's value. Anybody who knows the push URL can report the service as healthy: keep it to yourself.";
  static override args = { name: Args.string({ description: "The monitor's name.", required: true }) };
  static override flags: FlagInput = {
    type: Flags.string({ summary: "The type of monitor. Default: push.", options: [...monitorTypeNames] }),
    interval: intervalFlag({
      summary: "Seconds between checks, or in which a heartbeat must come; also as 5m. Default: 60.",
    }),
    ...monitorFlags,
    description: Flags.string({ summary: "A text for people.", helpValue: "TEXT" }),
    "if-exists": ifExistsFlag(),
    ...settingFlags,
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> supervisord --notify ops-chat",
    {
      description: "In a group, with tags, and only the id for a script",
      command: '<%= config.bin %> <%= command.id %> "tk-app3 nginx" --group web --tag env=prod --interval 30 --quiet',
    },
    {
      description: "A web page",
      command: "<%= config.bin %> <%= command.id %> shop --type http --url https://shop.example --max-retries 2",
    },
    {
      description: "A database, whose connection string is a secret",
      command:
        "<%= config.bin %> <%= command.id %> orders --type postgres --set-file databaseConnectionString=/run/secrets/orders",
    },
  ];
  static output = (z: Zod) =>
    z.union([
      ensuredSchema(z),
      dryRunSchema(z, {
        outcome: outcomeSchema(z),
        notifications: z.array(namedSchema(z)),
        actions: actionsSchema(z),
      }),
    ]);
  static readOnly = false;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(MonitorCreate);
    const wish = await this.#wish(args.name, flags as unknown as CreateFlags);
    const client = await this.connect();
    const { describeActions, lookUpMonitor, realiseMonitor } = await import("../../provision-work.ts");
    const planned = await lookUpMonitor(client, wish);
    if (flags["dry-run"]) {
      const { outcome, notifications, actions } = planned.plan;
      return this.printPlan(describeActions(planned.plan), { outcome, notifications, actions });
    }
    const ensured = await realiseMonitor(client, planned, { signal: this.signal });
    const shown = JSON.stringify(ensured.monitor.name);
    for (const warning of ensured.warnings) this.warn(`The monitor ${shown} is ${ensured.outcome}, but ${warning}`);
    this.printResult(ensuredData(ensured), () => describeEnsured(ensured), String(ensured.monitor.id));
  }

  async #wish(name: string, flags: CreateFlags): Promise<MonitorWish> {
    const given = await readSettings(flags);
    const type = flags.type ?? (typeof given.fromFile["type"] === "string" ? given.fromFile["type"] : "push");
    const { interval: fileInterval, description: fileText, ...settings } = await this.#settings(type, given);
    return {
      name,
      type,
      settings,
      interval: flags.interval ?? (typeof fileInterval === "number" ? fileInterval : undefined),
      notify: notifyWish(flags),
      group: flags.group,
      tags: flags.tag ?? [],
      description: flags.description ?? (typeof fileText === "string" ? fileText : undefined),
      ifExists: flags["if-exists"],
    };
  }

  /** Without any the client is not loaded for it: a Push monitor needs none. */
  async #settings(type: string, given: Awaited<ReturnType<typeof readSettings>>): Promise<Record<string, unknown>> {
    if (type === "push" && !hasSettings(given)) return {};
    const { parseSettings, requireAll } = await import("../../monitors/settings/parse-settings.ts");
    const settings = parseSettings(type, given);
    requireAll(type, settings);
    return settings;
  }
}

type CreateFlags = Parameters<typeof notifyWish>[0] &
  Readonly<Record<string, unknown>> & {
    readonly type?: string;
    readonly interval?: number;
    readonly group?: string;
    readonly tag?: MonitorWish["tags"];
    readonly description?: string;
    readonly "if-exists": MonitorWish["ifExists"];
  };
