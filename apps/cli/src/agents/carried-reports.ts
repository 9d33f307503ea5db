import type { CarriedReport } from "@kumakit/provision";
import * as z from "zod";

import { usageError } from "../cli-error.ts";

const monitorSchema = z.strictObject({ id: z.int(), name: z.string() });

// Handing the whole of the library over, as schemas of outputs are made, would put all of it into the program.
const receiptSchema = z.strictObject({
  awaited: z.array(monitorSchema.extend({ lastBefore: z.iso.datetime().nullable() })),
  made: z.array(monitorSchema),
});

const reportsSchema = z.strictObject({
  hosts: z.record(z.string(), z.strictObject({ receipt: receiptSchema, carried: z.enum(["yes", "no", "unknown"]) })),
});

/** Reads what became of plans. @param what - names the text in an error @throws CliError (exit 2) */
export function readReports(text: string, what: string): readonly CarriedReport[] {
  const result = reportsSchema.safeParse(parsed(text));
  if (!result.success) {
    const [issue] = result.error.issues;
    const where = what === "-" ? "The text on stdin" : what;
    const place = issue === undefined || issue.path.length === 0 ? "" : `: ${issue.path.join(".")} is missing or wrong`;
    throw usageError(`${where} holds no reports of plans${place}`, "see their form with: kuma agent confirm --help");
  }
  return Object.entries(result.data.hosts).map(([host, { receipt, carried }]) => {
    const awaited = receipt.awaited.map(({ lastBefore, ...monitor }) => {
      return { ...monitor, lastBefore: lastBefore === null ? undefined : new Date(lastBefore) };
    });
    return { host, carried, receipt: { ...receipt, awaited } };
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
