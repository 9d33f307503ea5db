import type { CheckResult } from "../check.ts";

/** More are only counted in a message. */
const mostNamed = 5;

/** What was found of one container. */
export interface Finding {
  readonly status: "up" | "down" | "pending";
  readonly text: string;
}

function named(findings: readonly Finding[]): string {
  const more = findings.length - mostNamed;
  const texts = findings.slice(0, mostNamed).map(({ text }) => text);
  return texts.join("; ") + (more > 0 ? `; and ${more} more` : "");
}

/** One result of all findings: the culprits stand in the message. */
export function summarise(findings: readonly Finding[]): CheckResult {
  const down = findings.filter(({ status }) => status === "down");
  const pending = findings.filter(({ status }) => status === "pending");
  if (down.length > 0) {
    const of = findings.length > 1 ? `${down.length} of ${findings.length} containers: ` : "";
    return { status: "down", message: `${of}${named(down)}` };
  }
  if (pending.length > 0) return { status: "pending", message: named(pending), countsAsUp: true };
  if (findings.length === 0) return { status: "up", message: "there is no container" };
  return {
    status: "up",
    message: findings.length === 1 ? named(findings) : `all ${findings.length} containers are as they should be`,
  };
}
