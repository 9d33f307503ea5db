import type { FoundPort, FoundUnit, HostInventory } from "@kumakit/installer";

import { isNoise, isNoisePort } from "./noise.ts";

/** A thing on a host that is worth watching, and the check for it. */
export interface Proposal {
  /** The check's type. */
  readonly type: "systemd" | "timer" | "failed-units" | "disk" | "certificate" | "tcp" | "supervisord" | "docker";
  /** The unit that is watched, else what the check is called. */
  readonly name: string;
  /** Why it is proposed: a sentence without a full stop. */
  readonly why: string;
  /** The settings of the check that it does not have by itself, as flags of the command line without their dashes. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Whether a person most likely wants it: it needs nothing else, and is not there only by chance. */
  readonly isRecommended: boolean;
  /** Whether the agent of this host watches it already. */
  readonly isWatched: boolean;
}

/** The things that a host's agent watches already. */
export interface WatchedThings {
  /** The units of its checks. */
  readonly units: readonly string[];
  /** The types of its checks. */
  readonly types: readonly string[];
  /** The ports that its checks of the types `certificate` and `tcp` connect to. */
  readonly ports: readonly number[];
}

/**
 * Proposes what is worth watching on a host: enabled services that run, or that failed; timers; any failed unit; file systems;
 * certificates; ports; supervisord's programs; containers. The system's own services are left out.
 *
 * @param inventory - of the host
 * @param watched - by checks that are there
 */
export function proposalsFor(
  inventory: Pick<HostInventory, "units" | "ports" | "supervisor" | "containers">,
  watched: WatchedThings,
): readonly Proposal[] {
  const { units, ports, supervisor, containers } = inventory;
  const others: readonly (Omit<Proposal, "isWatched"> | undefined)[] = [
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
    ...ports.filter(({ port }) => !isNoisePort(port)).map((port) => portProposal(port, watched.ports)),
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

/**
 * A certificate that the host itself trusts is there for others. Of any other port only a person knows whether it is to be
 * watched beside its service.
 */
function portProposal({ port, certificateOf, isTrusted }: FoundPort, watched: readonly number[]): Proposal {
  const isWatched = watched.includes(port);
  const place = { host: "127.0.0.1", port: String(port) };
  if (certificateOf === undefined)
    return {
      type: "tcp",
      name: `port ${port}`,
      why: "something listens there",
      settings: place,
      isRecommended: false,
      isWatched,
    };
  const why = `port ${port} shows its certificate${isTrusted ? "" : ", which this host does not trust: needs --ca-file"}`;
  const settings = { ...place, "server-name": certificateOf };
  return {
    type: "certificate",
    name: `certificate of ${certificateOf}:${port}`,
    why,
    settings,
    isRecommended: isTrusted,
    isWatched,
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
