import * as Args from "@oclif/core/args";
import { join } from "node:path";
import {
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
  describePlan,
  describePreview,
  installData,
  previewData,
  installSchema,
  monitorIds,
  unwellWarnings,
} from "../../agent-install/describe-install.ts";
import { readGivenToken } from "../../agent-install/given-token.ts";
import { usageError } from "../../cli-error.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { hostDryRunSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/change-flags.ts";
import { installFlags } from "../../flags/install-flags.ts";
import { notifyWish } from "../../flags/monitor-flags.ts";
import { describeUndo } from "../../failure/describe-undo.ts";
import { hostFlags } from "../../flags/host-flags.ts";
import { describeHosts, hostsData, hostsSchema } from "../../hosts/host-results.ts";
import { namedHosts } from "../../hosts/named-hosts.ts";
import { HostsCommand } from "../../hosts-command.ts";
import { namedServer } from "../../profiles/choose-server.ts";

/** `kuma agent install UNIT...`. */
export default class AgentInstall extends HostsCommand<typeof AgentInstall> {
  static override summary = "Watch units of systemd on this host or others, with a monitor for each.";
  static override description =
    "Makes a Push monitor for each unit (or finds the one that it made before), installs the agent as a systemd service, and waits until the server shows the first heartbeat. When that fails, or on Ctrl-C, everything is undone. A second run only does the missing steps. Several hosts are worked on at the same time; one that fails does not stop the others.";
  static override strict = false;
  static override args = {
    unit: Args.string({ description: "A unit, such as nginx; several may be named.", required: true }),
  };
  static override flags = {
    ...hostFlags,
    ...installFlags,
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> supervisor --notify ops-chat",
    { description: "As yourself, without root", command: "<%= config.bin %> <%= command.id %> --user my-app nginx" },
    {
      description: "On other hosts, over SSH",
      command: "<%= config.bin %> <%= command.id %> nginx --host ops@tk-app3 --host tk-app4",
    },
    {
      description: "With the token of a monitor that was made in the dashboard",
      command: "<%= config.bin %> <%= command.id %> nginx --token-file token.txt --server http://kuma.example:3001",
    },
  ];
  static output = (z: Zod) =>
    z.union([installSchema(z), hostDryRunSchema(z), hostsSchema(z, z.union([installSchema(z), hostDryRunSchema(z)]))]);
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
    const names = await namedHosts(flags);
    if (names !== undefined && flags["dry-run"]) return await this.#previewOnHosts(names, to, wish);
    if (names !== undefined) return await this.#installOnHosts(names, to, wish);
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

  async #previewOnHosts(names: readonly string[], to: ReportsTo, wish: AgentWish): Promise<void> {
    const plans = await this.onHosts(names, { asRoot: wish.scope !== "user" }, ({ hosts, options }) =>
      planAgent(to, { ...wish, hosts }, options),
    );
    this.printResult(hostsData(plans, previewData), () => describeHosts(plans, describePlan));
    this.endHosts(plans);
  }

  async #installOnHosts(names: readonly string[], to: ReportsTo, wish: AgentWish): Promise<void> {
    const results = await this.onHosts(names, { asRoot: wish.scope !== "user" }, ({ hosts, options }) =>
      installAgent(to, { ...wish, hosts }, options),
    );
    for (const { host, ...result } of results)
      if (result.ok) for (const warning of unwellWarnings(result.outcome)) this.warn(`${host}: ${warning}`);
    const ids = results.flatMap((result) => (result.ok ? monitorIds(result.outcome) : []));
    this.printResult(hostsData(results, installData), () => describeHosts(results, describeInstall), ids.join("\n"));
    this.endHosts(results);
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
      this.printResult(installData(outcome), () => describeInstall(outcome), monitorIds(outcome).join("\n"));
    }
  }

  async #preview(to: ReportsTo, wish: AgentWish, options: ProvisionOptions): Promise<void> {
    for (const plan of outcomesOf(await planAgent(to, wish, options))) {
      this.printResult(previewData(plan), () => describePreview(plan.server, describeAgentPlan(plan)));
    }
  }
}
