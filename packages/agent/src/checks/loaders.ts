import type { CheckType, CheckStarter } from "./check-starter.ts";

/** How the code of each check type is loaded: only of those that the config names. The compiler misses one that is not here. */
export const starters: { readonly [Type in CheckType]: () => Promise<CheckStarter<Type>> } = {
  certificate: async () => (await import("./certificate/start.ts")).certificateStarter,
  command: async () => (await import("./command/start.ts")).commandStarter,
  disk: async () => (await import("./disk/start.ts")).diskStarter,
  docker: async () => (await import("./docker/start.ts")).dockerStarter,
  "failed-units": async () => (await import("./failed-units/start.ts")).failedUnitsStarter,
  file: async () => (await import("./file/start.ts")).fileStarter,
  http: async () => (await import("./http/start.ts")).httpStarter,
  journal: async () => (await import("./journal/start.ts")).journalStarter,
  load: async () => (await import("./load/start.ts")).loadStarter,
  memory: async () => (await import("./memory/start.ts")).memoryStarter,
  process: async () => (await import("./process/start.ts")).processStarter,
  supervisord: async () => (await import("./supervisord/start.ts")).supervisordStarter,
  systemd: async () => (await import("./systemd/start.ts")).systemdStarter,
  tcp: async () => (await import("./tcp/start.ts")).tcpStarter,
  timer: async () => (await import("./timer/start.ts")).timerStarter,
};
