import type * as z from "zod";
import { certificateCheck } from "./certificate/settings.ts";
import { commandCheck } from "./command/settings.ts";
import { diskCheck } from "./disk/settings.ts";
import { dockerCheck } from "./docker/settings.ts";
import { failedUnitsCheck } from "./failed-units/settings.ts";
import { fileCheck } from "./file/settings.ts";
import { httpCheck } from "./http/settings.ts";
import { journalCheck } from "./journal/settings.ts";
import { loadCheck } from "./load/settings.ts";
import { memoryCheck } from "./memory/settings.ts";
import { processCheck } from "./process/settings.ts";
import { supervisordCheck } from "./supervisord/settings.ts";
import { systemdCheck } from "./systemd/settings.ts";
import { tcpCheck } from "./tcp/settings.ts";
import { timerCheck } from "./timer/settings.ts";

/**
 * The settings of every check type, sorted by name. A new type is a folder beside this file, a line here and a line in
 * `about-checks.ts`. This file loads zod: what runs for months takes only types from it.
 */
export const checkTypes = {
  certificate: certificateCheck,
  command: commandCheck,
  disk: diskCheck,
  docker: dockerCheck,
  "failed-units": failedUnitsCheck,
  file: fileCheck,
  http: httpCheck,
  journal: journalCheck,
  load: loadCheck,
  memory: memoryCheck,
  process: processCheck,
  supervisord: supervisordCheck,
  systemd: systemdCheck,
  tcp: tcpCheck,
  timer: timerCheck,
} as const;

/** The value of `type` in the config file. */
export type CheckTypeName = keyof typeof checkTypes;

/** Checks as they are written in the config, by type. */
type Configs = { readonly [Type in CheckTypeName]: z.output<(typeof checkTypes)[Type]["config"]> };

/** Complete checks, by type. */
type Settings = { readonly [Type in CheckTypeName]: z.output<(typeof checkTypes)[Type]["settings"]> };

/** A check as the config has it. Durations are seconds and sizes bytes; what was left out is undefined. */
export type CheckConfig<Type extends CheckTypeName = CheckTypeName> = Configs[Type];

/** A check as the code works with it: each setting with a default has a value. */
export type CheckSettings<Type extends CheckTypeName = CheckTypeName> = Settings[Type];
