import type { Host } from "../hosts/host.ts";
import type { Manifest } from "../installed/manifest.ts";
import type { FileStep, InstallPlan, InstallStep, ManifestStep } from "../plan/install-plan.ts";
import { hasUser, isLingering } from "./account-handlers.ts";

/** What a plan is going to bring to a host: what is not there yet, and what earlier installs have brought. */
export async function broughtBy(
  plan: InstallPlan,
  host: Host,
  earlier: Manifest | undefined,
): Promise<Manifest["brought"]> {
  const missing: InstallStep[] = [];
  for (const step of plan.steps) if (await isMissing(step, host)) missing.push(step);
  const user = missing.flatMap((step) => (step.kind === "system-user" ? [step.name] : []))[0] ?? earlier?.brought.user;
  const linger = missing.flatMap((step) => (step.kind === "linger" ? [step.user] : []))[0] ?? earlier?.brought.linger;
  return {
    folders: union(
      earlier?.brought.folders,
      missing.flatMap((step) => (step.kind === "folder" ? [step.path] : [])),
    ),
    files: union(
      earlier?.brought.files,
      missing.flatMap((step) => (isFile(step) ? [step.path] : [])),
    ),
    ...(user === undefined ? {} : { user }),
    ...(linger === undefined ? {} : { linger }),
  };
}

async function isMissing(step: InstallStep, host: Host): Promise<boolean> {
  if (step.kind === "system-user") return !(await hasUser(host, step.name));
  if (step.kind === "linger") return !(await isLingering(host, step.user));
  return (step.kind === "folder" || isFile(step)) && (await host.stat(step.path)) === undefined;
}

function isFile(step: InstallStep): step is FileStep | ManifestStep {
  return step.kind === "file" || step.kind === "manifest";
}

function union(one: readonly string[] = [], other: readonly string[]): string[] {
  return [...new Set([...one, ...other])];
}
