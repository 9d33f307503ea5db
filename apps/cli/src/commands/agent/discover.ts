import { localHost, type Discovery, type HostResult } from "@kumakit/provision";
import { readableShellWord } from "@kumakit/text";

import {
  describeDiscovery,
  discoveryData,
  discoverySchema,
  isReplaceable,
  isUnit,
  type Proposal,
} from "../../agents/describe-discovery.ts";
import { installSchema } from "../../agents/describe-install.ts";
import { discoverFlags, watchChosen } from "../../agents/watch-chosen.ts";
import { usageError } from "../../cli-error.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { hostDryRunSchema } from "../../contract/shared-schemas.ts";
import { describeHosts, hostsData, hostsSchema } from "../../hosts/host-results.ts";
import { namedHosts } from "../../hosts/named-hosts.ts";
import { askChoices, askConfirmation } from "../../prompts/ask.ts";
import { HostsCommand } from "../../hosts-command.ts";
import { isAnybodyThere } from "../../prompts/require-terminal.ts";

/** `kuma agent discover`. */
export default class AgentDiscover extends HostsCommand<typeof AgentDiscover> {
  static override summary = "Find what is worth watching on this host or others, and watch what you tick.";
  static override description =
    "Looks for services that are enabled and run, or that have failed, for timers, file systems, programs of supervisord and containers, and leaves out what belongs to the system itself. On a terminal you tick what the agent shall watch, and all of it is installed in one go, with one undo. Without a terminal, with --json, and for several hosts it only shows. Old scripts that report to Uptime Kuma from a crontab are named, and replaced where you say so; so are jobs of cron that report to nobody, ports and certificates.";
  static override flags = discoverFlags;
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    {
      description: "All that is proposed, alerting a channel",
      command: "<%= config.bin %> <%= command.id %> --all --notify ops-chat",
    },
    {
      description: "Look at other hosts over SSH",
      command: "<%= config.bin %> <%= command.id %> --hosts-file hosts.txt --json",
    },
  ];
  static output = (z: Zod) =>
    z.union([
      discoverySchema(z),
      hostsSchema(z, z.union([discoverySchema(z), installSchema(z), hostDryRunSchema(z)])),
      installSchema(z),
      hostDryRunSchema(z),
    ]);
  static readOnly = false;
  static destructive = false;
  static idempotent = true;
  static changesWith = ({ all }: Readonly<Record<string, unknown>>): boolean => all === true;

  async run(): Promise<void> {
    const { flags } = await this.parse(AgentDiscover);
    const names = await namedHosts(flags);
    if (flags.all && names !== undefined && names.length > 1)
      throw usageError("--all is for one host", "run it once for each host");
    const results = await this.#look(names);
    const chosen = await this.#choose(results, flags, atOnly(names));
    if (chosen === undefined) return this.#show(results, names);
    if (chosen.length === 0) return this.note("Nothing is to be watched.");
    const replaces = !flags.all && (await this.#mayReplace(results, chosen, flags["replace-scripts"]));
    await watchChosen(chosen, replaces, this);
  }

  async #look(names: readonly string[] | undefined): Promise<readonly HostResult<Discovery>[]> {
    const { discover, onHosts } = await import("@kumakit/provision/installed-agent");
    if (names === undefined) {
      const progress = this.progress("Looking at this host");
      try {
        return [{ host: localHost().label, ok: true, outcome: await discover(localHost(), this.signal) }];
      } finally {
        progress.stop();
      }
    }
    return await this.onHosts(names, { asRoot: true }, ({ hosts, options }) =>
      onHosts(hosts, options, async ({ host, voice: { emit, signal } }) => {
        emit({ kind: "look", host: host.label });
        return await discover(host, signal);
      }),
    );
  }

  /** What the person ticks; undefined where nobody is asked, and nothing was said in advance. */
  async #choose(
    results: readonly HostResult<Discovery>[],
    flags: { readonly all: boolean },
    at: string,
  ): Promise<readonly Proposal[] | undefined> {
    const [only, ...more] = results;
    if (only?.ok !== true || more.length > 0) return undefined;
    const { proposals, hostname } = only.outcome;
    const open = proposals.filter(({ isWatched }) => !isWatched);
    if (flags.all) return open.filter(({ isRecommended }) => isRecommended);
    const question = this.question("What to watch", `kuma agent discover --all${at}`);
    if (this.globals.asData || this.globals.quiet || open.length === 0 || !isAnybodyThere(question)) return undefined;
    return await askChoices(
      question,
      `What shall be watched on ${hostname}? Space ticks, Enter goes on.`,
      open.map((value) => ({ value, label: value.name, hint: value.why, isChosen: value.isRecommended })),
    );
  }

  /** Whether the person wants old jobs of cron replaced that report what was ticked. */
  async #mayReplace(
    [only]: readonly HostResult<Discovery>[],
    chosen: readonly Proposal[],
    isSaid: boolean,
  ): Promise<boolean> {
    if (isSaid || only?.ok !== true) return false;
    const units = new Set(chosen.filter(({ type }) => isUnit(type)).map(({ name }) => name));
    const old = only.outcome.pushes.filter((push) => isReplaceable(push) && units.has(push.unit ?? ""));
    if (old.length === 0) return false;
    const lines = old.map(({ job, unit }) => `${job?.file ?? ""}, line ${job?.line ?? 0} (${unit ?? ""})`).join("; ");
    return await askConfirmation(
      this.question("Whether old scripts are replaced", "kuma agent discover --replace-scripts"),
      `Take the place of old jobs of cron? Their monitors stay, and these lines are commented out: ${lines}`,
      true,
    );
  }

  #show(results: readonly HostResult<Discovery>[], names: readonly string[] | undefined): void {
    const flagFor = (host: string): string => (names === undefined ? "" : ` --host ${readableShellWord(host)}`);
    const [only] = results;
    if (names === undefined && only?.ok === true) {
      const units = only.outcome.proposals.filter(({ isWatched }) => !isWatched).map(({ name }) => name);
      this.printResult(
        discoveryData(only.outcome, ""),
        () => describeDiscovery(only.outcome, "", process.stdout),
        units.join("\n"),
      );
      return;
    }
    const data = results.map((result) =>
      result.ok ? { ...result, outcome: { found: result.outcome, at: flagFor(result.host) } } : result,
    );
    this.printResult(
      hostsData(data, ({ found, at }) => discoveryData(found, at)),
      () => describeHosts(data, ({ found, at }) => `\n${describeDiscovery(found, at, process.stdout)}`),
    );
    this.endHosts(results);
  }
}

/** The flag that names the only host for another command; empty for this one. */
function atOnly(names: readonly string[] | undefined): string {
  return names?.length === 1 ? ` --host ${readableShellWord(names[0] ?? "")}` : "";
}
