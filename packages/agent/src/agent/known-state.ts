import type { CheckResult } from "../checks/check.ts";
import type { OutageMemory } from "./outage-memory.ts";
import type { Beat } from "../push/push-client.ts";

/** The known state of the thing that a check looks at. */
export interface Known {
  readonly status: Beat["status"];
  readonly message: string;
  /** Since when it is so; monotonic ms. */
  readonly since: number;
  readonly ping?: number;
}

/** How a result came. */
export interface Taking {
  /** Monotonic ms. */
  readonly now: number;
  /** A tick is the time of a look, and a beat that of a heartbeat as well. */
  readonly from: "beat" | "tick" | "event";
  /** For how long it has been so already, in ms, where the check knows it. */
  readonly sinceMs?: number | undefined;
  /** Whether it is a run, which goes down with the host. */
  readonly isRun?: boolean | undefined;
}

/** The last message of a check to the server. */
export type LastWord = Pick<Beat, "status" | "message">;

/** The state of a check before a result, and the outages that are remembered. */
export interface Before {
  readonly before: Known | undefined;
  /** The check's name. */
  readonly name: string;
  readonly outages: Pick<OutageMemory, "noteDown" | "noteUp">;
}

/** Things are noticed later than they happen. @returns monotonic ms */
function beganAt({ now, sinceMs = 0 }: Taking, before: Known | undefined): number {
  const at = now - sinceMs;
  // It cannot have begun before what it ends: a container may be healthy again that has run all the while.
  return before !== undefined && at < before.since ? now : at;
}

/**
 * Since when things are as a result says, and how long the outage lasted that it ends; an outage that begins is
 * remembered.
 *
 * @returns `since` in monotonic ms; `lastedMs` only when an outage ends
 */
export function changeOf(
  { status }: Pick<Beat, "status">,
  taking: Taking,
  { before, name, outages }: Before,
): { readonly since: number; readonly lastedMs?: number | undefined } {
  if (before?.status === status) return { since: before.since };
  const since = beganAt(taking, before);
  if (status === "down") return { since: taking.now - outages.noteDown(name, taking.now - since) };
  const remembered = outages.noteUp(name, taking.sinceMs);
  // Nobody puts back the monotonic clock, which counts where the agent has seen the outage begin.
  return { since, lastedMs: before === undefined ? remembered : since - before.since };
}

/** How long the look or the thing itself took, as the ping of a beat, in whole ms. */
export function pingOf({ durationMs }: CheckResult): { ping?: number } {
  return durationMs === undefined ? {} : { ping: Math.max(1, Math.round(durationMs)) };
}
