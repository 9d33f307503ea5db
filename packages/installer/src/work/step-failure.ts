import type { Host } from "../hosts/host.ts";
import { InstallerError } from "../installer-error.ts";
import type { HostStep } from "../steps/host-plan.ts";
import { fileFailure, hintFor, reasonOf } from "./file-failure.ts";
import type { StepsReader } from "./steps-reader.ts";

/** The error of a step that failed, from what the script said of it. */
export function failureOf(host: Host, reader: StepsReader, complaint: string): InstallerError {
  const { failed } = reader;
  if (failed === undefined) return commandFailure(host, "The work", complaint);
  const { step, reason } = failed;
  if (step === undefined) return commandFailure(host, "The beginning of the work", reason);
  if (step.kind === "service") return serviceFailure(host, reader, reason);
  if ("path" in step) return fileFailure(host, `${verbs[step.kind]} ${step.path}`, reason);
  return commandFailure(host, actionOf(step), reason);
}

const verbs = {
  file: "write",
  folder: "make",
  take: "change the owner of",
  "remove-file": "remove",
  "remove-folder": "remove",
  "remove-state": "remove",
  "restore-jobs": "change",
  sweep: "remove",
} as const;

function actionOf(step: Exclude<HostStep, { path: string }>): string {
  if ("unit" in step) return `systemctl for ${step.unit}`;
  if (step.kind === "round") return `Starting ${step.script}`;
  if ("user" in step) return `loginctl for ${step.user}`;
  return `${step.kind === "system-user" ? "Making" : "Removing"} the user ${step.name}`;
}

function serviceFailure(host: Host, { refused, said }: StepsReader, reason: string): InstallerError {
  if (refused !== undefined) {
    return new InstallerError({
      code: "INSTALLER_CONFIG_BROKEN",
      layer: "config",
      message: `The agent on ${host.label} refused its new config: ${refused}`,
    });
  }
  const lines = said.filter((line) => line.trim() !== "");
  return new InstallerError({
    code: "INSTALLER_AGENT_DIED",
    layer: "agent",
    message: [
      "The agent does not start. It said:",
      ...(lines.length > 0 ? lines : [reason]).map((line) => `  ${line}`),
    ].join("\n"),
  });
}

function commandFailure({ label }: Host, action: string, reason: string): InstallerError {
  return new InstallerError({
    code: "INSTALLER_COMMAND_FAILED",
    layer: "permissions",
    message: `${action} failed on ${label}: ${reasonOf(reason)}`,
    ...hintFor(reason),
  });
}
