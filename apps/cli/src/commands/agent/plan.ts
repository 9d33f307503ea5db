import type { KumaClient } from "@kumakit/client";
import type { CarriedPlan, HostResult } from "@kumakit/provision";
import * as Flags from "@oclif/core/flags";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";

import { carriedData, carriedSchema, describeCarried } from "../../agents/describe-carried.ts";
import { writePrinted } from "../../agents/printed-plan.ts";
import { usageError } from "../../cli-error.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { dryRunFlag, yesFlag } from "../../flags/command-flags.ts";
import { standaloneFlag } from "../../flags/install-flags.ts";
import { describeHosts, hostsData, hostsSchema } from "../../hosts/host-results.ts";
import { HostsCommand } from "../../hosts-command.ts";
import { namedServer } from "../../profiles/choose-server.ts";
import { askConfirmation } from "../../prompts/ask.ts";
import { readGivenFile } from "../../secrets/read-given-file.ts";
import { readStdin } from "../../secrets/read-secret.ts";
import { VERSION } from "../../version.ts";

/** `kuma agent plan`. */
export default class AgentPlan extends HostsCommand<typeof AgentPlan> {
  static override summary = "Make the plans of agents on many hosts, for a tool that carries them out there.";
  static override description =
    'The role agent of the Ansible collection works by it. FILE is JSON: {"hosts": {NAME: {"facts": ..., "units": [...]}}}, with the facts of kuma agent facts or of the module agent_facts. All of it is done with one connection. The wish says all that an agent is to do: checks that are there and are not named go. The monitors are made, those of checks that go are deleted, and the plan of each host with something to do becomes a shell script below FOLDER, which holds push tokens. Afterwards kuma agent confirm sees to the first heartbeats.';
  static override flags = {
    wishes: Flags.string({
      summary: "The hosts and what is to be watched there; - reads them from stdin.",
      helpValue: "FILE",
      required: true,
    }),
    "output-folder": Flags.string({
      summary: "The folder that the scripts go to, each readable for you alone (0600).",
      helpValue: "FOLDER",
      exclusive: ["dry-run"],
    }),
    standalone: standaloneFlag,
    yes: yesFlag,
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> --wishes wishes.json --dry-run",
    "<%= config.bin %> <%= command.id %> --wishes wishes.json --output-folder plans --yes --json",
  ];
  static output = (z: Zod) => hostsSchema(z, carriedSchema(z));
  static readOnly = false;
  static destructive = true;
  static idempotent = true;
  static withoutTool = "It is for programs that carry its plans to hosts.";

  async run(): Promise<void> {
    const { flags } = await this.parse(AgentPlan);
    const isDry = flags["dry-run"];
    const folder = flags["output-folder"];
    if (!isDry && folder === undefined)
      throw usageError("The folder for the scripts is missing", "--output-folder FOLDER");
    const text = flags.wishes === "-" ? await readStdin("The wishes") : await readGivenFile(flags.wishes, "--wishes");
    const { readWishes } = await import("../../agents/carried-wishes.ts");
    const { planCarried } = await import("@kumakit/provision");
    const program = join(this.config.root, "dist/kuma-agent.mjs");
    const headers = (await this.headersFor()) ?? {};
    const read = readWishes(text, flags.wishes === "-" ? "The text on stdin" : flags.wishes, {
      headers,
      program,
      version: VERSION,
      standalone: flags.standalone,
    });
    const wishes = read.flatMap((wish) => ("error" in wish ? [] : [wish]));
    const bar = this.progress("Planning");
    const options = { signal: this.signal, server: namedServer(await this.serverSteps()), program };
    let connected: Promise<KumaClient> | undefined;
    const connect = (): Promise<KumaClient> => (connected ??= this.connect());
    try {
      if (!isDry && !flags.yes) await this.#ask(await planCarried(connect, wishes, options));
      const files = new Map<string, string>();
      const deliver = async (host: string, { script }: CarriedPlan): Promise<void> => {
        if (script === undefined) return;
        const file = join(resolve(folder ?? "."), `${read.findIndex((wish) => wish.host === host) + 1}.sh`);
        await writePrinted(file, script);
        files.set(host, file);
      };
      if (folder !== undefined) await mkdir(folder, { recursive: true, mode: 0o700 });
      const planned = await planCarried(connect, wishes, { ...options, ...(isDry ? {} : { deliver }) });
      const results = read.map((wish): HostResult<CarriedPlan> => {
        if ("error" in wish) return { host: wish.host, ok: false, error: wish.error };
        const found = planned.find(({ host }) => host === wish.host);
        if (found === undefined) throw new TypeError(`planCarried: no result for ${wish.host}`);
        return found;
      });
      const shown = results.map((result) =>
        result.ok ? { ...result, outcome: carriedData(result.outcome, files.get(result.host)) } : result,
      );
      bar.stop();
      if (connected !== undefined) await this.#warnOfLoad(await connected.catch(() => undefined), results);
      this.printResult(
        hostsData(shown, (data) => data),
        () => describeHosts(shown, describeCarried),
      );
      this.endHosts(shown);
    } finally {
      bar.stop();
    }
  }

  async #warnOfLoad(client: KumaClient | undefined, results: readonly HostResult<CarriedPlan>[]): Promise<void> {
    if (client === undefined) return;
    const { comfortableLoad, serverLoad } = await import("@kumakit/provision");
    const load = await serverLoad(
      client,
      results.flatMap((result) => (result.ok ? [result.outcome] : [])),
    );
    const { monitors, pushesPerSecond } = comfortableLoad;
    if (load.monitors <= monitors && load.pushesPerSecond <= pushesPerSecond) return;
    this.warn(
      `${load.monitors} monitors with ${Math.round(load.pushesPerSecond)} heartbeats a second are much for one Uptime Kuma: up to ${monitors} and ${pushesPerSecond} leave room. docs/fleet.md says which intervals, and how many servers, a fleet needs`,
    );
  }

  /** Before anything is deleted. */
  async #ask(plans: readonly HostResult<CarriedPlan>[]): Promise<void> {
    const lines = plans.flatMap((plan) =>
      plan.ok ? plan.outcome.onServer.filter((line) => line.startsWith("delete ")) : [],
    );
    if (lines.length === 0) return;
    if (!(await askConfirmation(this.question("A confirmation", "--yes"), `${lines.join("; ")}?`)))
      throw usageError("Nothing was done", "--yes when it is meant");
  }
}
