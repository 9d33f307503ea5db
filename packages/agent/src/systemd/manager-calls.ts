import type { BusConnection } from "./bus-connection.ts";
import { unitPropertiesFromBus } from "./bus-values.ts";
import type { UnitProperties } from "./unit-properties.ts";
import type { UnitQuery } from "./unit-pattern.ts";
import { UnitStateError } from "./unit-state-error.ts";
import type { ManagerPhase } from "./unit-state.ts";

/** The service manager's name on the bus. */
export const managerName = "org.freedesktop.systemd1";
const managerPath = "/org/freedesktop/systemd1";
const managerInterface = `${managerName}.Manager`;
const manager = { destination: managerName, path: managerPath, interface: managerInterface } as const;
const busDaemon = {
  destination: "org.freedesktop.DBus",
  path: "/org/freedesktop/DBus",
  interface: "org.freedesktop.DBus",
} as const;

/** The facts on a unit in the manager's list. */
export interface ListedUnit {
  /** Its own name, also when an alias was asked for. */
  readonly name: string;
  /** The object path of the unit itself, also when an alias was asked for. */
  readonly path: string;
  readonly loadState: string;
  readonly activeState: string;
  readonly subState: string;
  readonly jobId: number;
}

/**
 * Reads the answer of the manager's list calls.
 *
 * @param rows - `a(ssssssouso)`
 * @throws UnitStateError when it is anything else
 */
export function listedUnits(rows: unknown): ListedUnit[] {
  if (!Array.isArray(rows)) throw new UnitStateError("systemd's list of units is not a list");
  return rows.map((row: unknown) => {
    const [name, , loadState, activeState, subState, , path, jobId] = Array.isArray(row) ? (row as unknown[]) : [];
    const texts = [name, loadState, activeState, subState, path];
    if (!texts.every((text) => typeof text === "string") || typeof jobId !== "number") {
      throw new UnitStateError("systemd's list of units cannot be understood");
    }
    return { name, loadState, activeState, subState, path, jobId } as ListedUnit;
  });
}

/** Asks for units by their names, in order; the manager loads them if need be. Needs systemd 230. */
export async function listUnitsByNames(bus: BusConnection, names: readonly string[]): Promise<ListedUnit[]> {
  const [rows] = await bus.call({ ...manager, member: "ListUnitsByNames", signature: "as", body: [names] });
  const listed = listedUnits(rows);
  if (listed.length !== names.length) throw new UnitStateError(`systemd does not know ${names.join(", ")}`);
  return listed;
}

/** Asks for all loaded units of a kind. Needs systemd 230. */
export async function listUnitsByPatterns(bus: BusConnection, { states, patterns }: UnitQuery): Promise<ListedUnit[]> {
  const body = [states, patterns];
  const [rows] = await bus.call({ ...manager, member: "ListUnitsByPatterns", signature: "asas", body });
  return listedUnits(rows);
}

/** Reads all properties of a unit, those of its kind among them, in one call: nothing can change in between. */
export async function getAllProperties(bus: BusConnection, path: string): Promise<UnitProperties> {
  return unitPropertiesFromBus(await getAllAsSent(bus, path));
}

/** The same as systemd sends it. */
export async function getAllAsSent(bus: BusConnection, path: string): Promise<unknown> {
  const [dictionary] = await bus.call({
    destination: managerName,
    path,
    interface: "org.freedesktop.DBus.Properties",
    member: "GetAll",
    signature: "s",
    // systemd takes an empty name for "of every interface".
    body: [""],
  });
  return dictionary;
}

/** Reads how often a service was restarted automatically, as text. */
export async function getRestarts(bus: BusConnection, path: string): Promise<string> {
  const [value] = await bus.call({
    destination: managerName,
    path,
    interface: "org.freedesktop.DBus.Properties",
    member: "Get",
    signature: "ss",
    body: [`${managerName}.Service`, "NRestarts"],
  });
  return unitPropertiesFromBus({ NRestarts: value }).NRestarts ?? "0";
}

/** Asks the bus for signals, or to stop them. */
export async function changeMatch(bus: BusConnection, change: "AddMatch" | "RemoveMatch", rule: string): Promise<void> {
  await bus.call({ ...busDaemon, member: change, signature: "s", body: [rule] });
}

/** The match rule for the property changes of one unit. */
export function unitMatchRule(path: string): string {
  return `type='signal',sender='${managerName}',path='${path}',interface='org.freedesktop.DBus.Properties',member='PropertiesChanged'`;
}

const unitPathPrefix = `${managerPath}/unit/`;

/** The match rule for the property changes of all units. */
export const allUnitsMatchRule = `type='signal',sender='${managerName}',path_namespace='${managerPath}/unit',interface='org.freedesktop.DBus.Properties',member='PropertiesChanged'`;

/** The name of the unit that an object path stands for: every byte but letters and digits is written as `_xx`. */
export function unitNameOfPath(path: string): string {
  if (!path.startsWith(unitPathPrefix)) return "";
  const escaped = path.slice(unitPathPrefix.length);
  return escaped.replace(/_([0-9a-f]{2})/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Where the manager is between its start and its end. */
export async function getManagerPhase(bus: BusConnection): Promise<ManagerPhase> {
  const [name] = await bus.call({
    destination: managerName,
    path: managerPath,
    interface: "org.freedesktop.DBus.Properties",
    member: "Get",
    signature: "ss",
    body: [managerInterface, "SystemState"],
  });
  if (name === "initializing" || name === "starting") return "starting";
  return name === "stopping" ? "stopping" : "running";
}

/** Every shutdown, reboot and end of a session passes through it. */
const shutdownUnit = "shutdown.target";

/** Whether a signal of the manager says that its phase may be another one now. */
export function saysPhaseChange(member: string | undefined, body: readonly unknown[]): boolean {
  return member === "StartupFinished" || ((member === "JobNew" || member === "JobRemoved") && body[2] === shutdownUnit);
}

/**
 * The match rules that tell of a manager which went, came or reloaded its files, has finished booting, or is about to
 * shut down.
 */
export const managerMatchRules = [
  `type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus',member='NameOwnerChanged',arg0='${managerName}'`,
  `type='signal',sender='${managerName}',interface='${managerInterface}',member='Reloading'`,
  `type='signal',sender='${managerName}',interface='${managerInterface}',member='StartupFinished'`,
  `type='signal',sender='${managerName}',interface='${managerInterface}',member='JobNew',arg2='${shutdownUnit}'`,
  `type='signal',sender='${managerName}',interface='${managerInterface}',member='JobRemoved',arg2='${shutdownUnit}'`,
] as const;

/** Has the manager send signals; without one subscriber it sends none. Returns its unique name. */
export async function subscribeToManager(bus: BusConnection): Promise<string> {
  const [owner] = await bus.call({ ...busDaemon, member: "GetNameOwner", signature: "s", body: [managerName] });
  await bus.call({ destination: managerName, path: managerPath, interface: managerInterface, member: "Subscribe" });
  return String(owner);
}
