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

import { describePreview, previewData } from "../../agents/describe-install.ts";
import {
  describeGoing,
  describePlanned,
  describeUninstall,
  notInstalled,
  plannedData,
  removalData,
  removalSchema,
} from "../../agents/describe-uninstall.ts";
import { ofUserFlag } from "../../agents/installed-agent.ts";
import { usageError } from "../../cli-error.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { hostDryRunSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag, yesFlag } from "../../flags/command-flags.ts";
import { hostFlags } from "../../flags/host-flags.ts";
import { describeHosts, hostsData, hostsSchema } from "../../hosts/host-results.ts";
import { namedHosts } from "../../hosts/named-hosts.ts";
import { HostsCommand } from "../../hosts-command.ts";
import { askConfirmation } from "../../prompts/ask.ts";

/** `kuma agent uninstall [UNIT...]`. */
export default class AgentUninstall extends HostsCommand<typeof AgentUninstall> {
  static override summary =
    "Stop watching units on this host or others; without the last of them the agent goes as well.";
  static override description =
    "Takes away exactly what kuma agent install has brought. The monitors stay, and will soon say that no heartbeat comes, unless --delete-monitors is given.";
  static override strict = false;
  static override args = { unit: Args.string({ description: "A unit; several may be named. Default: all." }) };
  static override flags = {
    ...hostFlags,
    user: ofUserFlag,
    "delete-monitors": Flags.boolean({
      summary:
        "Delete the monitors of these units as well; with the last of them that of the agent and the host's group.",
    }),
    yes: yesFlag,
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> --yes",
    "<%= config.bin %> <%= command.id %> nginx --delete-monitors",
    "<%= config.bin %> <%= command.id %> --host ops@tk-app3 --yes",
  ];
  static output = (z: Zod) =>
    z.union([removalSchema(z), hostDryRunSchema(z), hostsSchema(z, z.union([hostDryRunSchema(z), removalSchema(z)]))]);
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
    const names = await namedHosts(flags);
    if (names !== undefined) return await this.#workOnHosts(names, wish, flags);
    const [plan] = outcomesOf(await planRemoval(wish));
    if (plan === undefined) return this.#sayNotInstalled();
    if (flags["dry-run"]) return this.#preview(plan);
    if (!flags.yes) await this.#ask(`Stop watching ${describeGoing(plan)}?`);
    const outcome = await this.#uninstall(wish);
    if (outcome === undefined) return this.#sayNotInstalled();
    this.printResult(removalData(outcome), () => describeUninstall(outcome, flags["delete-monitors"]));
  }

  async #workOnHosts(names: readonly string[], wish: RemovalWish, flags: RemovalFlags): Promise<void> {
    await this.onHosts(names, { asRoot: wish.scope !== "user" }, async ({ hosts, options, ask }) => {
      const plans = await planRemoval({ ...wish, hosts }, options);
      if (flags["dry-run"]) {
        for (const plan of plans) this.#warnOf(plan.ok ? plan.outcome : undefined, `${plan.host}: `);
        this.printResult(hostsData(plans, plannedData), () => describeHosts(plans, describePlanned));
        return this.endHosts(plans);
      }
      const found = plans.flatMap((plan) =>
        plan.ok && plan.outcome !== undefined ? [`${plan.host}: ${describeGoing(plan.outcome)}`] : [],
      );
      if (!flags.yes && found.length > 0) await ask(() => this.#ask(`Stop watching ${found.join("; ")}?`));
      const ready = hosts.filter(({ label }) => plans.some(({ host, ok }) => ok && host === label));
      const done = await uninstallAgent({ ...wish, hosts: ready }, options);
      const results = plans.flatMap((plan): typeof done =>
        plan.ok ? done.filter(({ host }) => host === plan.host) : [plan],
      );
      const describe = (outcome: RemovalOutcome | undefined): string =>
        outcome === undefined ? notInstalled : describeUninstall(outcome, flags["delete-monitors"]);
      this.printResult(hostsData(results, removalData), () => describeHosts(results, describe));
      this.endHosts(results);
    });
  }

  #sayNotInstalled(): void {
    this.printResult(removalData(undefined), notInstalled);
  }

  #preview(plan: RemovalPlan): void {
    this.#warnOf(plan, "");
    this.printResult(previewData(plan), () => describePreview(plan.server, describeAgentPlan(plan)));
  }

  #warnOf(plan: RemovalPlan | undefined, where: string): void {
    for (const warning of plan?.host.warnings ?? []) this.warn(`${where}${warning}`);
  }

  async #ask(question: string): Promise<void> {
    if (!(await askConfirmation(this.question("A confirmation", "--yes"), question)))
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

interface RemovalFlags {
  readonly yes: boolean;
  readonly "dry-run": boolean;
  readonly "delete-monitors": boolean;
}
