import { commandCheck } from "./command.ts";
import { supervisordCheck } from "./supervisord.ts";
import { systemdCheck } from "./systemd.ts";

/** Every check type there is. A new one is a file beside this and a line here. */
export const checkTypes = [systemdCheck, supervisordCheck, commandCheck] as const;
