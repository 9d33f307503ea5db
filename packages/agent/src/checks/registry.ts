import { certificateCheck } from "./certificate.ts";
import { commandCheck } from "./command.ts";
import { dockerCheck } from "./docker.ts";
import { httpCheck } from "./http.ts";
import { diskCheck } from "./disk.ts";
import { fileCheck } from "./file.ts";
import { journalCheck } from "./journal.ts";
import { loadCheck } from "./load.ts";
import { memoryCheck } from "./memory.ts";
import { processCheck } from "./process.ts";
import { failedUnitsCheck } from "./failed-units.ts";
import { supervisordCheck } from "./supervisord.ts";
import { systemdCheck } from "./systemd.ts";
import { tcpCheck } from "./tcp.ts";
import { timerCheck } from "./timer.ts";

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
