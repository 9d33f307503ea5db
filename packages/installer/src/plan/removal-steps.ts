import { posix } from "node:path";

import type { HostFacts } from "../facts/host-facts.ts";
import { packageOn, removalOf } from "../package/host-package.ts";
import { pathsOf, type InstallPaths } from "../install-paths.ts";
import type { Manifest } from "../installed/manifest.ts";
import { runtimeOf } from "../runtime/choose-runtime.ts";
import type { HostStep, PlannedSteps, RestoreJobsStep } from "../steps/host-plan.ts";
import { drillEnd } from "./drill-steps.ts";
import { leftoverSteps } from "./leftover-steps.ts";
import { hostOwnerOf } from "../steps/owners.ts";
import { isPending } from "./pending-steps.ts";
import { takenFromAgent } from "./take-steps.ts";

/** The parts that go, and the parts that stay. */
export interface RemovalInput {
  readonly facts: HostFacts;
  /** What the install brought: nothing else is taken away. */
  readonly manifest: Manifest;
  /** Token files that lie beside those of the install, for checks that go; relative to the config's folder. */
  readonly removedTokens: readonly string[];
  /** The config that stays, with the checks of a person; without a text the file stays as it is. */
  readonly left?: { readonly text?: string };
}

/** The steps that take away everything that an install brought, as far as it is still there. */
export function removalSteps({ facts, manifest, removedTokens, left }: RemovalInput): PlannedSteps {
  const paths = pathsOf(facts);
  const { brought } = manifest;
  const manager = runtimeOf(manifest).manager(facts);
  const stays = brought.user !== undefined && facts.accountUses.length > 0;
  const kept = left === undefined ? [] : [paths.config];
  const files = brought.files.filter((path) => path !== paths.manifest && !kept.includes(path));
  const removed = [...removedTokens.map((file) => posix.join(paths.configFolder, file)), paths.mutes];
  const folders = brought.folders.toReversed();
  // The manifest goes last, with the folders that it lies in: what is cut short before can be carried on.
  const isLast = (path: string): boolean => paths.manifest.startsWith(`${path}/`);
  const drills = drillEnd(facts);
  const going = new Set([...removed, ...files, paths.manifest]);
  const wanted: readonly HostStep[] = [
    // First of all, so that at no moment nothing reports.
    ...restoredJobs(manifest.checks),
    ...drills.stop,
    ...manager.stop(facts),
    ...takenFromAgent(facts, (path) => going.has(path)),
    ...leftoverSteps(facts),
    ...remainingSteps(facts, left),
    ...[...removed, ...files.toReversed()].map((path): HostStep => ({ kind: "remove-file", path })),
    ...manager.forget(paths),
    ...drills.forget,
    ...folders.filter((path) => !isLast(path)).map((path): HostStep => ({ kind: "remove-folder", path })),
    ...jobSteps(facts, paths),
    ...accountSteps(manifest, stays || packageOn(facts) !== null),
    { kind: "remove-file", path: paths.manifest },
    ...folders.filter((path) => isLast(path)).map((path): HostStep => ({ kind: "remove-folder", path })),
  ];
  const warnings = [...(stays ? [usesOf(facts, brought.user)] : []), ...packageNote(facts)];
  const secrets = new Map(left?.text === undefined ? [] : [["config", left.text]]);
  const steps = wanted.filter((step) => isPending(step, { facts, secrets }));
  return { plan: { version: 1, action: "uninstall", scope: facts.scope, steps, warnings }, secrets };
}

/** The jobs of crontabs that checks took the place of. */
export function restoredJobs(checks: Manifest["checks"]): readonly RestoreJobsStep[] {
  return checks.flatMap(({ name: check, replaced = [] }) =>
    replaced.map((path): RestoreJobsStep => ({ kind: "restore-jobs", path, check })),
  );
}

/** The needs of a person's checks stay, and belong to the host from now on: the agent's user is going. */
function remainingSteps(facts: HostFacts, left: RemovalInput["left"]): readonly HostStep[] {
  if (left === undefined) return [];
  const paths = pathsOf(facts);
  const owner = hostOwnerOf(facts);
  const folder: HostStep = { kind: "folder", path: paths.configFolder, mode: "0700", owner, isOurs: true };
  if (left.text === undefined) return [folder];
  const content = { from: "secret", ref: "config" } as const;
  return [folder, { kind: "file", part: "config", path: paths.config, mode: "0600", owner, content }];
}

function accountSteps({ brought }: Manifest, stays: boolean): readonly HostStep[] {
  const { user, linger, foundGroup } = brought;
  const keepsGroup = foundGroup !== undefined;
  return [
    ...(linger === undefined ? [] : [{ kind: "stop-linger", user: linger } as const]),
    ...(user === undefined || stays ? [] : [{ kind: "remove-system-user", name: user, keepsGroup } as const]),
  ];
}

function packageNote(facts: HostFacts): readonly string[] {
  const found = packageOn(facts);
  if (found === null) return [];
  const { name } = found;
  return [
    `The package ${name} stays on ${facts.label}, with its program, its service and its account. To remove it: sudo ${removalOf(found, facts)} ${name}`,
  ];
}

/** A service that names an account which is gone does not start again: supervisord with chown=, say. */
function usesOf({ accountUses, label }: HostFacts, user = ""): string {
  const places = accountUses.join(", ");
  return `The account ${user} stays on ${label}, because ${places} ${accountUses.length === 1 ? "names" : "name"} it. Take it out there first, then: userdel ${user}`;
}

/** The records that kuma-agent exec keeps of jobs; files of others beside them stay. */
function jobSteps({ files }: HostFacts, { jobs }: InstallPaths): readonly HostStep[] {
  const isRecord = (path: string): boolean =>
    posix.dirname(path) === jobs && /^[0-9a-f]{32}\.\d+\.json(?:\.[0-9a-f]{12}\.new)?$/.test(posix.basename(path));
  const records = Object.keys(files).filter((path) => isRecord(path));
  return [
    ...records.map((path): HostStep => ({ kind: "remove-file", path })),
    ...(files[jobs] === undefined ? [] : [{ kind: "remove-folder", path: jobs } as const]),
  ];
}
