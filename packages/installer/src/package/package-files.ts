import { agentUserName, installPaths } from "../install-paths.ts";
import { commandText } from "../plan/agent-command.ts";
import { packagedCommand, packagedWords } from "../runtime/packaged-runtime.ts";
import { nothingWatched } from "../service-manager/packaged-service.ts";
import { agentUnit } from "../service-manager/systemd-unit.ts";
import { packagePaths, type PackageName } from "./host-package.ts";

/** A text file of a package. */
export interface PackageFile {
  /** Where it lies on the host. */
  readonly path: string;
  /** All that is in it. */
  readonly text: string;
  /** Whether it is a program. */
  readonly isProgram: boolean;
}

/** The files with which a package runs the agent's program: the service, the agent's account, the command. */
export function packageFiles(name: PackageName): readonly PackageFile[] {
  const origin = `Of the package ${name}.`;
  const unit = agentUnit({
    paths: installPaths("system"),
    config: nothingWatched,
    command: packagedCommand(name),
    // A package needs systemd, which brings the program for that.
    canNotify: true,
    origin: `${origin} Settings of your own: systemctl edit kuma-agent.`,
  });
  const account = `# ${origin}\nu ${agentUserName} - "Uptime Kuma push agent" - -\n`;
  return [
    { path: packagePaths.unit, text: unit, isProgram: false },
    { path: packagePaths.account, text: account, isProgram: false },
    { path: packagePaths.command, text: commandText(origin, packagedWords(name)), isProgram: true },
  ];
}
