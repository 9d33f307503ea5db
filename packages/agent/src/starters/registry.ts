import type { CheckType, CheckStarter } from "./check-starter.ts";

/** How the code of each check type is loaded: only of those that the config names. The compiler misses one that is not here. */
export const starters: { readonly [Type in CheckType]: () => Promise<CheckStarter<Type>> } = {
  certificate: async () => (await import("./certificate.ts")).certificateStarter,
  command: async () => (await import("./command.ts")).commandStarter,
  disk: async () => (await import("./disk.ts")).diskStarter,
  docker: async () => (await import("./docker.ts")).dockerStarter,
  "failed-units": async () => (await import("./failed-units.ts")).failedUnitsStarter,
  file: async () => (await import("./file.ts")).fileStarter,
  http: async () => (await import("./http.ts")).httpStarter,
  journal: async () => (await import("./journal.ts")).journalStarter,
  load: async () => (await import("./load.ts")).loadStarter,
  memory: async () => (await import("./memory.ts")).memoryStarter,
  process: async () => (await import("./process.ts")).processStarter,
  supervisord: async () => (await import("./supervisord.ts")).supervisordStarter,
  systemd: async () => (await import("./systemd.ts")).systemdStarter,
  tcp: async () => (await import("./tcp.ts")).tcpStarter,
  timer: async () => (await import("./timer.ts")).timerStarter,
};
