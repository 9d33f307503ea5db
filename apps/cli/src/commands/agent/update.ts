import * as Flags from "@oclif/core/flags";
import {
  describeAgentPlan,
  outcomesOf,
  planUpdates,
  updateAgents,
  type AgentPlan,
  type UpdateWish,
} from "@kumakit/provision";
import { join } from "node:path";

import { describePlan, describePreview, previewData } from "../../agents/describe-preview.ts";
import { describeUpdate, updateData, updateSchema } from "../../agents/describe-update.ts";
import { ofUserFlag } from "../../agents/installed-agent.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { hostDryRunSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { standaloneFlag } from "../../flags/install-flags.ts";
import { hostFlags } from "../../flags/host-flags.ts";
import { describeHosts, hostsData, hostsSchema } from "../../hosts/host-results.ts";
import { namedHosts } from "../../hosts/named-hosts.ts";
import { HostsCommand } from "../../hosts-command.ts";
import { VERSION } from "../../version.ts";

/** `kuma agent update`. */
export default class AgentUpdate extends HostsCommand<typeof AgentUpdate> {
  static override summary = "Bring the agent to the version of this kuma.";
  static override description =
    "Replaces the agent's program, and what belongs to it: the service, the command, the script. Checks, monitors and tokens stay as they are. Each check whose heartbeats reached Uptime Kuma before must reach it again within 30 s; otherwise, and on Ctrl-C, the earlier program is put back and runs again. An agent that is as it should be is left alone, and one that is newer than this kuma is refused. Needs no login.";
  static override flags = {
    ...hostFlags,
    user: ofUserFlag,
    standalone: standaloneFlag,
    downgrade: Flags.boolean({
      default: false,
      summary: "Replace an agent that is newer than this kuma as well, which may not know its config.",
    }),
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    {
      description: "A look at what it would do on all hosts of a file",
      command: "<%= config.bin %> <%= command.id %> --hosts-file hosts.txt --dry-run",
    },
  ];
  static output = (z: Zod) =>
    z.union([updateSchema(z), hostDryRunSchema(z), hostsSchema(z, z.union([updateSchema(z), hostDryRunSchema(z)]))]);
  static readOnly = false;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { flags } = await this.parse(AgentUpdate);
    const wish: UpdateWish = {
      scope: flags.user ? "user" : undefined,
      program: join(this.config.root, "dist/kuma-agent.mjs"),
      standalone: flags.standalone,
      version: VERSION,
      downgrades: flags.downgrade,
    };
    const names = await namedHosts(flags);
    if (names !== undefined) return await this.#onHosts(names, wish, flags["dry-run"]);
    const bar = this.progress("Updating");
    try {
      const options = this.workOptions(bar);
      if (!flags["dry-run"]) {
        const [outcome] = outcomesOf(await updateAgents(wish, options));
        if (outcome !== undefined) this.printResult(updateData(outcome), () => describeUpdate(outcome));
        return;
      }
      const [plan] = outcomesOf(await planUpdates(wish, options));
      if (plan !== undefined) this.#preview(plan);
    } finally {
      bar.stop();
    }
  }

  async #onHosts(names: readonly string[], wish: UpdateWish, isDryRun: boolean): Promise<void> {
    await this.onHosts(names, { asRoot: wish.scope !== "user" }, async ({ hosts, options }) => {
      if (isDryRun) {
        const plans = await planUpdates({ ...wish, hosts }, options);
        this.printResult(hostsData(plans, previewData), () => describeHosts(plans, describePlan));
        return this.endHosts(plans);
      }
      const results = await updateAgents({ ...wish, hosts }, options);
      this.printResult(hostsData(results, updateData), () => describeHosts(results, describeUpdate));
      this.endHosts(results);
    });
  }

  #preview(plan: AgentPlan): void {
    this.printResult(previewData(plan), () => describePreview(plan.server, describeAgentPlan(plan)));
  }
}
