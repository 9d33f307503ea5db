import type { KumaClient } from "@kumakit/client";
import { join } from "node:path";
import {
  describeAgentPlan,
  outcomesOf,
  planRemoval,
  prepareRemoval,
  uninstallAgent,
  type HostResult,
  type RemovalOutcome,
  type RemovalPlan,
  type RemovalWish,
} from "@kumakit/provision";

import { usageError } from "../cli-error.ts";
import type { Zod } from "../contract/command-contract.ts";
import { hostDryRunSchema } from "../contract/shared-schemas.ts";
import { globalFlags } from "../flags/global-flags.ts";
import type { HostFlags } from "../flags/host-flags.ts";
import { describeHosts, hostsData, hostsSchema } from "../hosts/host-results.ts";
import { namedHosts } from "../hosts/named-hosts.ts";
import { HostsCommand } from "../hosts-command.ts";
import { askConfirmation } from "../prompts/ask.ts";
import { VERSION } from "../version.ts";
import { describePreview, previewData } from "./describe-preview.ts";
import {
  describeGoing,
  describeNone,
  describePlanned,
  describeUninstall,
  plannedData,
  removalData,
  removalSchema,
} from "./describe-uninstall.ts";

/** The values of the flags that such a command has. */
export interface RemovalFlags extends HostFlags {
  readonly user: boolean;
  readonly yes: boolean;
  readonly "dry-run": boolean;
}

/** The checks that are taken away. */
export interface Removal {
  /** Checks by name or unit; all without one. */
  readonly units: readonly string[];
  /** Whether their monitors are deleted as well. */
  readonly deletesMonitors: boolean;
}

/** The hosts on which a killed run was put back just now. */
function cutShortIn(plans: readonly HostResult<RemovalPlan | undefined>[]): readonly string[] {
  return plans.flatMap((plan) => (plan.ok && plan.outcome?.wasCutShort === true ? [plan.host] : []));
}

/** The base of commands that take checks away from hosts. */
export abstract class RemovalCommand extends HostsCommand<typeof RemovalCommand> {
  // The manifest is made of the classes up to the first without statics, which stands above this one.
  static override baseFlags = globalFlags;
  static output = (z: Zod) =>
    z.union([removalSchema(z), hostDryRunSchema(z), hostsSchema(z, z.union([hostDryRunSchema(z), removalSchema(z)]))]);
  static readOnly = false;
  static destructive = true;
  static idempotent = true;

  /** Takes checks away where the flags say, or shows with `--dry-run` what that would do. */
  protected async remove({ units, deletesMonitors }: Removal, flags: RemovalFlags): Promise<void> {
    let connected: Promise<KumaClient> | undefined;
    const connect = (): Promise<KumaClient> => (connected ??= this.connect());
    const wish: RemovalWish = {
      units,
      scope: flags.user ? "user" : undefined,
      client: deletesMonitors ? connect : undefined,
      program: join(this.config.root, "dist/kuma-agent.mjs"),
      version: VERSION,
    };
    const names = await namedHosts(flags);
    if (names !== undefined) return await this.#workOnHosts(names, wish, flags);
    const plans = await (flags["dry-run"] ? planRemoval : prepareRemoval)(wish);
    const [plan] = outcomesOf(plans);
    if (plan === undefined) return this.#sayNotInstalled(wish);
    if (flags["dry-run"]) return this.#preview(plan);
    const going = describeGoing(plan);
    if (!flags.yes && going !== undefined) await this.#ask(`${going}?`);
    const outcome = await this.#uninstall({ ...wish, cutShort: cutShortIn(plans) });
    if (outcome === undefined) return this.#sayNotInstalled(wish);
    this.printResult(removalData(outcome), () => describeUninstall(outcome, wish.client !== undefined));
  }

  async #workOnHosts(names: readonly string[], wish: RemovalWish, flags: RemovalFlags): Promise<void> {
    await this.onHosts(names, { asRoot: wish.scope !== "user" }, async ({ hosts, options, ask }) => {
      const plans = await (flags["dry-run"] ? planRemoval : prepareRemoval)({ ...wish, hosts }, options);
      if (flags["dry-run"]) {
        for (const plan of plans) this.#warnOf(plan.ok ? plan.outcome : undefined, `${plan.host}: `);
        this.printResult(hostsData(plans, plannedData), () => describeHosts(plans, describePlanned));
        return this.endHosts(plans);
      }
      const found = plans.flatMap((plan) => {
        const going = plan.ok && plan.outcome !== undefined ? describeGoing(plan.outcome) : undefined;
        return going === undefined ? [] : [`${plan.host}: ${going}`];
      });
      if (!flags.yes && found.length > 0) await ask(() => this.#ask(`${found.join("; ")}?`));
      const ready = hosts.filter(({ label }) => plans.some(({ host, ok }) => ok && host === label));
      const done = await uninstallAgent({ ...wish, hosts: ready, cutShort: cutShortIn(plans) }, options);
      const results = plans.flatMap((plan): typeof done =>
        plan.ok ? done.filter(({ host }) => host === plan.host) : [plan],
      );
      const describe = (outcome: RemovalOutcome | undefined): string =>
        outcome === undefined
          ? describeNone(wish.client !== undefined)
          : describeUninstall(outcome, wish.client !== undefined);
      this.printResult(hostsData(results, removalData), () => describeHosts(results, describe));
      this.endHosts(results);
    });
  }

  #sayNotInstalled({ client }: RemovalWish): void {
    this.printResult(removalData(undefined), describeNone(client !== undefined));
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
