import type { CarriedPlan } from "@kumakit/provision";
import { printable } from "@kumakit/text";

import type { Zod } from "../contract/command-contract.ts";
import { namedSchema } from "../contract/shared-schemas.ts";

/** The work for one host, as `kuma agent plan` prints it. */
export const carriedSchema = (z: Zod) =>
  z.strictObject({
    changed: z.boolean().describe("Whether anything is to be done, on the server or on the host."),
    onServer: z
      .array(z.string())
      .describe('Done there already, or with --dry-run to be done; each completes "Would …".'),
    onHost: z.array(z.string()).describe("The steps of the plan, a line for each."),
    files: z
      .array(z.strictObject({ path: z.string(), diff: z.string() }))
      .describe("The texts that change there: the hunks of unified diffs, with secrets masked."),
    warnings: z.array(z.string()),
    script: z.string().nullable().describe("The file with the script; null when nothing is to be done on the host."),
    program: z
      .strictObject({ file: z.string(), sha256: z.string(), path: z.string() })
      .nullable()
      .describe(
        "The agent with Node.js inside: put the file at this path of the host before the script runs; or null.",
      ),
    receipt: receiptSchema(z),
  });

/** The things that `kuma agent confirm` has to see to. */
const receiptSchema = (z: Zod) =>
  z
    .strictObject({
      awaited: z.array(z.strictObject({ ...namedSchema(z).shape, lastBefore: z.string().nullable() })),
      made: z.array(namedSchema(z)),
    })
    .describe("For kuma agent confirm.");

/** The data of a plan, with the file that its script is in. */
export function carriedData({ receipt, newIntervals: _load, ...plan }: CarriedPlan, script: string | undefined) {
  const awaited = receipt.awaited.map(({ id, name, lastBefore }) => {
    return { id, name, lastBefore: lastBefore?.toISOString() ?? null };
  });
  return { ...plan, script: script ?? null, program: plan.program ?? null, receipt: { awaited, made: receipt.made } };
}

/** A plan for people. */
export function describeCarried(data: ReturnType<typeof carriedData>): string {
  const { changed, onServer, onHost, warnings, script, program } = data;
  if (!changed) return ["Nothing to do.", ...warnings].map(printable).join("\n");
  const lines = [
    script === null ? "To do:" : `The plan is in ${script}.`,
    ...(program === null ? [] : [`  First put ${program.file} at ${program.path} there.`]),
    ...onServer.map((line) => `  server: ${line}`),
    ...onHost.map((line) => `  host: ${line}`),
    ...warnings.map((line) => `  Mind: ${line}`),
  ];
  return lines.map(printable).join("\n");
}
