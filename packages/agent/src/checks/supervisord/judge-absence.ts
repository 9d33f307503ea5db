import type { CheckResult } from "../check.ts";
import type { SupervisorError, SupervisorErrorKind } from "./supervisor-error.ts";

/** How long supervisord may take to end its programs before it ends itself, or to answer, in ms. */
const shutdownLimitMs = 30_000;
const muteLimitMs = 10_000;

/** Since when supervisord does not answer; undefined while it does. */
export interface Absence {
  readonly kind: SupervisorErrorKind;
  /** Since when for this reason; monotonic ms. */
  readonly since: number;
}

/** The input of a judgement of an absence. */
export interface AbsenceOptions {
  readonly now: number;
  /** How long a supervisord that was stopped may stay away, in ms. */
  readonly downAfterMs: number;
}

function limitMs(kind: SupervisorErrorKind, { downAfterMs }: AbsenceOptions): number {
  switch (kind) {
    case "stopped":
      return downAfterMs;
    case "shuttingDown":
      return shutdownLimitMs;
    case "mute":
      return muteLimitMs;
    default:
      return 0;
  }
}

/**
 * Judges that supervisord did not answer. Pure.
 *
 * @param error - why
 * @param before - what the last judgement said to remember
 * @param options - the present time and the patience
 */
export function judgeAbsence(
  { kind, message }: SupervisorError,
  before: Absence | undefined,
  options: AbsenceOptions,
): { readonly result: CheckResult; readonly absence: Absence } {
  const absence: Absence = before?.kind === kind ? before : { kind, since: options.now };
  if (kind === "refused") return { result: { status: "noData", message }, absence };
  const lasts = options.now - absence.since >= limitMs(kind, options);
  return { result: { status: lasts ? "down" : "pending", message }, absence };
}
