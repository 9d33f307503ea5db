import type { AboutCheckType, CheckNeed, CheckRuntime, SettingConflict } from "./about-check-type.ts";
import { aboutCertificate } from "./certificate/about.ts";
import type { Check, CheckContext } from "./check.ts";
import { aboutCommand } from "./command/about.ts";
import { aboutDisk } from "./disk/about.ts";
import { aboutDocker } from "./docker/about.ts";
import { aboutFailedUnits } from "./failed-units/about.ts";
import { aboutFile } from "./file/about.ts";
import { aboutHttp } from "./http/about.ts";
import { aboutJournal } from "./journal/about.ts";
import { aboutLoad } from "./load/about.ts";
import { aboutMemory } from "./memory/about.ts";
import { aboutProcess } from "./process/about.ts";
import type { CheckConfig, CheckSettings, CheckTypeName, checkTypes } from "./registry.ts";
import { aboutSupervisord } from "./supervisord/about.ts";
import { aboutSystemd } from "./systemd/about.ts";
import { aboutTcp } from "./tcp/about.ts";
import { aboutTimer } from "./timer/about.ts";

type Abouts = { readonly [Type in CheckTypeName]: AboutCheckType<(typeof checkTypes)[Type]> };

/**
 * All about every check type but its settings, sorted by name, without loading zod. The compiler asks for a type that is
 * in the registry and not here.
 */
export const aboutChecks = {
  certificate: aboutCertificate,
  command: aboutCommand,
  disk: aboutDisk,
  docker: aboutDocker,
  "failed-units": aboutFailedUnits,
  file: aboutFile,
  http: aboutHttp,
  journal: aboutJournal,
  load: aboutLoad,
  memory: aboutMemory,
  process: aboutProcess,
  supervisord: aboutSupervisord,
  systemd: aboutSystemd,
  tcp: aboutTcp,
  timer: aboutTimer,
} satisfies Abouts;

/** The names of all check types, sorted. */
export const checkTypeNames = Object.keys(aboutChecks) as readonly CheckTypeName[];

/** All about a check type that is plain data. */
export interface CheckTypeFacts extends Pick<AboutCheckType<never>, "title" | "summary" | "discovery"> {
  readonly positional: string | undefined;
  /** The settings that say what is watched. */
  readonly subject: readonly string[];
  /** Whether the type decides how often it looks when nobody else does. */
  readonly hasOwnRhythm: boolean;
  /** The forms of the agent that carry it. */
  readonly runtimes: readonly CheckRuntime[];
}

/**
 * Says what is known of a check type without its settings.
 *
 * @param type - the value of `type` in the config file
 */
export function aboutCheck(type: CheckTypeName): CheckTypeFacts {
  const {
    title,
    summary,
    positional,
    subject = [],
    discovery,
    script,
    ...about
  }: AboutCheckType<never> = aboutChecks[type];
  return {
    title,
    summary,
    positional,
    subject,
    ...(discovery === undefined ? {} : { discovery }),
    hasOwnRhythm: about.hasOwnRhythm ?? false,
    runtimes: ["node", "standalone", ...(script === undefined ? [] : (["sh"] as const))],
  };
}

type Of<Type extends CheckTypeName> = AboutCheckType<(typeof checkTypes)[Type]>;

function of<Type extends CheckTypeName>(type: Type): Of<Type> {
  const all: Abouts = aboutChecks;
  return all[type];
}

/** The access to the host that a check needs by its settings, which are complete. */
export function needsOf(settings: CheckSettings): readonly CheckNeed[] {
  return of<CheckTypeName>(settings.type).needs?.(settings) ?? [];
}

/**
 * The settings of a check that the script cannot carry out; none for a type without the runtime `sh`.
 *
 * @param settings - complete
 * @param written - as they are written, without defaults
 */
export function scriptProblemsOf(settings: CheckSettings, written: CheckConfig): readonly SettingConflict[] {
  return of<CheckTypeName>(settings.type).script?.(settings, written) ?? [];
}

async function loadType<Type extends CheckTypeName>(type: Type, settings: CheckSettings<Type>) {
  const start = await of(type).start();
  return (context: CheckContext): Check => start(settings, context);
}

/**
 * Loads the code of a check: only that of types which the config names.
 *
 * @param settings - of the check, complete
 * @returns starts it
 */
export function loadCheck(settings: CheckSettings): Promise<(context: CheckContext) => Check> {
  return loadType(settings.type, settings);
}
