/** Properties of systemd that differ from those of a service that runs. */
export type Properties = Readonly<Record<string, string>>;

/** One look at a unit, and its meaning to the agent and to the script alike. */
export interface UnitLook {
  /** In s. */
  readonly at: number;
  readonly properties: Properties;
  readonly status: "up" | "down" | "pending";
  readonly message: string;
  /** For how long it has been so, in s, where systemd says it: an outage counts from the death. */
  readonly since?: number;
  /** The units that start it when it is needed. */
  readonly triggers?: Triggers;
}

/** Properties of units by their names. */
export type Triggers = Readonly<Record<string, Properties>>;

/** Looks at one unit, one after the other. A service may be stopped for 5 s. */
export interface UnitCase {
  readonly name: string;
  /** How long a oneshot may be at work, in s. */
  readonly maxRuntime?: number;
  readonly looks: readonly UnitLook[];
}

export const dead = { ActiveState: "inactive", SubState: "dead" };
export const crashed = {
  ActiveState: "failed",
  SubState: "failed",
  Result: "exit-code",
  ExecMainCode: "1",
  ExecMainStatus: "7",
};
export const starting = { ActiveState: "activating", SubState: "start", Type: "notify" };
export const restarting = { ...crashed, ActiveState: "activating", SubState: "auto-restart" };

export const runs = ["up", "a.service is running (active/running)"] as const;
export const hasFailed = "a.service failed: exit code 7";
export const stopped = "a.service is not running (inactive/dead)";

/** A run that systemd has started by itself. */
export function alive(count: number, from: number): Properties {
  return { NRestarts: String(count), ActiveEnterTimestampMonotonic: String(from * 1e6) };
}

export function ended(count: number, from: number, to: number): Properties {
  return {
    NRestarts: String(count),
    ActiveState: "activating",
    SubState: "auto-restart",
    ExecMainStartTimestampMonotonic: String(from * 1e6),
    ExecMainExitTimestampMonotonic: String(to * 1e6),
  };
}

export const run = (id: string): Properties => ({ InvocationID: id });

/** Ended without a failure, and waits for its next start. */
export function recycling(count: number, from: number, to: number): Properties {
  return { ...ended(count, from, to), ExecMainCode: "1" };
}

/** Failed, and waits for its next start. */
export function dying(count: number, from: number, to: number): Properties {
  return { ...crashed, ...ended(count, from, to) };
}

export const recycles = "a.service ended and waits for its next start (activating/auto-restart)";

export type Row = readonly [
  at: number,
  properties: Properties,
  status: UnitLook["status"],
  message: string,
  since?: number | undefined,
  triggers?: Triggers,
];

/** Times of systemd, given in s. */
export function times(seconds: Readonly<Record<string, number>>): Properties {
  return Object.fromEntries(
    Object.entries(seconds).map(([name, when]) => [`${name}TimestampMonotonic`, String(when * 1e6)]),
  );
}

export const slowStart = { ...starting, TimeoutStartUSec: "3min" };
export const slowStop = {
  ActiveState: "deactivating",
  SubState: "stop-sigterm",
  TimeoutStopUSec: "1min 30s",
  Job: "7",
};
export const isStarting = "a.service is starting (activating/start)";
export const isStopping = "a.service is stopping (deactivating/stop-sigterm)";

/** An init script: systemd knows no main process, and has it active whatever becomes of its daemon. */
export const initScript = { Type: "forking", ActiveEnterTimestampMonotonic: "5000000" };
export const exited = { ...initScript, SubState: "exited" };
export const lost = "a.service is not running: its processes are gone (active/exited)";
export const finished = "a.service has finished and stays active (active/exited)";

export const idle = { ...dead, TriggeredBy: "a.socket" };
export const byTimer = { ...dead, TriggeredBy: String.raw`a.path "b\\x2d.timer"` };
export const timer = String.raw`b\x2d.timer`;
export const listening = { "a.socket": { SubState: "listening" } };
export const deaf = { "a.socket": dead };
export const waiting = { "a.path": dead, [timer]: { SubState: "waiting" } };

export const working = { ...starting, Type: "oneshot" };
export const isAtWork = "a.service is at work (activating/start)";
