import type { Monitor } from "../model/monitor.ts";
import type { AnyMonitorInput } from "./monitor-type-definition.ts";
import type { MonitorInput, MonitorType } from "./registry.ts";

/** The settings of a new monitor of one type. */
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

/** Changes to a monitor; what is left out stays as it is. */
export type MonitorPatch<Type extends MonitorType = MonitorType> = Type extends MonitorType
  ? { readonly [Key in keyof MonitorInputOf<Type>]?: MonitorInputOf<Type>[Key] | undefined }
  : never;

/**
 * Checks a monitor's type, which narrows the type of its settings.
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
