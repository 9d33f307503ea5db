export type { SystemdBed, SystemdBedOptions, BedCommandOptions } from "./bed/systemd-bed.ts";
export { systemdBedProblem } from "./bed/systemd-bed-problem.ts";
export { startSystemdBed } from "./bed/start-systemd-bed.ts";
export { runCommand } from "./command/run-command.ts";
export type { CommandOptions, CommandResult, RunningCommand } from "./command/running-command.ts";
export { startCommand } from "./command/start-command.ts";
export { startInTerminal, type TerminalOptions } from "./command/start-in-terminal.ts";
export type { KumaAdmin, KumaServer, StartKumaOptions } from "./kuma/kuma-server.ts";
export { startKuma } from "./kuma/start-kuma.ts";
