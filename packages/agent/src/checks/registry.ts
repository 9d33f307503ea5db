import { commandCheck } from "./command.ts";
import { journalCheck } from "./journal.ts";
import { supervisordCheck } from "./supervisord.ts";
import { systemdCheck } from "./systemd.ts";
import { timerCheck } from "./timer.ts";

/** Every check type there is. A new one is a file beside this and a line here. */
export const checkTypes = [systemdCheck, supervisordCheck, commandCheck, timerCheck, journalCheck] as const;
