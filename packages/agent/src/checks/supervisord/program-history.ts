import type { RestartCounts } from "../shared/crash-loop.ts";
import type { RunBefore } from "../shared/steady.ts";
import type { ProgramEnd } from "./last-end.ts";
import type { ProgramState } from "./program-state.ts";

/** A run of a program, and what was before it. */
export interface ProgramRun extends RunBefore {
  /** Since when it was seen; monotonic ms. */
  readonly since: number;
}

/** The memory of a program between two looks. */
export interface ProgramHistory {
  readonly known: "nothing" | "up" | "down";
  /** Why it is DOWN. */
  readonly reason?: string;
  /** As it was at the last look; undefined when supervisord was away meanwhile. */
  readonly last?: ProgramState;
  /** Since when it is in this state, or since its first BACKOFF; monotonic ms. */
  readonly phase?: { readonly name: string; readonly since: number };
  /** The present run, or the last one. */
  readonly run?: ProgramRun;
  /** How often it came back after it had died. */
  readonly deaths: number;
  readonly restarts: RestartCounts;
}

/** The history of a program that was never looked at. */
export const noProgramHistory: ProgramHistory = { known: "nothing", deaths: 0, restarts: [] };

/** A program as it is now, and what else is known. */
export interface ProgramSighting {
  readonly program: ProgramState;
  readonly now: number;
  /** How its last run ended, when supervisord's log was asked for it. */
  readonly end?: ProgramEnd | undefined;
}
