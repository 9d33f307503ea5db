import { type XmlRpcValue, XmlRpcSyntaxError } from "./xml-rpc.ts";

/** The states of a program, by supervisord's own numbers (its states.py). */
const stateNames: ReadonlyMap<number, ProgramStateName> = new Map([
  [0, "STOPPED"],
  [10, "STARTING"],
  [20, "RUNNING"],
  [30, "BACKOFF"],
  [40, "STOPPING"],
  [100, "EXITED"],
  [200, "FATAL"],
  [1000, "UNKNOWN"],
]);

/** How supervisord calls a state. */
export type ProgramStateName =
  | "STOPPED"
  | "STARTING"
  | "RUNNING"
  | "BACKOFF"
  | "STOPPING"
  | "EXITED"
  | "FATAL"
  | "UNKNOWN";

/** The facts on one program in supervisord's answer. */
export interface ProgramState {
  /** As supervisorctl calls it: `group:name`, or `name` when its group is called the same. */
  readonly id: string;
  readonly name: string;
  readonly group: string;
  readonly state: ProgramStateName;
  /** When it was last started, in s; 0 when never. */
  readonly start: number;
  /** When its last run ended, in s; 0 or undefined when none has. */
  readonly stop?: number;
  /** 0 when it does not run. */
  readonly pid: number;
  /** -1 when a signal ended it; 0 also when there is none. */
  readonly exitStatus: number;
  /** Why it could not be started, or that its exit was not expected (`Bad exit code 7`); else empty. */
  readonly spawnError: string;
}

function programOf(value: XmlRpcValue): ProgramState {
  const info = (typeof value === "object" && value !== null ? value : {}) as Record<string, XmlRpcValue>;
  const { name, group, state } = info;
  if (typeof name !== "string" || typeof group !== "string" || typeof state !== "number") {
    throw new XmlRpcSyntaxError("a program has no name, group or state");
  }
  const number = (key: string): number => (typeof info[key] === "number" ? info[key] : 0);
  return {
    id: name === group ? name : `${group}:${name}`,
    name,
    group,
    state: stateNames.get(state) ?? "UNKNOWN",
    start: number("start"),
    stop: number("stop"),
    pid: number("pid"),
    exitStatus: number("exitstatus"),
    spawnError: typeof info["spawnerr"] === "string" ? info["spawnerr"] : "",
  };
}

/**
 * The programs in a reply to `supervisor.getAllProcessInfo`.
 *
 * @throws {@link XmlRpcSyntaxError} when it is not such a reply
 */
export function programsOf(value: XmlRpcValue): readonly ProgramState[] {
  if (!Array.isArray(value)) throw new XmlRpcSyntaxError("the programs are no list");
  return (value as readonly XmlRpcValue[]).map(programOf);
}

/** Whether a program ended in a way that its `exitcodes` do not have. The reply says so only in this way. */
export function hasExitedUnexpectedly({ state, spawnError }: ProgramState): boolean {
  return state === "EXITED" && spawnError !== "";
}
