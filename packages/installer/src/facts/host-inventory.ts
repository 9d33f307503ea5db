import type { Host } from "../hosts/host.ts";
import { InstallerError } from "../installer-error.ts";
import { discoverProgram } from "../scripts/programs.ts";
import { cronLines, type Crontab, type CronText } from "./cron-lines.ts";
import { oldPushes, silentJobs, type FoundJob, type FoundPush } from "./old-pushes.ts";
import { parseBlocks } from "./parse-units.ts";
import { linesOf, splitFacts, type RawFact } from "./raw-facts.ts";

/** A unit of systemd that could be watched. */
export interface FoundUnit {
  /** Its name, with the suffix. */
  readonly name: string;
  /** What it is for; empty when nobody says it. */
  readonly description: string;
  /** Such as `active` or `failed`. */
  readonly activeState: string;
  /** Such as `running` or `exited`. */
  readonly subState: string;
  /** Such as `enabled`, `static` or `generated`; empty for a unit without a file. */
  readonly enabled: string;
  /** Its file; empty for a unit without one. */
  readonly file: string;
}

/** A port that something listens on, for other hosts as well. */
export interface FoundPort {
  /** Its number. */
  readonly port: number;
  /** The name that its certificate is for; undefined where it shows none, or where the host has no openssl. */
  readonly certificateOf?: string;
  /** Whether the host itself trusts that certificate, for this name. */
  readonly isTrusted: boolean;
}

/** The things that run on a host. */
export interface HostInventory {
  /** What it calls itself. */
  readonly hostname: string;
  /** Its services and timers, those of the system as well. */
  readonly units: readonly FoundUnit[];
  /** The programs of supervisord, as far as it says them; undefined where there is none. */
  readonly supervisor: readonly string[] | undefined;
  /** The names of running containers. */
  readonly containers: readonly string[];
  /** In ascending order. */
  readonly ports: readonly FoundPort[];
  /** Jobs of crontabs that report to nobody. */
  readonly jobs: readonly FoundJob[];
  /** Old scripts that report by themselves. */
  readonly pushes: readonly FoundPush[];
}

/** How long a look may take, in ms. */
const patience = 90_000;

/**
 * Looks at what runs on a host and could be watched: one script, which changes nothing. Some of it is seen by root alone:
 * supervisord's programs, containers, and the crontabs of others.
 *
 * @throws {@link InstallerError} `INSTALLER_COMMAND_FAILED` when the host does not answer in full; AbortError when `signal`
 * aborts
 */
export async function discoverHost(host: Host, signal?: AbortSignal): Promise<HostInventory> {
  signal?.throwIfAborted();
  const abort = signal === undefined ? {} : { signal };
  const script = { program: discoverProgram, args: [], timeout: patience, ...abort };
  const { output, complaint } = await host.runScript(script);
  signal?.throwIfAborted();
  const facts = splitFacts(output);
  if (facts !== undefined) return inventoryOf(facts);
  throw new InstallerError({
    code: "INSTALLER_COMMAND_FAILED",
    layer: "agent",
    message: `${host.label} could not be looked at: ${complaint.trim().split("\n").at(-1) || "its answer was cut off"}`,
  });
}

function inventoryOf(facts: readonly RawFact[]): HostInventory {
  const containers = facts.filter(({ name }) => name === "containers").flatMap(({ lines }) => lines.slice(1));
  const supervisor = facts.find(({ name }) => name === "supervisor")?.lines;
  const jobs = facts.filter(({ name }) => name === "crontab").flatMap(({ lines }) => cronLines(crontabOf(lines)));
  const scripts = facts.filter(({ name }) => name === "script").map(({ lines }) => scriptOf(lines));
  return {
    hostname: linesOf(facts, "hostname")[0] ?? "",
    units: Object.values(parseBlocks(linesOf(facts, "units"))).flatMap(unitOf),
    supervisor: supervisor?.filter((line) => line !== ""),
    containers: [...new Set(containers.filter((line) => line !== ""))],
    ports: facts.filter(({ name }) => name === "port").map(({ lines }) => portOf(lines)),
    jobs: silentJobs(jobs, scripts),
    pushes: oldPushes(jobs, scripts),
  };
}

function unitOf(properties: Readonly<Record<string, string>>): readonly FoundUnit[] {
  const { Id = "", LoadState, Description = "", ActiveState = "", SubState = "" } = properties;
  if (LoadState !== "loaded") return [];
  const { UnitFileState = "", FragmentPath = "" } = properties;
  const description = Description === Id ? "" : Description;
  return [
    { name: Id, description, activeState: ActiveState, subState: SubState, enabled: UnitFileState, file: FragmentPath },
  ];
}

function crontabOf([file = "", kind, ...text]: readonly string[]): Crontab {
  return { file, isOfSystem: kind === "system", text: text.join("\n") };
}

function scriptOf([file = "", ...text]: readonly string[]): CronText {
  return { file, text: text.join("\n") };
}

function portOf([port = "", certificateOf = "", trust]: readonly string[]): FoundPort {
  const isTrusted = trust === "trusted";
  return { port: Number(port), ...(certificateOf === "" ? {} : { certificateOf }), isTrusted };
}
