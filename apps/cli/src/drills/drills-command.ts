import { localHost, type AgentPlan, type Host, type ProvisionOptions, type RemovalPlan } from "@kumakit/provision";
import { onHosts } from "@kumakit/provision/installed-agent";
import { describeAgentPlan } from "@kumakit/provision";
import { join } from "node:path";

import { describePlan, describePreview, previewData } from "../agents/describe-preview.ts";
import type { Zod } from "../contract/command-contract.ts";
import { hostDryRunSchema } from "../contract/shared-schemas.ts";
import { globalFlags } from "../flags/global-flags.ts";
import type { HostFlags } from "../flags/host-flags.ts";
import { describeHosts, hostsData, hostsSchema } from "../hosts/host-results.ts";
import { namedHosts } from "../hosts/named-hosts.ts";
import { HostsCommand } from "../hosts-command.ts";
import { VERSION } from "../version.ts";

/** The drills of a host after a command, with `--json`. */
const changedDrillsSchema = (z: Zod) =>
  z.strictObject({
    changed: z.boolean().describe("False when all was so before."),
    monitors: z
      .array(z.strictObject({ id: z.int(), name: z.string() }))
      .describe("The monitor of the drills; after a cancel those that were deleted."),
    firstDrillAt: z.iso.datetime().nullable().describe("When the first drill was; null when there was none now."),
  });

/** The same as data. */
export interface ChangedDrills {
  readonly changed: boolean;
  readonly monitors: readonly { readonly id: number; readonly name: string }[];
  readonly firstDrillAt: string | null;
}

/** The work on each host. */
interface DrillsWork {
  readonly plan: (host: Host, options: ProvisionOptions) => Promise<AgentPlan | RemovalPlan>;
  readonly change: (host: Host, options: ProvisionOptions) => Promise<ChangedDrills>;
  readonly describe: (drills: ChangedDrills) => string;
}

/** The base of commands that change the drills of hosts. */
export abstract class DrillsCommand extends HostsCommand<typeof DrillsCommand> {
  // The manifest is made of the classes up to the first without statics, which stands above this one.
  static override baseFlags = globalFlags;
  static output = (z: Zod) =>
    z.union([
      changedDrillsSchema(z),
      hostDryRunSchema(z),
      hostsSchema(z, z.union([changedDrillsSchema(z), hostDryRunSchema(z)])),
    ]);
  static readOnly = false;
  static destructive = false;
  static idempotent = true;

  /** The agent of this kuma: an older one on a host is brought up to it. */
  protected get ownAgent(): { readonly program: string; readonly version: string } {
    return { program: join(this.config.root, "dist/kuma-agent.mjs"), version: VERSION };
  }

  /** Does it where the flags say, or shows with `--dry-run` what that would do. */
  protected async changeDrills(
    { plan, change, describe }: DrillsWork,
    flags: HostFlags & { readonly "dry-run": boolean },
  ): Promise<void> {
    const names = await namedHosts(flags);
    const bar = names === undefined ? this.progress("Looking at this host") : undefined;
    try {
      if (names === undefined) {
        const options = bar === undefined ? {} : this.workOptions(bar);
        if (flags["dry-run"]) {
          const planned = await plan(localHost(), options);
          return this.printResult(previewData(planned), () =>
            describePreview(planned.server, describeAgentPlan(planned)),
          );
        }
        const done = await change(localHost(), options);
        return this.printResult(done, () => describe(done), idsOf([done]));
      }
      const onEach = <Outcome>(work: (host: Host, options: ProvisionOptions) => Promise<Outcome>) =>
        this.onHosts(names, { asRoot: true }, ({ hosts, options }) =>
          onHosts(hosts, options, ({ host }) => work(host, options)),
        );
      if (flags["dry-run"]) {
        const plans = await onEach(plan);
        this.printResult(hostsData(plans, previewData), () => describeHosts(plans, describePlan));
        return this.endHosts(plans);
      }
      const results = await onEach(change);
      this.printResult(
        hostsData(results, (done) => done),
        () => describeHosts(results, describe),
        idsOf(results.flatMap((result) => (result.ok ? [result.outcome] : []))),
      );
      this.endHosts(results);
    } finally {
      bar?.stop();
    }
  }
}

function idsOf(all: readonly ChangedDrills[]): string {
  return all.flatMap(({ monitors }) => monitors.map(({ id }) => id)).join("\n");
}
