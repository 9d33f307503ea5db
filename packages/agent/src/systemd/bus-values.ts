import { isUnitPropertyName, type UnitProperties, type UnitPropertyName } from "./unit-properties.ts";

function textOf(name: UnitPropertyName, value: unknown): string {
  if (name === "InvocationID") return bytesOf(value).toString("hex");
  // Job is a pair of number and path; 0 stands for no job.
  if (name === "Job") return Array.isArray(value) ? numberText(value[0]) : "";
  const list = listTexts[name];
  if (list !== undefined) return Array.isArray(value) ? list(value) : "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" || typeof value === "number" || typeof value === "bigint" ? String(value) : "";
}

function numberText(value: unknown): string {
  return typeof value === "number" || typeof value === "bigint" ? String(value) : "";
}

/** Of properties that are lists, as text. */
const listTexts: Readonly<Partial<Record<UnitPropertyName, (list: readonly unknown[]) => string>>> = {
  ExecStart: programOf,
  RestartForceExitStatus: exitCodesOf,
  TriggeredBy: (names) => names.filter((one) => typeof one === "string").join(" "),
};

/** Of two lists of numbers: exit codes, and signals. */
function exitCodesOf([codes]: readonly unknown[]): string {
  return Array.isArray(codes) ? codes.map(numberText).join(" ") : "";
}

/** Of a list of commands, each with its program first. */
function programOf([command]: readonly unknown[]): string {
  const program: unknown = Array.isArray(command) ? command[0] : undefined;
  return typeof program === "string" ? program : "";
}

function bytesOf(value: unknown): Buffer {
  if (Buffer.isBuffer(value)) return value;
  return Buffer.from(Array.isArray(value) ? value.filter((byte) => typeof byte === "number") : []);
}

/**
 * Picks the properties that matter out of a dictionary (`a{sv}` on the bus).
 *
 * @param dictionary - as {@link BusConnection.call} returns it; anything else gives nothing
 */
export function unitPropertiesFromBus(dictionary: unknown): UnitProperties {
  const properties: UnitProperties = {};
  if (typeof dictionary !== "object" || dictionary === null) return properties;
  for (const [name, value] of Object.entries(dictionary)) {
    if (isUnitPropertyName(name)) properties[name] = textOf(name, value);
  }
  return properties;
}

/** A signal's content, for the watchers. */
export interface UnitSignal {
  readonly path: string;
  readonly name: string;
  /** The new `ActiveState`, when the signal has it. */
  readonly activeState: string | undefined;
  /** Whether the unit is known here, and all of its change was in the signal. */
  readonly isWhole: boolean;
  /** Whether it has to be read to know what has changed. */
  readonly needsReading: boolean;
}

/** Whether a signal names a property that matters without its value. */
export function isInvalidated(names: unknown): boolean {
  return Array.isArray(names) && names.some((name) => isUnitPropertyName(String(name)));
}
