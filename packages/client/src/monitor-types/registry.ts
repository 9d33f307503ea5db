import { groupMonitorType } from "./group.ts";
import type { GroupMonitorInput } from "./group.ts";
import type { MonitorTypeDefinition } from "./monitor-type-definition.ts";
import { pushMonitorType } from "./push.ts";
import type { PushMonitorInput } from "./push.ts";

/** Every monitor type that can be created: one file each, and one line here. */
export const monitorTypes = [pushMonitorType, groupMonitorType] as const;

/** What a monitor is created from; `type` says which fields there are. */
export type MonitorInput = PushMonitorInput | GroupMonitorInput;

/** The types that can be created. */
export type MonitorType = MonitorInput["type"];

/**
 * Looks a type up.
 *
 * @param type - Its name on the wire.
 */
export function findMonitorType(type: string): MonitorTypeDefinition<MonitorInput> | undefined {
  // A definition only ever gets the input that its own schema has let through.
  return monitorTypes.find((definition) => definition.type === type) as MonitorTypeDefinition<MonitorInput> | undefined;
}
