import { printable } from "@kumakit/text";
import type { KumaClient } from "@kumakit/client";
import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { join } from "node:path";
import {
  describeAgentPlan,
  outcomesOf,
  planRemoval,
  uninstallAgent,
  type RemovalOutcome,
  type RemovalPlan,
  type RemovalWish,
} from "@kumakit/provision";

import { describePreview } from "../../agent-install/describe-install.ts";
import { describeUninstall, shownMonitor } from "../../agent-install/describe-uninstall.ts";
import { usageError } from "../../cli-error.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { hostDryRunSchema, namedSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag, yesFlag } from "../../flags/change-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { askConfirmation } from "../../prompts/ask.ts";

/** `kuma agent uninstall [UNIT...]`. */
export default class AgentUninstall extends KumaCommand<typeof AgentUninstall> {
  static override summary = "Stop watching units on this host; without the last of them the agent goes as well.";
  static override description =
    "Takes away exactly what kuma agent install has brought. The monitors stay, and will soon say that no heartbeat comes, unless --delete-monitors is given.";
  static override strict = false;
  static override args = { unit: Args.string({ description: "A unit; several may be named. Default: all." }) };
  static override flags = {
    user: Flags.boolean({ summary: "The agent that was installed with --user." }),
    "delete-monitors": Flags.boolean({ summary: "Delete the monitors of these units as well." }),
    yes: yesFlag,
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> --yes",
    "<%= config.bin %> <%= command.id %> nginx --delete-monitors",
  ];
  static output = (z: Zod) =>
    z.union([
      z.strictObject({
        changed: z.boolean(),
        units: z.array(z.string()),
        agentRemoved: z.boolean().optional(),
        keptConfig: z.string().nullable().optional(),
        unwatched: z
          .array(z.string())
          .optional()
          .describe("Checks that kuma has not brought and that nothing watches any more."),
        deletedMonitors: z.array(namedSchema(z)),
      }),
      hostDryRunSchema(z),
    ]);
  static readOnly = false;
  static destructive = true;
  static idempotent = true;

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(AgentUninstall);
    let connected: Promise<KumaClient> | undefined;
    const connect = (): Promise<KumaClient> => (connected ??= this.connect());
    const wish: RemovalWish = {
      units: argv.map(String),
      scope: flags.user ? "user" : undefined,
      client: flags["delete-monitors"] ? connect : undefined,
      program: join(this.config.root, "dist/kuma-agent.mjs"),
    };
    const [plan] = outcomesOf(await planRemoval(wish));
    if (plan === undefined) return this.#sayNotInstalled();
    if (flags["dry-run"]) return this.#preview(plan);
    if (!flags.yes) await this.#confirm(plan);
    const outcome = await this.#uninstall(wish);
    if (outcome === undefined) return this.#sayNotInstalled();
    const { units, isGone, keptConfig = null, unwatched, deletedMonitors } = outcome;
    const data = { changed: true, units, agentRemoved: isGone, keptConfig, unwatched, deletedMonitors };
    this.printResult(data, () => describeUninstall(outcome, flags["delete-monitors"]));
  }

  #sayNotInstalled(): void {
    this.printResult({ changed: false, units: [], deletedMonitors: [] }, "No agent is installed here.");
  }

  #preview(plan: RemovalPlan): void {
    const { server, host } = plan;
    const steps = describeAgentPlan(plan);
    const data = { dryRun: true, server, monitorSteps: steps.server, hostSteps: host.steps } as const;
    this.printResult(data, () => describePreview(server, steps));
  }

  async #confirm({ units, unwatched, monitors }: RemovalPlan): Promise<void> {
    const question = { what: "A confirmation", instead: "--yes", noInput: this.globals.noInput };
    const agent =
      unwatched.length === 0
        ? ""
        : `, and with the agent ${printable(unwatched.join(", "))}, which kuma has not brought`;
    const also = monitors.length === 0 ? "" : `, and delete ${monitors.map(shownMonitor).join(", ")}`;
    if (!(await askConfirmation(question, `Stop watching ${units.join(", ")}${agent}${also}?`)))
      throw usageError("Nothing was removed", "--yes when it is meant");
  }

  async #uninstall(wish: RemovalWish): Promise<RemovalOutcome | undefined> {
    const bar = this.progress("Removing");
    try {
      return outcomesOf(await uninstallAgent(wish, this.workOptions(bar)))[0];
    } finally {
      bar.stop();
    }
  }
}
