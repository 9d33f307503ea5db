import { posix } from "node:path";

import type { Host } from "../hosts/host.ts";
import { InstallerError } from "../installer-error.ts";
import {
  installPaths,
  polkitRulesFile,
  polkitRulesFolder,
  roundsFolder,
  usualCronEntries,
  type InstallPaths,
  type InstallScope,
} from "../install-paths.ts";
import { surveyProgram } from "../scripts/programs.ts";
import { completeUnitName } from "./unit-name.ts";
import type { HostFacts } from "./host-facts.ts";
import { parseSurvey } from "./parse-survey.ts";

/** The question to a host. */
export interface SurveyQuestion {
  /** Whose agent it is about: that of the host, or of the account that works there. */
  readonly scope: InstallScope;
  /** Units to look at, as people name them; the account's own are looked at as well when `scope` is `user`. */
  readonly units?: readonly string[];
  /**
   * The Node that the agent is to run with, by its path or its name on the host.
   * @defaultValue the path of the Node that runs this; `node` on another machine
   */
  readonly node?: string;
}

/** How long a survey may take, in ms. */
export const surveyPatience = 90_000;

/**
 * Looks at a host: one script finds out all that is needed to plan an install or an uninstall. Changes nothing.
 *
 * @throws {@link InstallerError} `INSTALLER_UNIT_NAME` for a name that no unit can have; `INSTALLER_COMMAND_FAILED` when
 * the host does not answer in full; AbortError when `signal` aborts
 */
export async function surveyHost(
  host: Host,
  question: SurveyQuestion,
  options: { readonly signal?: AbortSignal } = {},
): Promise<HostFacts> {
  options.signal?.throwIfAborted();
  const args = surveyArguments(host, question);
  const script = { program: surveyProgram, args, timeout: surveyPatience, ...options };
  const { output, complaint } = await host.runScript(script);
  options.signal?.throwIfAborted();
  const facts = parseSurvey(output, { label: host.label, scope: question.scope });
  if (facts === undefined) throw notLookedAt(host, complaint);
  return facts;
}

/** The failure of a look at a host, with its complaint. */
export function notLookedAt({ label }: Host, complaint: string): InstallerError {
  return new InstallerError({
    code: "INSTALLER_COMMAND_FAILED",
    layer: "agent",
    message: `${label} could not be looked at: ${complaint.trim().split("\n").at(-1) || "its answer was cut off"}`,
  });
}

/** Where an agent lives, in a form that the survey completes with the folders of the account. */
const unresolvedFolders = { home: "@home", config: "@config", data: "@data", runtime: "@runtime" } as const;

/** The arguments of {@link surveyProgram} for a question to a host. */
export function surveyArguments(
  host: Pick<Host, "isRemote">,
  { scope, units = [], node }: SurveyQuestion,
): readonly string[] {
  const paths = installPaths(scope, unresolvedFolders);
  const names = [...new Set(units.map((name) => completeUnitName(name)))];
  const scopes: readonly InstallScope[] = scope === "user" ? ["user", "system"] : ["system"];
  return [
    `scope=${scope}`,
    `node=${node ?? (host.isRemote === true ? "node" : process.execPath)}`,
    `same=${paths.node}`,
    ...placesOf(paths),
    `content=${paths.manifest}`,
    `content=${paths.config}`,
    `content=${paths.machine}`,
    `content=${paths.mutes}`,
    // A dry run shows what changes in these.
    ...[paths.unit, paths.unitDropIn, paths.command, polkitRulesFile].map((path) => `content=${path}`),
    `dropins=${paths.dropIns}`,
    ...scopes.flatMap((whose) => names.map((name) => `unit=${whose}:${name}`)),
  ];
}

/** Every place that an install may change. */
function placesOf(paths: InstallPaths): readonly string[] {
  return [
    ...[paths.programFolder, paths.configFolder, paths.unit, paths.command].map((path) => `above=${path}`),
    `below=${paths.programFolder}`,
    `below=${paths.configFolder}`,
    `look=${paths.unit}`,
    `units=${paths.unitFolder}`,
    `look=${paths.state}`,
    ...(paths.memory === undefined ? [] : [`look=${paths.memory}`]),
    `look=${roundsFolder}`,
    `look=${paths.drillState}`,
    ...usualCronEntries.map((path) => `look=${path}`),
    `beside=${paths.unitFolder}`,
    `look=${paths.command}`,
    `beside=${posix.dirname(paths.command)}`,
    `look=${polkitRulesFile}`,
    `beside=${polkitRulesFolder}`,
    `below=${paths.jobs}`,
    `look=${paths.lock}`,
    `look=${paths.journal}`,
    `look=${posix.join(paths.journal, "done")}`,
  ];
}
