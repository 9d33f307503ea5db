import type { CheckResult } from "../check.ts";
import type { ChosenPrograms } from "./choose-programs.ts";
import { describeCulprits, describeMissing, describeWell } from "./describe-program.ts";
import { judgeProgram, type ProgramPatience } from "./judge-program.ts";
import { noProgramHistory, type ProgramHistory } from "./program-history.ts";
import type { ProgramEnd } from "./last-end.ts";
import type { ProgramState } from "./program-state.ts";

/** The memory of all programs between two looks. */
export interface ProgramsHistory {
  /** By the program's id. */
  readonly programs: ReadonlyMap<string, ProgramHistory>;
  /** Since when a name is not known to supervisord; monotonic ms. */
  readonly missing: ReadonlyMap<string, number>;
  /** Whether there was a look before. */
  readonly wasSeen: boolean;
}

/** The history before the first look. */
export const noProgramsHistory: ProgramsHistory = { programs: new Map(), missing: new Map(), wasSeen: false };

/** The findings of one look. */
export interface ProgramsSighting {
  readonly chosen: ChosenPrograms;
  readonly now: number;
  /** The wall clock, in ms; supervisord's times are by it. No result says since when it is so when left out. */
  readonly wallMs?: number;
  /** How last runs ended, by the program's id, as far as it was asked for. */
  readonly ends: ReadonlyMap<string, ProgramEnd>;
}

/**
 * The memory over an absence of supervisord: the runs after it are others.
 *
 * @param history - from before
 * @param wasTold - whether the absence was reported as DOWN: then nothing is well until it is seen to be
 */
export function forgetRuns(history: ProgramsHistory, wasTold: boolean): ProgramsHistory {
  const programs = [...history.programs].map(([id, before]): [string, ProgramHistory] => {
    const { last: _last, phase: _phase, run: _run, ...kept } = before;
    return [id, wasTold ? { ...kept, known: "nothing" } : kept];
  });
  return { ...history, programs: new Map(programs), missing: new Map() };
}

/** For how long a program has been so, in ms. */
function sinceWhen({ start, stop = 0, pid }: ProgramState, wallMs: number): number | undefined {
  const at = (pid === 0 ? stop : start) * 1000;
  return at > 0 && at <= wallMs ? wallMs - at : undefined;
}

/** All are DOWN from the first death on, and UP from when the last one came back. */
function sinceOf(
  programs: readonly ProgramHistory[],
  status: CheckResult["status"],
  wallMs = 0,
): Pick<CheckResult, "sinceMs" | "isRun"> {
  const those = programs.filter(({ known }) => known === status);
  const known = those.flatMap(({ last }) => (last === undefined ? [] : (sinceWhen(last, wallMs) ?? [])));
  if (known.length === 0) return {};
  return status === "down" ? { sinceMs: Math.max(...known) } : { sinceMs: Math.min(...known), isRun: true };
}

function aggregate(culprits: readonly string[], isUnsure: boolean, chosen: ChosenPrograms): CheckResult {
  const total = chosen.programs.length + chosen.missing.length;
  if (culprits.length > 0) return { status: "down", message: describeCulprits(culprits, total) };
  return { status: isUnsure ? "pending" : "up", message: describeWell(chosen.programs) };
}

/**
 * Judges all programs that a check looks at. Pure.
 *
 * @param sighting - how they are now
 * @param history - what the last judgement said to remember; {@link noProgramsHistory} at first
 * @param patience - how long a program may be neither well nor lost
 */
export function judgePrograms(
  { chosen, now, wallMs, ends }: ProgramsSighting,
  history: ProgramsHistory,
  patience: ProgramPatience,
): { readonly result: CheckResult; readonly history: ProgramsHistory } {
  const programs = new Map(
    chosen.programs.map((program): [string, ProgramHistory] => {
      const before = history.programs.get(program.id) ?? noProgramHistory;
      return [program.id, judgeProgram({ program, now, end: ends.get(program.id) }, before, patience)];
    }),
  );
  const missing = new Map(chosen.missing.map(({ name }) => [name, history.missing.get(name) ?? now]));
  const lost = chosen.missing.filter(
    ({ name }) => !history.wasSeen || now - (missing.get(name) ?? now) >= patience.downAfterMs,
  );
  const down = [...programs.values()].flatMap(({ known, reason }) => (known === "down" ? [reason ?? ""] : []));
  const culprits = [...down, ...lost.map(({ name, hint }) => describeMissing(name, hint))];
  const isUnsure = [...programs.values()].some(({ known }) => known === "nothing") || lost.length < missing.size;
  const result = aggregate(culprits, isUnsure, chosen);
  const since = sinceOf([...programs.values()], result.status, wallMs);
  return { result: { ...result, ...since }, history: { programs, missing, wasSeen: true } };
}
