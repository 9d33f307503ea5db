import { printable } from "@kumakit/text";
import type { KumaClient } from "@kumakit/client";
import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { join } from "node:path";
import {
  chooseChecks,
  deleteMonitors,
  findInstalledTarget,
  formerMonitorWarnings,
  formerMonitors,
  monitorsOf,
  planUninstall,
  previewUninstall,
  uninstallAgent,
  type UninstallOutcome,
  type UninstallRequest,
} from "@kumakit/provision";

import { describePreview } from "../../agent-install/describe-install.ts";
import { describeUninstall } from "../../agent-install/describe-uninstall.ts";
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
    const found = await findInstalledTarget(flags.user ? "user" : undefined);
    if (found === undefined) {
      this.printResult({ changed: false, units: [], deletedMonitors: [] }, "No agent is installed here.");
      return;
    }
    const program = join(this.config.root, "dist/kuma-agent.mjs");
    const request: UninstallRequest = { ...found, checks: chooseChecks(found.manifest, argv.map(String)), program };
    const client = flags["delete-monitors"] ? await this.connect() : undefined;
    const { monitors, former } = await this.#monitors(client, request);
    const names = monitors.map(({ name, id }) => `${printable(name)} (id ${id})`);
    if (flags["dry-run"]) return this.#preview(request, client?.server.url ?? null, names);
    if (!flags.yes) await this.#confirm(request, names);
    const outcome = await this.#uninstall(request);
    for (const warning of formerMonitorWarnings(former)) this.warn(warning);
    if (client !== undefined) await deleteMonitors(client, monitors);
    const units = request.checks.map(({ unit }) => unit);
    const deleted = monitors.map(({ id, name }) => ({ id, name }));
    const data = {
      changed: true,
      units,
      agentRemoved: outcome.isGone,
      keptConfig: outcome.keptConfig ?? null,
      unwatched: outcome.unwatched,
    };
    this.printResult({ ...data, deletedMonitors: deleted }, () =>
      describeUninstall(units, outcome, client === undefined ? undefined : names),
    );
  }

  /** The monitors to delete, and those of the host's former name, which are only spoken of. */
  async #monitors(client: KumaClient | undefined, { target, checks }: UninstallRequest) {
    if (client === undefined) return { monitors: [], former: [] };
    return {
      monitors: await monitorsOf(client, target, checks),
      former: await formerMonitors(client, target, checks),
    };
  }

  #preview(request: UninstallRequest, server: string | null, names: readonly string[]): void {
    const { hostSteps, hostLines } = previewUninstall(request);
    const monitorSteps = names.map((name) => `delete the monitor ${name}`);
    const text = describePreview({ server, monitorSteps, hostLines });
    this.printResult({ dryRun: true, server, monitorSteps, hostSteps }, text);
  }

  async #confirm(request: UninstallRequest, monitors: readonly string[]): Promise<void> {
    const question = { what: "A confirmation", instead: "--yes", noInput: this.globals.noInput };
    const units = request.checks.map(({ unit }) => unit).join(", ");
    const { unwatched: others } = planUninstall(request);
    const agent =
      others.length === 0 ? "" : `, and with the agent ${printable(others.join(", "))}, which kuma has not brought`;
    const also = monitors.length === 0 ? "" : `, and delete ${monitors.join(", ")}`;
    if (!(await askConfirmation(question, `Stop watching ${units}${agent}${also}?`)))
      throw usageError("Nothing was removed", "--yes when it is meant");
  }

  async #uninstall(request: UninstallRequest): Promise<UninstallOutcome> {
    const bar = this.progress("Removing");
    try {
      const warn = (message: string): void => void this.warn(message);
      return await uninstallAgent(request, { warn, progress: (text) => bar.update(text), signal: this.signal });
    } finally {
      bar.stop();
    }
  }
}
