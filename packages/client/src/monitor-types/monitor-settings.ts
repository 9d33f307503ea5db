import type { Monitor } from "../model/monitor.ts";
import type { AnyMonitorInput } from "./monitor-type-definition.ts";
import type { MonitorInput, MonitorType } from "./registry.ts";

/** What a monitor of one type is created from. */
export type MonitorInputOf<Type extends MonitorType> = Extract<MonitorInput, { readonly type: Type }>;

/** The settings that only one type has, as they stand on a server; what an older server lacks has the value that it acts by. */
export type MonitorSettings<Type extends MonitorType> = {
  readonly [Key in Exclude<keyof MonitorInputOf<Type>, keyof AnyMonitorInput>]-?: Exclude<
    MonitorInputOf<Type>[Key],
    undefined
  >;
};

/** A monitor whose type is known. */
export interface MonitorOfType<Type extends MonitorType> extends Monitor {
  /** Its type. */
  readonly type: Type;
  /** The settings that only this type has, secrets included. Not enumerable. */
  readonly settings: MonitorSettings<Type> & Readonly<Record<string, unknown>>;
}

/** What is to be changed about a monitor; what is left out stays as it is. */
export type MonitorPatch<Type extends MonitorType = MonitorType> = Type extends MonitorType
  ? { readonly [Key in keyof MonitorInputOf<Type>]?: MonitorInputOf<Type>[Key] | undefined }
  : never;

/**
 * Tells a monitor's type, and with it the type of its settings.
 *
 * @example
 * ```ts
 * if (isMonitorOfType(monitor, "http")) console.log(monitor.settings.url);
 * ```
 */
export function isMonitorOfType<Type extends MonitorType>(
  monitor: Monitor,
  type: Type,
): monitor is MonitorOfType<Type> {
  return monitor.type === type;
}
