import { certificateCheck } from "./certificate/settings.ts";
import { commandCheck } from "./command/settings.ts";
import { dockerCheck } from "./docker/settings.ts";
import { httpCheck } from "./http/settings.ts";
import { diskCheck } from "./disk/settings.ts";
import { fileCheck } from "./file/settings.ts";
import { journalCheck } from "./journal/settings.ts";
import { loadCheck } from "./load/settings.ts";
import { memoryCheck } from "./memory/settings.ts";
import { processCheck } from "./process/settings.ts";
import { failedUnitsCheck } from "./failed-units/settings.ts";
import { supervisordCheck } from "./supervisord/settings.ts";
import { systemdCheck } from "./systemd/settings.ts";
import { tcpCheck } from "./tcp/settings.ts";
import { timerCheck } from "./timer/settings.ts";

/** Every check type there is. A new one is a file beside this and a line here. */
export const checkTypes = [
  systemdCheck,
  failedUnitsCheck,
  timerCheck,
  journalCheck,
  supervisordCheck,
  commandCheck,
  tcpCheck,
  httpCheck,
  certificateCheck,
  dockerCheck,
  diskCheck,
  memoryCheck,
  loadCheck,
  fileCheck,
  processCheck,
] as const;
