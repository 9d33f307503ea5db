import {
  describeAgentPlan,
  installAgent,
  isProvisionError,
  outcomesOf,
  planAgent,
  printAgent,
  type AgentWish,
  type InstallOutcome,
  type PrintedPlan,
  type PrintOptions,
  type ProvisionOptions,
  type ReportsTo,
  type RuntimeWish,
} from "@kumakit/provision";
import { join } from "node:path";

import type { Zod } from "../contract/command-contract.ts";
import { usageError } from "../cli-error.ts";
import { hostDryRunSchema } from "../contract/shared-schemas.ts";
import { globalFlags } from "../flags/global-flags.ts";
import type { HostFlags } from "../flags/host-flags.ts";
import { notifyWish, type MonitorFlags } from "../flags/monitor-flags.ts";
import type { PrintFlags } from "../flags/print-flags.ts";
import { describeHosts, hostsData, hostsSchema } from "../hosts/host-results.ts";
import { namedHosts } from "../hosts/named-hosts.ts";
import { HostsCommand } from "../hosts-command.ts";
import { namedServer } from "../profiles/choose-server.ts";
import { VERSION } from "../version.ts";
import { describeInstall, installData, installSchema, monitorIds, unwellWarnings } from "./describe-install.ts";
import { describePlan, describePreview, previewData } from "./describe-preview.ts";
import { readGivenToken } from "./given-token.ts";
import {
  printedData,
  printedSchema,
  printedText,
  requireShowable,
  writePrinted,
  type PrintForm,
} from "./printed-plan.ts";
import { readFacts } from "./read-facts.ts";

/** The values of the flags that such a command has beside its own. */
export interface InstallFlags extends HostFlags, MonitorFlags, PrintFlags {
  readonly user: boolean;
  readonly runtime?: RuntimeWish | undefined;
  readonly standalone?: string | undefined;
  readonly interval?: number | undefined;
  readonly adopt: boolean;
  readonly "no-agent-monitor"?: boolean | undefined;
  readonly "take-over"?: boolean | undefined;
  readonly "as-copy"?: boolean | undefined;
  readonly test: boolean;
  readonly "replace-scripts"?: boolean;
  readonly "token-file"?: string | undefined;
  readonly "dry-run": boolean;
}

/** The checks that such a command puts on hosts, or changes there. */
export type WishedChecks = Pick<AgentWish, "units" | "checks" | "changes" | "nameTemplate" | "rename" | "newTokens">;

/** The base of commands that put checks on hosts, with a monitor for each. */
export abstract class InstallCommand extends HostsCommand<typeof InstallCommand> {
  // The manifest is made of the classes up to the first without statics, which stands above this one.
  static override baseFlags = globalFlags;
  static output = (z: Zod) =>
    z.union([
      installSchema(z),
      hostDryRunSchema(z),
      printedSchema(z),
      hostsSchema(z, z.union([installSchema(z), hostDryRunSchema(z)])),
    ]);
  static readOnly = false;
  static destructive = false;
  static idempotent = true;

  /** The output for people. */
  protected describe(outcome: InstallOutcome): string {
    return describeInstall(outcome);
  }

  /** Puts the checks where the flags say, or shows with `--dry-run` what that would do. */
  protected async installChecks(checks: WishedChecks, flags: InstallFlags): Promise<void> {
    const bare = wishOf(checks, flags, this.config.root);
    const to = await this.#reportsTo(flags["token-file"], bare);
    const wish = { ...bare, headers: (await this.headersFor("token" in to ? to.server : undefined)) ?? {} };
    if (flags.print !== undefined) return await this.#print(to, wish, flags);
    const names = await namedHosts(flags);
    if (names !== undefined && flags["dry-run"]) return await this.#previewOnHosts(names, to, wish);
    if (names !== undefined) return await this.#installOnHosts(names, to, wish);
    const bar = this.progress("Looking at this host");
    const options = this.workOptions(bar);
    try {
      if (flags["dry-run"]) await this.#preview(to, wish, options);
      else await this.#install(to, wish, options);
    } catch (error) {
      if (this.signal.aborted && isProvisionError(error)) this.sayUndone(error);
      throw error;
    } finally {
      bar.stop();
    }
  }

  async #print(to: ReportsTo, bare: AgentWish, flags: InstallFlags): Promise<void> {
    const form = flags.print as PrintForm;
    const file = flags["output-file"];
    const facts = flags.facts === undefined ? undefined : await readFacts(flags.facts);
    if (facts?.scope === "system" && flags.user)
      throw usageError("--user is for the agent of a person, and these facts are for that of a host", null);
    const wish = facts === undefined ? bare : { ...bare, scope: facts.scope };
    const printed: PrintedPlan[] = [];
    const print = {
      facts,
      withSecrets: flags["with-secrets"],
      deliver: async (plan: PrintedPlan): Promise<void> => {
        printed.push(plan);
        if (file !== undefined) await writePrinted(file, printedText(form, plan));
      },
    };
    outcomesOf(await this.#printOn(await namedHosts(flags), to, { wish, print }));
    for (const plan of printed) this.#show(form, plan, file);
  }

  async #printOn(
    names: readonly string[] | undefined,
    to: ReportsTo,
    { wish, print }: { readonly wish: AgentWish; readonly print: PrintOptions },
  ): ReturnType<typeof printAgent> {
    if (names === undefined) {
      const bar = this.progress("Looking at the host");
      try {
        return await printAgent(to, wish, { ...this.workOptions(bar), ...print });
      } finally {
        bar.stop();
      }
    }
    if (names.length > 1) throw usageError("--print is for one host", "run it once for each host");
    return await this.onHosts(names, { asRoot: wish.scope !== "user" }, ({ hosts, options }) =>
      printAgent(to, { ...wish, hosts }, { ...options, ...print }),
    );
  }

  #show(form: PrintForm, plan: PrintedPlan, file: string | undefined): void {
    if (file !== undefined) return this.printResult({ print: form, outputFile: file }, `The plan is in ${file}.`, file);
    const text = requireShowable(printedText(form, plan));
    const shown = text.replace(/\n$/, "");
    this.printResult(form === "json" ? printedData(plan) : { print: form, text }, shown, shown);
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
    this.printResult(
      hostsData(results, installData),
      () => describeHosts(results, (outcome) => this.describe(outcome)),
      ids.join("\n"),
    );
    this.endHosts(results);
  }

  async #reportsTo(tokenFile: string | undefined, { units = [], interval }: AgentWish): Promise<ReportsTo> {
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
      this.printResult(installData(outcome), () => this.describe(outcome), monitorIds(outcome).join("\n"));
    }
  }

  async #preview(to: ReportsTo, wish: AgentWish, options: ProvisionOptions): Promise<void> {
    for (const plan of outcomesOf(await planAgent(to, wish, options))) {
      this.printResult(previewData(plan), () => describePreview(plan.server, describeAgentPlan(plan)));
    }
  }
}

function wishOf(checks: WishedChecks, flags: InstallFlags, root: string): AgentWish {
  return {
    ...checks,
    scope: flags.user ? "user" : "system",
    ...(flags.interval === undefined ? {} : { interval: flags.interval }),
    notify: notifyWish(flags),
    ...(flags.group === undefined ? {} : { group: flags.group }),
    tags: flags.tag ?? [],
    adopt: flags.adopt,
    replaceScripts: flags["replace-scripts"] === true,
    machine: flags["take-over"] === true ? "same" : flags["as-copy"] === true ? "copy" : undefined,
    agentMonitor: flags["no-agent-monitor"] !== true,
    testNotifications: flags.test,
    ...(flags.runtime === undefined ? {} : { runtime: flags.runtime }),
    standalone: flags.standalone,
    program: join(root, "dist/kuma-agent.mjs"),
    version: VERSION,
  };
}
