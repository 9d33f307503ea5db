import { posix } from "node:path";

import { usualCronEntries, type InstallPaths } from "../install-paths.ts";
import type { Manifest } from "../installed/manifest.ts";
import type { ServiceManager } from "../service-manager/service-manager.ts";
import type { HostStep, RemoveStep } from "../steps/host-plan.ts";

/** The steps of an agent from now on, and what it was before. */
export interface ObsoleteInput {
  readonly wanted: readonly HostStep[];
  readonly paths: InstallPaths;
  /** That of the agent's runtime until now, when it gets another one. */
  readonly former: ServiceManager | undefined;
}

/**
 * The parts of earlier installs that the agent does without: drop-ins of units that are watched no more, and with another
 * runtime the units and the program of the former one.
 */
export function obsoleteSteps({ brought }: Manifest, { wanted, paths, former }: ObsoleteInput): readonly RemoveStep[] {
  // Nothing is removed twice.
  const stays = new Set(wanted.flatMap((step) => ("path" in step ? [step.path] : [])));
  // The entry of a cron is left over on a host that has got systemd since.
  const isUnitPart = (path: string): boolean =>
    path.startsWith(`${paths.unitFolder}/`) || usualCronEntries.includes(path);
  const isProgramPart = (path: string): boolean =>
    posix.dirname(path) === paths.programFolder || path === paths.command;
  const goes = (path: string): boolean =>
    !stays.has(path) && (isUnitPart(path) || (former !== undefined && isProgramPart(path)));
  return [
    ...brought.files.filter(goes).map((path) => ({ kind: "remove-file", path }) as const),
    ...brought.folders.filter(goes).map((path) => ({ kind: "remove-folder", path }) as const),
  ];
}

/** The parts that installs have brought, without those that are gone. */
export function withoutPaths(brought: Manifest["brought"], gone: readonly RemoveStep[]): Manifest["brought"] {
  const paths = new Set(gone.map(({ path }) => path));
  const left = (all: readonly string[]): string[] => all.filter((path) => !paths.has(path));
  return { ...brought, folders: left(brought.folders), files: left(brought.files) };
}
