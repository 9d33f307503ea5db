import type { UpdateOutcome } from "@kumakit/provision";

import type { Zod } from "../contract/command-contract.ts";

/** The output of `kuma agent update --json` for one host. */
export const updateSchema = (z: Zod) =>
  z.strictObject({
    changed: z.boolean().describe("False when the agent was as it should be."),
    before: z.string().nullable().describe("The version that ran before; null when none said so."),
    version: z.string().nullable().describe("The version that runs now; null when it does not say so."),
  });

/** An outcome as `--json` prints it. */
export function updateData({ changed, before, version }: UpdateOutcome) {
  return { changed, before, version };
}

/** An outcome for people. */
export function describeUpdate({ changed, before, version }: UpdateOutcome): string {
  if (!changed) return `Nothing to do: the agent is ${version ?? "as this kuma makes it"} already.`;
  if (version === null) return "The agent is as this kuma makes it now, and reports.";
  if (before === version) return `The agent is brought in order. It is ${version} as before, and reports.`;
  return `The agent is updated${before === null ? "" : ` from ${before}`} to ${version}, and reports.`;
}
