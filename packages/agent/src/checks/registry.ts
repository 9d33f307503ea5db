import { commandCheck } from "./command.ts";
import { failedUnitsCheck } from "./failed-units.ts";
import { supervisordCheck } from "./supervisord.ts";
import { systemdCheck } from "./systemd.ts";

/** Every check type there is. A new one is a file beside this and a line here. */
export const checkTypes = [systemdCheck, failedUnitsCheck, supervisordCheck, commandCheck] as const;
