import type { Check, CheckContext, StartCheck } from "./check.ts";
import type { CheckSettings, CheckTypeName } from "./registry.ts";

/**
 * How the code of each check type is loaded: only of those that the config names. The compiler asks for a type that is
 * in the registry and not here.
 */
const loaders: { readonly [Type in CheckTypeName]: () => Promise<StartCheck<CheckSettings<Type>>> } = {
  certificate: async () => (await import("./certificate/start.ts")).startCertificate,
  command: async () => (await import("./command/start.ts")).startCommand,
  disk: async () => (await import("./disk/start.ts")).startDisk,
  docker: async () => (await import("./docker/start.ts")).startDocker,
  "failed-units": async () => (await import("./failed-units/start.ts")).startFailedUnits,
  file: async () => (await import("./file/start.ts")).startFile,
  http: async () => (await import("./http/start.ts")).startHttp,
  journal: async () => (await import("./journal/start.ts")).startJournal,
  load: async () => (await import("./load/start.ts")).startLoad,
  memory: async () => (await import("./memory/start.ts")).startMemory,
  process: async () => (await import("./process/start.ts")).startProcess,
  supervisord: async () => (await import("./supervisord/start.ts")).startSupervisord,
  systemd: async () => (await import("./systemd/start.ts")).startSystemd,
  tcp: async () => (await import("./tcp/start.ts")).startTcp,
  timer: async () => (await import("./timer/start.ts")).startTimer,
};

async function loadType<Type extends CheckTypeName>(type: Type, settings: CheckSettings<Type>) {
  const start = await loaders[type]();
  return (context: CheckContext): Check => start(settings, context);
}

/**
 * Loads the code of a check.
 *
 * @param settings - of the check, complete
 * @returns starts it
 */
export function loadCheck(settings: CheckSettings): Promise<(context: CheckContext) => Check> {
  return loadType(settings.type, settings);
}
