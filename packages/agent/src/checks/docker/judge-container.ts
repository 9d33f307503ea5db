import { excerpt } from "../shared/excerpt.ts";
import { crashLoopRestarts, type CrashLoop } from "../shared/crash-loop.ts";
import type { ContainerState } from "./container-state.ts";

/** The history of a container. */
export interface ContainerHistory {
  readonly crashLoop: CrashLoop | undefined;
  /** It was restarted since the last look, after this exit code when that is known. */
  readonly diedWith?: number | undefined;
  readonly wasRestarted: boolean;
  /** Whether its last run ended as it was meant to. */
  readonly isRecycling?: boolean;
  /** How often it was restarted after such an end, within 5 min. */
  readonly recycled?: number;
}

/** The rules for a container. */
export interface ContainerRules {
  /** Whether one that ended is DOWN although its exit code is a right one. */
  readonly mustRun: boolean;
  /** Exit codes that are no failure. */
  readonly exitCodes: readonly number[];
}

/**
 * - `stopped`: it ended as one does that somebody stops, and may be about to come back;
 * - `starting`: its health is not known yet.
 */
export interface ContainerVerdict {
  readonly status: "up" | "down" | "stopped" | "starting";
  /** Begins with the container's name. */
  readonly text: string;
}

/** How `docker stop` and `docker restart` end a container: by itself, by SIGTERM, by SIGINT, or by SIGKILL after a while. */
const endsOfStop: ReadonlySet<number> = new Set([0, 130, 137, 143]);

const signals: Readonly<Record<number, string>> = {
  130: "SIGINT",
  134: "SIGABRT",
  137: "SIGKILL",
  139: "SIGSEGV",
  143: "SIGTERM",
};

function exitText(code: number): string {
  const signal = signals[code];
  return signal === undefined ? `exit code ${code}` : `exit code ${code}/${signal}`;
}

function endText({ exitCode, wasOutOfMemory, error }: ContainerState): string {
  const why = excerpt(error);
  return `${wasOutOfMemory ? "out of memory, " : ""}${exitText(exitCode)}${why === "" ? "" : `: ${why}`}`;
}

function judgeEnded(state: ContainerState, { mustRun, exitCodes }: ContainerRules): ContainerVerdict {
  const text = `${state.name} exited with ${endText(state)}`;
  const isRight = exitCodes.includes(state.exitCode) && !state.wasOutOfMemory;
  if (isRight && !mustRun) return { status: "up", text };
  return { status: endsOfStop.has(state.exitCode) && !state.wasOutOfMemory ? "stopped" : "down", text };
}

function judgeRunning({ name, health, healthOutput }: ContainerState, history: ContainerHistory): ContainerVerdict {
  if (history.crashLoop !== undefined) {
    const code = history.diedWith === undefined ? "" : `, last with ${exitText(history.diedWith)}`;
    return { status: "down", text: `${name} keeps dying: ${history.crashLoop.restarts} restarts in 5 min${code}` };
  }
  if (history.wasRestarted) {
    const code = history.diedWith === undefined ? "" : ` with ${exitText(history.diedWith)}`;
    return { status: "down", text: `${name} died${code} and was restarted` };
  }
  if (health === "unhealthy") {
    const said = excerpt(healthOutput);
    return { status: "down", text: `${name} is unhealthy${said === "" ? "" : `: "${said}"`}` };
  }
  if (health === "starting") return { status: "starting", text: `${name} is starting, its health is not known yet` };
  const { recycled = 0 } = history;
  const note = recycled < crashLoopRestarts ? "" : `; it ended by itself and was restarted ${recycled} times in 5 min`;
  return { status: "up", text: `${name} is ${health === "healthy" ? "healthy" : "running"}${note}` };
}

/** An engine waits the longer with the next start the shorter the runs are. */
function judgeRestarting(state: ContainerState, { isRecycling = false }: ContainerHistory): ContainerVerdict {
  return isRecycling
    ? { status: "stopped", text: `${state.name} ended and waits for its next start` }
    : { status: "down", text: `${state.name} died with ${endText(state)} and is being restarted` };
}

/**
 * Judges one container.
 *
 * @param state - as the engine reports it
 * @param history - what happened before
 * @param rules - what is asked of it
 */
export function judgeContainer(
  state: ContainerState,
  history: ContainerHistory,
  rules: ContainerRules,
): ContainerVerdict {
  const { name, status } = state;
  switch (status) {
    case "running":
      return judgeRunning(state, history);
    case "exited":
    case "stopped":
      return history.crashLoop === undefined
        ? judgeEnded(state, rules)
        : judgeRunning(state, { ...history, diedWith: state.exitCode });
    case "restarting":
      return judgeRestarting(state, history);
    case "created":
    case "configured":
    case "initialized":
      return { status: rules.mustRun ? "stopped" : "up", text: `${name} was created, but never started` };
    case "stopping":
    case "removing":
      return { status: "stopped", text: `${name} is ${status}` };
    default:
      return { status: "down", text: `${name} is ${status}` };
  }
}
