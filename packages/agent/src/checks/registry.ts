import { commandCheck } from "./command.ts";
import { diskCheck } from "./disk.ts";
import { fileCheck } from "./file.ts";
import { loadCheck } from "./load.ts";
import { memoryCheck } from "./memory.ts";
import { processCheck } from "./process.ts";
import { supervisordCheck } from "./supervisord.ts";
import { systemdCheck } from "./systemd.ts";

/** Every check type there is. A new one is a file beside this and a line here. */
export const checkTypes = [
  systemdCheck,
  supervisordCheck,
  commandCheck,
  diskCheck,
  memoryCheck,
  loadCheck,
  fileCheck,
  processCheck,
] as const;
