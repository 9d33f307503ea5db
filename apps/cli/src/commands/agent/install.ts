import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { join } from "node:path";
import {
  defaultMonitorName,
  describeAgentPlan,
  installAgent,
  isProvisionError,
  outcomesOf,
  planAgent,
  type AgentWish,
  type ProvisionError,
  type ProvisionOptions,
  type ReportsTo,
} from "@kumakit/provision";

import {
  describeInstall,
  describePreview,
  installData,
  installSchema,
  unwellWarnings,
} from "../../agent-install/describe-install.ts";
import { readGivenToken } from "../../agent-install/given-token.ts";
import { usageError } from "../../cli-error.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { hostDryRunSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/change-flags.ts";
import { intervalFlag, monitorFlags, notifyWish } from "../../flags/monitor-flags.ts";
import { describeUndo } from "../../failure/describe-undo.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { namedServer } from "../../profiles/choose-server.ts";

/** `kuma agent install UNIT...`. */
export default class AgentInstall extends KumaCommand<typeof AgentInstall> {
  static override summary = "Watch units of systemd on this host, with a monitor for each.";
  static override description =
    "Makes a Push monitor for each unit (or finds the one that it made before), installs the agent as a systemd service, and waits until the server shows the first heartbeat. When that fails, or on Ctrl-C, everything is undone. Run again, it does only what is missing.";
  static override strict = false;
  static override args = {
    unit: Args.string({ description: "A unit, such as nginx; several may be named.", required: true }),
  };
  static override flags = {
    user: Flags.boolean({ summary: "Install for yourself: a service of your session (systemctl --user)." }),
    interval: intervalFlag(),
    ...monitorFlags,
    name: Flags.string({
      summary: "What new monitors are called; {host} and {unit} are filled in.",
      helpValue: "TEMPLATE",
      default: defaultMonitorName,
    }),
    adopt: Flags.boolean({ summary: "Use a monitor of that name even though kuma has not made it." }),
    test: Flags.boolean({
      default: false,
      summary: "Send a test message through each notification first; nothing is done when that fails.",
    }),
    "token-file": Flags.string({
      summary:
        "Use the monitor that this push token, push URL or JSON of kuma monitor create belongs to; needs no login.",
      helpValue: "FILE",
      exclusive: ["notify", "no-notify", "group", "tag", "adopt", "test"],
    }),
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> supervisor --notify ops-chat",
    { description: "As yourself, without root", command: "<%= config.bin %> <%= command.id %> --user my-app nginx" },
    {
      description: "With the token of a monitor that was made in the dashboard",
      command: "<%= config.bin %> <%= command.id %> nginx --token-file token.txt --server http://kuma.example:3001",
    },
  ];
  static output = (z: Zod) => z.union([installSchema(z), hostDryRunSchema(z)]);
  static readOnly = false;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(AgentInstall);
    const wish: AgentWish = {
      units: argv.map(String),
      scope: flags.user ? "user" : "system",
      ...(flags.interval === undefined ? {} : { interval: flags.interval }),
      notify: notifyWish(flags),
      ...(flags.group === undefined ? {} : { group: flags.group }),
      tags: flags.tag ?? [],
      nameTemplate: flags.name,
      adopt: flags.adopt,
      testNotifications: flags.test,
      program: join(this.config.root, "dist/kuma-agent.mjs"),
    };
    const to = await this.#reportsTo(flags["token-file"], wish);
    const bar = this.progress("Looking at this host");
    const options = this.workOptions(bar);
    try {
      if (flags["dry-run"]) await this.#preview(to, wish, options);
      else await this.#install(to, wish, options);
    } catch (error) {
      if (this.signal.aborted && isProvisionError(error)) this.#sayUndone(error);
      throw error;
    } finally {
      bar.stop();
    }
  }

  /** After Ctrl-C errors are not shown, but what is left behind must be. */
  #sayUndone({ leftBehind }: ProvisionError): void {
    const lines = leftBehind.length === 0 ? ["Interrupted; everything was undone."] : describeUndo({ leftBehind });
    this.warn(lines.join("\n"));
  }

  async #reportsTo(tokenFile: string | undefined, { units, interval }: AgentWish): Promise<ReportsTo> {
    if (tokenFile === undefined) return () => this.connect();
    if (units.length > 1) throw usageError("--token-file is for one unit: a token belongs to one monitor", null);
    const given = await readGivenToken(tokenFile, namedServer(await this.serverSteps()));
    if (interval !== undefined && given.interval !== undefined && interval !== given.interval)
      throw usageError(`The monitor's interval is ${given.interval} s, not ${interval} s`, "leave --interval out");
    return given;
  }

  async #install(to: ReportsTo, wish: AgentWish, options: ProvisionOptions): Promise<void> {
    for (const outcome of outcomesOf(await installAgent(to, wish, options))) {
      for (const warning of unwellWarnings(outcome)) this.warn(warning);
      const ids = outcome.checks.flatMap(({ ensured }) => (ensured === undefined ? [] : [String(ensured.monitor.id)]));
      this.printResult(installData(outcome), () => describeInstall(outcome), ids.join("\n"));
    }
  }

  async #preview(to: ReportsTo, wish: AgentWish, options: ProvisionOptions): Promise<void> {
    for (const plan of outcomesOf(await planAgent(to, wish, options))) {
      const { server, host } = plan;
      const steps = describeAgentPlan(plan);
      const data = { dryRun: true, server, monitorSteps: steps.server, hostSteps: host.steps } as const;
      this.printResult(data, () => describePreview(server, steps));
    }
  }
}
