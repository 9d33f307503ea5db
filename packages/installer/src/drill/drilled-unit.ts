import { completeUnitName } from "../facts/unit-name.ts";
import { linesOf, splitFacts, type RawFact } from "../facts/raw-facts.ts";
import { parseBlocks, parseProperties } from "../facts/parse-units.ts";
import type { Host } from "../hosts/host.ts";
import { InstallerError } from "../installer-error.ts";
import { drillProgram } from "../scripts/programs.ts";
import { isProtected } from "./protected-units.ts";

/** A service that may be stopped for a drill. */
export interface DrilledUnit {
  /** Its full name. */
  readonly unit: string;
  /** The host's own name. */
  readonly hostname: string;
  /** The units that run now and stop together with it, without itself. */
  readonly together: readonly string[];
  /** The sockets and timers that may start it again by themselves in the middle. */
  readonly triggeredBy: readonly string[];
}

/** How long a look may take, in ms. */
const patience = 30_000;

/**
 * Looks at a service that is to be stopped for a drill. Changes nothing.
 *
 * @param name - as `systemctl` takes it
 * @throws {@link InstallerError} `INSTALLER_DRILL_REFUSED` with the reason when it must not be stopped, or does not run;
 * `INSTALLER_UNIT_NAME`, `INSTALLER_UNIT_NOT_FOUND`, `INSTALLER_NOT_PERMITTED` without root; AbortError
 */
export async function lookAtDrilledUnit(host: Host, name: string, signal?: AbortSignal): Promise<DrilledUnit> {
  const unit = completeUnitName(name);
  const facts = await factsOn(host, unit, signal);
  if (linesOf(facts, "end")[0] === "no-systemd") throw refused(host, unit, "the host does not run systemd");
  const properties = parseProperties(linesOf(facts, "unit"));
  const { Id: found = unit, LoadState, TriggeredBy = "" } = properties;
  if (LoadState === "not-found") throw notFound(host, unit);
  if (linesOf(facts, "uid")[0] !== "0") throw notRoot(host, found);
  const active = Object.entries(parseBlocks(linesOf(facts, "together")))
    .filter(([, { ActiveState }]) => ActiveState === "active")
    .map(([id]) => id);
  const reason = stateReason(found, properties) ?? dangerIn([found, ...active], found, facts);
  if (reason !== undefined) throw refused(host, found, reason);
  return {
    unit: found,
    hostname: linesOf(facts, "hostname")[0] ?? host.label,
    together: active.filter((one) => one !== found),
    triggeredBy: TriggeredBy.split(" ").filter((one) => one !== ""),
  };
}

async function factsOn(host: Host, unit: string, signal: AbortSignal | undefined): Promise<readonly RawFact[]> {
  signal?.throwIfAborted();
  const abort = signal === undefined ? {} : { signal };
  const script = { program: drillProgram, args: ["look", unit], timeout: patience, ...abort };
  const { output, complaint } = await host.runScript(script);
  signal?.throwIfAborted();
  const facts = splitFacts(output);
  if (facts === undefined) throw unanswered(host, complaint);
  return facts;
}

/** Why units must not stop; the first one that must not is enough. */
function dangerIn(units: readonly string[], unit: string, facts: readonly RawFact[]): string | undefined {
  const around = new Set(linesOf(facts, "around"));
  const danger = units.map((one) => dangerOf(one, unit, around)).find((found) => found !== undefined);
  return danger ?? (linesOf(facts, "drill")[0] === "active" ? "another drill is under way there" : undefined);
}

function stateReason(unit: string, properties: Readonly<Record<string, string>>): string | undefined {
  const { ActiveState: state, SubState, CanStop, Type } = properties;
  if (!unit.endsWith(".service")) return "only services can be stopped for a drill";
  const refuses = ["RefuseManualStop", "RefuseManualStart"].some((name) => properties[name] === "yes");
  if (CanStop === "no" || refuses) return "systemd does not let anybody stop it and start it again by hand";
  if (Type === "oneshot") return "it does its work once, and does not go on running";
  return state === "active" && SubState === "running" ? undefined : `it does not run now: it is ${state}, ${SubState}`;
}

/** Why a unit must not stop, though it is only one that stops together with another. */
function dangerOf(one: string, unit: string, around: ReadonlySet<string>): string | undefined {
  const also = one === unit ? "it" : `${one} would stop together with it, and`;
  if (around.has(one)) return `${also} carries this very command`;
  if (isProtected(one)) return `${also} holds the host, its network or the way to it`;
  if (one.endsWith(".target") || one.endsWith(".mount"))
    return `${one} would stop together with it: a part of the host and not a service`;
  return undefined;
}

function refused({ label }: Host, unit: string, reason: string): InstallerError {
  return new InstallerError({
    code: "INSTALLER_DRILL_REFUSED",
    layer: "systemd",
    message: `${unit} on ${label} was not stopped: ${reason}.`,
  });
}

function notFound({ label }: Host, unit: string): InstallerError {
  return new InstallerError({
    code: "INSTALLER_UNIT_NOT_FOUND",
    layer: "systemd",
    message: `There is no unit ${unit} on ${label}.`,
    hint: "systemctl list-units --type=service",
  });
}

function notRoot({ label }: Host, unit: string): InstallerError {
  return new InstallerError({
    code: "INSTALLER_NOT_PERMITTED",
    layer: "permissions",
    message: `${unit} on ${label} was not stopped: that needs root.`,
    hint: "run it with sudo, or as root",
  });
}

function unanswered({ label }: Host, complaint: string): InstallerError {
  return new InstallerError({
    code: "INSTALLER_COMMAND_FAILED",
    layer: "systemd",
    message: `${label} could not be looked at: ${complaint.trim().split("\n").at(-1) || "its answer was cut off"}`,
  });
}
