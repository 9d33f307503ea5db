import { posix } from "node:path";

import type { HostFacts } from "../facts/host-facts.ts";
import type { HostStep } from "../steps/host-plan.ts";

/** Unfinished files beside ours, which a run that was killed has left: some hold a token. */
export function leftoverSteps(facts: HostFacts): readonly HostStep[] {
  return Object.entries(facts.files)
    .filter(([path, { kind }]) => kind === "file" && isLeftover(path))
    .map(([path]) => ({ kind: "sweep", path }));
}

/** Whether this is the name of an unfinished file of ours. */
export function isLeftover(path: string): boolean {
  return /^\.kuma-(?:new|[0-9a-f]{16})$/.test(posix.basename(path));
}
