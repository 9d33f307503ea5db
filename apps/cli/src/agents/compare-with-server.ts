import type { KumaClient } from "@kumakit/client";
import type { AgentReport, FoundAgent } from "@kumakit/provision/installed-agent";
import type { ServerView } from "@kumakit/provision";
import type * as zod from "zod";

import type { Zod } from "../contract/command-contract.ts";
import { findingLines } from "../doctor/describe-doctor.ts";
import { findingSchema, shownFinding } from "../doctor/doctor-report.ts";
import { EXIT } from "../exit-codes.ts";
import { describeFailure } from "../failure/describe-failure.ts";
import { indentedLines, markedLines } from "../output/marked-lines.ts";
import type { OutputStream } from "../output/theme.ts";

/** A server that an agent may be compared with, or the reason why there is none. */
export type ServerToCompare =
  | { readonly url: string; readonly view: ServerView }
  | { readonly url: string | null; readonly reason: string };

/** The comparison of an agent with the server, with `--json`. */
export const comparisonSchema = (z: Zod) =>
  z.strictObject({
    url: z.string().nullable().describe("The server in use; null when nobody is logged in to one."),
    reason: z.string().nullable().describe("Why nothing was compared; null when it was."),
    isComplete: z.boolean().describe("False without root, who alone may read the agent's tokens and config."),
    findings: z.array(findingSchema(z)),
  });

/** The comparison of an agent with the server. */
export type Comparison = zod.infer<ReturnType<typeof comparisonSchema>>;

/** Findings that a person may have wished: the agent is well all the same. */
const wished: ReadonlySet<string> = new Set(["nobody-alerted", "under-maintenance"]);

/** Looks at a server; one that cannot be asked does not make an agent fail. Never throws, but when `signal` aborts. */
export async function serverToCompare(
  url: string | undefined,
  connect: () => Promise<KumaClient>,
  signal: AbortSignal,
): Promise<ServerToCompare> {
  if (url === undefined) return { url: null, reason: "nobody is logged in to one (kuma login URL)" };
  try {
    const client = await connect();
    const { lookAtServer } = await import("../provision-work.ts");
    return { url, view: await lookAtServer(client) };
  } catch (error) {
    signal.throwIfAborted();
    const { message, hint, exit } = describeFailure(error);
    const why = message.replace(/\.$/, "");
    return { url, reason: exit === EXIT.auth && hint !== null ? `${why} (${hint})` : why };
  }
}

/** Compares an agent with the server: what keeps its monitors from hearing it, or from alerting in time and truly. */
export async function compareWithServer(
  server: ServerToCompare,
  agent: FoundAgent,
  report: AgentReport,
): Promise<Comparison> {
  const { url } = server;
  if ("reason" in server) return notCompared(url, server.reason);
  const { compareHost, isWhollyReadable, monitorsFindings, monitorsOfHost } = await import("../provision-work.ts");
  const { monitors, beatsOf } = server.view;
  const own = monitorsOfHost(agent, monitors);
  const isComplete = isWhollyReadable(agent);
  if (own.length === 0 && !isComplete)
    return notCompared(url, "root alone may read which monitors the agent reports to");
  const differences = compareHost(agent, { url: server.url, monitors, beatsOf }, report);
  const [other] = differences.filter(({ code }) => code === "other-server");
  if (other !== undefined) return notCompared(url, other.message);
  const settings = monitorsFindings(own, server.view)
    // How often the agent reports stands in its config; reports of before that was changed say something else.
    .filter(({ code }) => code !== "late-reports");
  const findings = [...differences, ...settings].map((found) => shownFinding(found));
  return {
    url,
    reason: null,
    isComplete,
    findings: findings.map((found) => (wished.has(found.code) ? { ...found, severity: "warning" } : found)),
  };
}

function notCompared(url: string | null, reason: string): Comparison {
  return { url, reason, isComplete: false, findings: [] };
}

/** The names of those whose monitor does not hear them, or not truly; undefined when there is none. */
export function misfits({ findings }: Comparison): readonly string[] | undefined {
  const names = findings.filter(({ severity }) => severity === "problem").map(({ name }) => name);
  return names.length === 0 ? undefined : [...new Set(names)];
}

/** The comparison of an agent with the server for people: one line when all fits, else each finding with its cure. */
export function describeComparison({ url, reason, isComplete, findings }: Comparison, stream: OutputStream): string {
  if (reason !== null) return indentedLines(`Not compared with the server: ${reason}.`, "", stream).join("\n");
  const but = isComplete ? "" : " Tokens and intervals were not: root alone may read them.";
  if (findings.length === 0)
    return markedLines("good", `Compared with ${url}: everything fits.${but}`, stream).join("\n");
  const head = indentedLines(`Compared with ${url}:${but}`, "", stream);
  return [...head, ...findings.flatMap((found) => findingLines(found, stream))].join("\n");
}
