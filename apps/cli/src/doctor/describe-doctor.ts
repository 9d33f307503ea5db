import { indentedLines, markedLines, type Mark } from "../output/marked-lines.ts";
import { styled, type OutputStream } from "../output/theme.ts";
import type { DoctorReport, ShownFinding } from "./doctor-report.ts";

/** So many findings of one kind are shown; the others are counted. */
const mostOfAKind = 5;

/** The text of `kuma doctor`: what was looked at, and each finding with its cure. */
export function describeDoctor({ server, hosts, findings }: DoctorReport, stream: OutputStream): string {
  const lines: string[] = [];
  const isBad = (name: string): boolean =>
    findings.some((found) => found.name === name && found.severity === "problem");
  if (server !== null && server.failure === null)
    lines.push(...markedLines("good", `${server.url}: ${serverText(server)}`, stream));
  for (const { host, version, checks } of hosts) {
    if (checks === null || isBad(host)) continue;
    const agent = version === null ? "an agent" : `the agent ${version}`;
    lines.push(...markedLines("good", `${host}: ${agent} with ${counted(checks, "check")}`, stream));
  }
  for (const [shown, more] of kinds(findings)) {
    lines.push(...shown.flatMap((found) => findingLines(found, stream)));
    if (more > 0) lines.push(...indentedLines(`and ${more} more of this kind: kuma doctor --json`, "  ", stream));
  }
  return [...lines, "", styled("faint", verdict(findings), stream)].join("\n");
}

function serverText({ version, reached, monitors, channels }: NonNullable<DoctorReport["server"]>): string {
  const took = reached.http === null ? "" : `, reached in ${reached.http} ms`;
  return `Uptime Kuma ${version ?? ""}${took}, ${counted(monitors ?? 0, "monitor")}, ${counted(channels ?? 0, "notification")}`;
}

/** The findings by their kinds, the problems first, and how many of each are left out. */
function kinds(findings: readonly ShownFinding[]): readonly (readonly [readonly ShownFinding[], number])[] {
  const groups = new Map<string, ShownFinding[]>();
  for (const severity of ["problem", "warning"])
    for (const found of findings.filter((one) => one.severity === severity)) {
      const key = `${severity} ${found.code}`;
      groups.set(key, [...(groups.get(key) ?? []), found]);
    }
  return [...groups.values()].map((all) => [all.slice(0, mostOfAKind), Math.max(0, all.length - mostOfAKind)]);
}

/** The lines of a finding, with its cure. */
export function findingLines({ name, message, cure, ...found }: ShownFinding, stream: OutputStream): readonly string[] {
  if (found.mended) return markedLines("good", `${name}: mended: ${message}`, stream);
  return [...markedLines(markOf(found), `${name}: ${message}`, stream), ...indentedLines(cure, "    ", stream)];
}

function markOf({ severity }: Pick<ShownFinding, "severity">): Mark {
  return severity === "problem" ? "bad" : "warning";
}

function verdict(findings: readonly ShownFinding[]): string {
  const open = findings.filter(({ mended }) => !mended);
  const problems = open.filter(({ severity }) => severity === "problem").length;
  const warnings = open.length - problems;
  if (open.length === 0) return "Nothing is wrong. Whether a message arrives: kuma verify --all --ack.";
  const parts = [
    ...(problems > 0 ? [counted(problems, "problem")] : []),
    ...(warnings > 0 ? [counted(warnings, "warning")] : []),
  ];
  return `${parts.join(", ")}.`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
