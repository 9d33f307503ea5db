import { heartbeatName } from "../agent/monitored-check-options.ts";
import type { AgentSettings } from "../config/agent-config.ts";
import { isCalled } from "../cli/called-check.ts";
import { isoTime } from "../service/iso-time.ts";
import type { MuteReport } from "../service/mute-report.ts";
import { isInForce, type Mute } from "./mute.ts";

/** A wish for the mutes of a host. */
export interface MuteOrder {
  /** The names of checks, or of their units; undefined for all, and the agent's own monitor. */
  readonly names: readonly string[] | undefined;
  /** How long, in ms, and why; undefined to end the mute. */
  readonly mute: { readonly ms: number; readonly reason: string } | undefined;
}

/** The mutes as they are to be, and what is to be reported of them. */
export interface NextMutes {
  readonly mutes: readonly Mute[];
  /** Without whether an agent has taken it. */
  readonly report: Omit<MuteReport, "isRunning">;
}

/**
 * Works out the mutes of a host. With a name that no check has, they stay as they are.
 *
 * @param written - those of the file
 * @param now - wall clock, ms
 */
export function nextMutes(
  settings: AgentSettings,
  written: readonly Mute[],
  { names, mute, now }: MuteOrder & { readonly now: number },
): NextMutes {
  const before = written.filter((one) => isInForce(one, now));
  const { checks, unknown, known } = chosenOf(settings, names);
  const others = before.filter(({ check }) => !checks.includes(check));
  const added = mute && checks.map((check) => ({ check, since: now, until: now + mute.ms, reason: mute.reason }));
  // Of all, those of checks that are gone by now end as well.
  const wanted = added === undefined ? (names === undefined ? [] : others) : [...others, ...added];
  const mutes = unknown.length > 0 ? before : wanted;
  const ended = before.filter((one) => !mutes.includes(one)).map(({ check }) => check);
  const changed = unknown.length > 0 ? [] : added === undefined ? ended : checks;
  const shown = mutes.map(({ check, until, reason }) => ({ check, until: isoTime(until), reason }));
  return { mutes, report: { changed: [...changed], mutes: shown, unknownNames: [...unknown], knownNames: [...known] } };
}

function chosenOf({ checks, heartbeat }: AgentSettings, names: readonly string[] | undefined) {
  const known = [...checks.map(({ name }) => name), ...(heartbeat === undefined ? [] : [heartbeatName])];
  if (names === undefined) return { checks: known, unknown: [], known };
  const isMeant = (name: string, given: string): boolean =>
    name === given || checks.some((check) => check.name === name && isCalled(check, given));
  return {
    checks: known.filter((name) => names.some((given) => isMeant(name, given))),
    unknown: names.filter((given) => !known.some((name) => isMeant(name, given))),
    known,
  };
}
