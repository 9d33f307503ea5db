import type { Logger } from "../logger.ts";
import type { UnitScope, UnitStateSource } from "../systemd/unit-state.ts";

/** The result of a look. An expected trouble is a result, never an exception. */
export interface CheckResult {
  /**
   * - `up`, `down`: it is known how things are;
   * - `pending`: a change is under way; what was known before still counts;
   * - `noData`: the check could not look, which says nothing of the thing itself.
   */
  readonly status: "up" | "down" | "pending" | "noData";
  /** One line for people: what and why. */
  readonly message: string;
  /** Of `pending`: the server takes it as UP until more is known, so that a host which boots raises no alarm. */
  readonly countsAsUp?: boolean;
  /** Of `up` and `down`: for how long it has been so already, in ms, where that is known. */
  readonly sinceMs?: number;
  /** Of `up`: whether it is a run, which goes down with the host. */
  readonly isRun?: boolean;
  /** How long the check or the thing itself took, in ms; goes out as the heartbeat's ping. */
  readonly durationMs?: number;
}

/** The parts of the agent that a check may use. */
export interface CheckContext {
  /** The units of a service manager; opened when first asked for, closed by the agent. */
  readonly units: (scope: UnitScope) => UnitStateSource;
  /** While the host boots: until when something that has not failed is waited for, monotonic ms. */
  readonly bootGraceUntil: number;
  /** The folder that file names in the config are relative to. */
  readonly configFolder: string;
  /** Hands over a result that nobody asked for, because something has happened. */
  readonly report: (result: CheckResult) => void;
  /** Where the check may say what works less well than it should; nowhere when left out. */
  readonly logger?: Logger;
  /** Makes a text fit to leave the host: one line, without secrets. All messages are made so; this is for parts of them. */
  readonly clean?: (text: string) => string;
  /** Ends when the check is not wanted any more; all that it started ends with it. Made when it is first asked for. */
  readonly signal: AbortSignal;
  /** Has a listener called then. It takes less than a signal does, on a host with hundreds of units. */
  readonly onEnd: (listener: () => void) => void;
}

/** A check at work. */
export interface Check {
  /** How long one look may take, in ms; beyond it the agent counts as stuck. */
  readonly longestLookMs: number;
  /** Looks now; with a promise when that takes time. An expected trouble is a result; it rejects only for a bug. */
  look(): CheckResult | Promise<CheckResult>;
}

/** Starts a check by its settings, which are complete: each setting with a default has a value. */
export type StartCheck<Settings> = (settings: Settings, context: CheckContext) => Check;

/**
 * Says how a check type starts. The agent that runs for months loads this code alone, and only of the types that its
 * config names. So a `start.ts` must not load the settings: they need zod. It imports their type alone.
 *
 * @example
 * ```ts
 * export const startDisk = defineCheck<typeof diskCheck>(({ paths }, { signal }) => ({
 *   longestLookMs: 20_000,
 *   look: () => lookAt(paths, signal),
 * }));
 * ```
 */
export function defineCheck<Type extends { readonly settings: { readonly _output: unknown } }>(
  start: StartCheck<Type["settings"]["_output"]>,
): StartCheck<Type["settings"]["_output"]> {
  return start;
}
