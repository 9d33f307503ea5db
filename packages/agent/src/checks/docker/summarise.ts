import type { CheckResult } from "../check.ts";

/** More are only counted in a message. */
const mostNamed = 5;

/** The findings on one container. */
export interface Finding {
  readonly status: "up" | "down" | "pending";
  readonly text: string;
  /** Of `pending`: it runs, and only its health is not known yet. */
  readonly runs?: boolean;
  /** For how long it has been so, in ms. */
  readonly sinceMs?: number | undefined;
}

function named(findings: readonly Finding[]): string {
  const more = findings.length - mostNamed;
  const texts = findings.slice(0, mostNamed).map(({ text }) => text);
  return texts.join("; ") + (more > 0 ? `; and ${more} more` : "");
}

/** All are DOWN from the first death on, and UP from when the last one came back. */
function sinceOf(findings: readonly Finding[], choose: (...values: number[]) => number): { sinceMs?: number } {
  const known = findings.flatMap(({ sinceMs }) => sinceMs ?? []);
  return known.length === 0 ? {} : { sinceMs: choose(...known) };
}

function runOf(findings: readonly Finding[]): Pick<CheckResult, "sinceMs" | "isRun"> {
  const since = sinceOf(findings, Math.min);
  return since.sinceMs === undefined ? since : { ...since, isRun: true };
}

/** One result of all findings: the culprits stand in the message. */
export function summarise(findings: readonly Finding[]): CheckResult {
  const down = findings.filter(({ status }) => status === "down");
  const pending = findings.filter(({ status }) => status === "pending");
  if (down.length > 0) {
    const of = findings.length > 1 ? `${down.length} of ${findings.length} containers: ` : "";
    return { status: "down", message: `${of}${named(down)}`, ...sinceOf(down, Math.max) };
  }
  // Nobody has seen run what is stopped or missing: nothing is known of it yet.
  const countsAsUp = pending.every(({ runs }) => runs === true);
  if (pending.length > 0) return { status: "pending", message: named(pending), countsAsUp };
  if (findings.length === 0) return { status: "up", message: "there is no container" };
  return {
    status: "up",
    message: findings.length === 1 ? named(findings) : `all ${findings.length} containers are as they should be`,
    ...runOf(findings),
  };
}
