import { findingLines } from "../doctor/describe-doctor.ts";
import { indentedLines, markedLines } from "../output/marked-lines.ts";
import type { OutputStream } from "../output/theme.ts";
import type { Comparison } from "./compare-with-server.ts";

/** The comparison of an agent with the server for people: one line when all fits, else each finding with its cure. */
export function describeComparison({ url, reason, isComplete, findings }: Comparison, stream: OutputStream): string {
  if (reason !== null) return indentedLines(`Not compared with the server: ${reason}.`, "", stream).join("\n");
  const but = isComplete ? "" : " Tokens and intervals were not: root alone may read them.";
  if (findings.length === 0)
    return markedLines("good", `Compared with ${url}: everything fits.${but}`, stream).join("\n");
  const head = indentedLines(`Compared with ${url}:${but}`, "", stream);
  return [...head, ...findings.flatMap((found) => findingLines(found, stream))].join("\n");
}
