import type { FoundUnit, HostInventory } from "@kumakit/installer";

import { isNoise } from "./noise.ts";

/** A thing on a host that is worth watching, and the check for it. */
export interface Proposal {
  /** The check's type. */
  readonly type: "systemd" | "timer" | "failed-units" | "disk" | "supervisord" | "docker";
  /** The unit that is watched, else what the check is called. */
  readonly name: string;
  /** Why it is proposed: a sentence without a full stop. */
  readonly why: string;
  /** Whether a person most likely wants it: it needs nothing else, and is not there only by chance. */
  readonly isRecommended: boolean;
  /** Whether the agent of this host watches it already. */
  readonly isWatched: boolean;
}

/**
 * Proposes what is worth watching on a host: enabled services that run, or that failed; timers; any failed unit; file systems;
 * supervisord's programs; containers. The system's own services are left out.
 *
 * @param inventory - of the host
 * @param watched - the units and the types of the checks that are there
 */
export function proposalsFor(
  inventory: Pick<HostInventory, "units" | "supervisor" | "containers">,
  watched: { readonly units: readonly string[]; readonly types: readonly string[] },
): readonly Proposal[] {
  const { units, supervisor, containers } = inventory;
  const others: readonly (Pick<Proposal, "type" | "name" | "why" | "isRecommended"> | undefined)[] = [
    units.length === 0
      ? undefined
      : {
          type: "failed-units",
          name: "failed units",
          why: "any unit that fails, of whatever name",
          isRecommended: true,
        },
    { type: "disk", name: "disks", why: "file systems that get full, all of them", isRecommended: true },
    supervisor === undefined
      ? undefined
      : { type: "supervisord", name: "supervisord programs", why: programsText(supervisor), isRecommended: false },
    containers.length === 0
      ? undefined
      : { type: "docker", name: "containers", why: `${listed(containers)} run`, isRecommended: false },
  ];
  const services = units.filter(isWorthwhile).map((unit) => unitProposal(unit, watched.units));
  return [
    ...services.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    ...others.flatMap((one) => (one === undefined ? [] : [{ ...one, isWatched: watched.types.includes(one.type) }])),
  ];
}

/** A service that is there to stay, or a timer; one that fails is worth a look in any case. */
function isWorthwhile({ name, activeState, subState, enabled, file }: FoundUnit): boolean {
  if (isNoise(name)) return false;
  const isMeant =
    ["enabled", "enabled-runtime", "generated"].includes(enabled) || /^\/(?:etc|run|usr\/local)\//.test(file);
  if (name.endsWith(".timer")) return isMeant && activeState === "active";
  return activeState === "failed" || (isMeant && activeState === "active" && subState === "running");
}

function unitProposal(unit: FoundUnit, watched: readonly string[]): Proposal {
  const { name, activeState, description } = unit;
  const state = activeState === "failed" ? "it has failed" : name.endsWith(".timer") ? "it is scheduled" : "it runs";
  return {
    type: name.endsWith(".timer") ? "timer" : "systemd",
    name,
    why: description === "" ? state : `${state}: ${description}`,
    isRecommended: true,
    isWatched: watched.includes(name),
  };
}

function programsText(programs: readonly string[]): string {
  return programs.length === 0
    ? "supervisord is here: let the agent ask it first, see docs/supervisord.md"
    : `${listed(programs)}: let the agent ask supervisord first, see docs/supervisord.md`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
