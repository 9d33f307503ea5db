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
}

/** Looks at one unit, one after the other. A service may be stopped for 5 s. */
export interface UnitCase {
  readonly name: string;
  readonly looks: readonly UnitLook[];
}

const dead = { ActiveState: "inactive", SubState: "dead" };
const crashed = {
  ActiveState: "failed",
  SubState: "failed",
  Result: "exit-code",
  ExecMainCode: "1",
  ExecMainStatus: "7",
};
const starting = { ActiveState: "activating", SubState: "start", Type: "notify" };
const restarting = { ...crashed, ActiveState: "activating", SubState: "auto-restart" };

const runs = ["up", "a.service is running (active/running)"] as const;
const hasFailed = "a.service failed: exit code 7";
const stopped = "a.service is not running (inactive/dead)";

/** A run that systemd has started by itself. */
function alive(count: number, from: number): Properties {
  return { NRestarts: String(count), ActiveEnterTimestampMonotonic: String(from * 1e6) };
}

function ended(count: number, from: number, to: number): Properties {
  return {
    NRestarts: String(count),
    ActiveState: "activating",
    SubState: "auto-restart",
    ExecMainStartTimestampMonotonic: String(from * 1e6),
    ExecMainExitTimestampMonotonic: String(to * 1e6),
  };
}

/** Ended without a failure, and waits for its next start. */
function recycling(count: number, from: number, to: number): Properties {
  return { ...ended(count, from, to), ExecMainCode: "1" };
}

/** Failed, and waits for its next start. */
function dying(count: number, from: number, to: number): Properties {
  return { ...crashed, ...ended(count, from, to) };
}

const recycles = "a.service ended and waits for its next start (activating/auto-restart)";

type Row = readonly [at: number, properties: Properties, status: UnitLook["status"], message: string, since?: number];

/** Times of systemd, given in s. */
function times(seconds: Readonly<Record<"ActiveEnter" | "ActiveExit" | "InactiveEnter", number>>): Properties {
  return Object.fromEntries(
    Object.entries(seconds).map(([name, when]) => [`${name}TimestampMonotonic`, String(when * 1e6)]),
  );
}

const rows: Readonly<Record<string, readonly Row[]>> = {
  "runs all the while": [
    [10, {}, ...runs],
    [38, {}, ...runs],
  ],
  "was never seen to run": [
    [10, dead, "pending", stopped],
    [14.9, dead, "pending", stopped],
    [15, dead, "down", stopped, 5],
  ],
  "a restart during which the looking began": [
    [10, { ...dead, ...times({ ActiveEnter: 1, ActiveExit: 9, InactiveEnter: 9 }) }, "pending", stopped],
    [12, { ...times({ ActiveEnter: 12, ActiveExit: 9, InactiveEnter: 9 }) }, ...runs, 0],
  ],
  "cannot be started: there is no restart to wait for": [
    [10, { ...dead, LoadState: "not-found" }, "down", "a.service was not found on this host"],
  ],
  "an outage counts from the death to the start, not from the looks": [
    [10, {}, ...runs],
    [20, { ...dead, ...times({ ActiveEnter: 1, ActiveExit: 16.5, InactiveEnter: 17 }) }, "pending", stopped],
    [25, { ...dead, ...times({ ActiveEnter: 1, ActiveExit: 16.5, InactiveEnter: 17 }) }, "down", stopped, 8.5],
    [29.5, { ...times({ ActiveEnter: 29, ActiveExit: 16.5, InactiveEnter: 17 }) }, "pending", runs[1]],
    [34, { ...times({ ActiveEnter: 29, ActiveExit: 16.5, InactiveEnter: 17 }) }, ...runs, 5],
  ],
  "an outage that began before the first look": [
    [500, { ...crashed, ...times({ ActiveEnter: 1, ActiveExit: 100, InactiveEnter: 101 }) }, "down", hasFailed, 400],
    [599.5, { ...times({ ActiveEnter: 599, ActiveExit: 100, InactiveEnter: 101 }) }, "pending", runs[1]],
    [610, { ...times({ ActiveEnter: 599, ActiveExit: 100, InactiveEnter: 101 }) }, ...runs, 11],
  ],
  "a failed start at boot": [
    [70, { ...crashed, ...times({ ActiveEnter: 0, ActiveExit: 0, InactiveEnter: 60 }) }, "down", hasFailed, 10],
  ],
  "a oneshot that fails is DOWN since its end": [
    [
      50,
      { ...crashed, Type: "oneshot", ...times({ ActiveEnter: 0, ActiveExit: 0, InactiveEnter: 40 }) },
      "down",
      hasFailed,
      10,
    ],
  ],
  "a host that has run for weeks": [
    [4_000_010.25, {}, ...runs],
    [4_000_012.5, dead, "pending", stopped],
    [4_000_017.25, dead, "pending", stopped],
    [4_000_017.5, dead, "down", stopped, 5],
  ],
  "a clean stop is DOWN after downAfter": [
    [10, {}, ...runs],
    [12, dead, "pending", stopped],
    [16, dead, "pending", stopped],
    [17, dead, "down", stopped, 5],
  ],
  "a restart within downAfter": [
    [10, {}, ...runs],
    [12, dead, "pending", stopped],
    [14, {}, ...runs],
  ],
  "a failure is DOWN at once, and UP again when it has run for 1 s": [
    [10, {}, ...runs],
    [11, crashed, "down", hasFailed],
    [20, {}, "pending", runs[1]],
    [21, {}, ...runs, 1],
  ],
  "a start that takes longer than 10 s": [
    [10, {}, ...runs],
    [11, starting, "pending", "a.service is starting (activating/start)"],
    [20, starting, "pending", "a.service is starting (activating/start)"],
    [21, starting, "down", "a.service is starting (activating/start) for 10 s", 10],
  ],
  "a start after a failure keeps the reason": [
    [10, crashed, "down", hasFailed],
    [12, starting, "pending", "a.service is starting (activating/start)"],
  ],
  "the third restart within 5 min is a crash loop": [
    [10, {}, ...runs],
    [
      20,
      { ...restarting, NRestarts: "1" },
      "down",
      "a.service failed: exit code 7 after 1 restart, waiting for its next start",
    ],
    [30, { NRestarts: "3" }, "down", "a.service is in a crash loop: 3 restarts within 5 min"],
  ],
  "a worker that ends by itself every 20 s does not loop": [
    [10, {}, ...runs],
    [30, recycling(0, 10, 30), "pending", recycles],
    [30.2, { NRestarts: "1" }, ...runs],
    [50, recycling(1, 30, 50), "pending", recycles],
    [50.2, { NRestarts: "2" }, ...runs],
    [70, recycling(2, 50, 70), "pending", recycles],
    [70.2, { NRestarts: "3" }, "up", `${runs[1]}; it ended by itself and was restarted 3 times within 5 min`],
  ],
  "nor when nobody sees how its runs end": [
    [10, { Restart: "always" }, ...runs],
    [
      70,
      { Restart: "always", NRestarts: "3" },
      "up",
      `${runs[1]}; it ended by itself and was restarted 3 times within 5 min`,
    ],
  ],
  "runs of which nobody sees the end are failures where only a failure leads to a restart": [
    [10, { Restart: "on-failure" }, ...runs],
    [70, { Restart: "on-failure", NRestarts: "3" }, "down", "a.service is in a crash loop: 3 restarts within 5 min"],
  ],
  "one that ends at once, again and again, is a crash loop whatever its exit code": [
    [10, {}, ...runs],
    [10.2, recycling(0, 10, 10.2), "pending", recycles],
    [15.2, { NRestarts: "1" }, ...runs],
    [15.4, recycling(1, 15.2, 15.4), "pending", recycles],
    [20.2, { NRestarts: "2" }, ...runs],
    [20.4, recycling(2, 20.2, 20.4), "pending", recycles],
    [25.2, { NRestarts: "3" }, "down", "a.service is in a crash loop: 3 restarts within 5 min"],
  ],
  "a unit that lives 4 s and fails, again and again, is one outage": [
    [10, {}, ...runs],
    [14, dying(0, 10, 14), "down", `${hasFailed}, waiting for its next start`],
    [14.2, alive(1, 14.2), "pending", runs[1]],
    [18, alive(1, 14.2), "pending", runs[1]],
    [18.2, dying(1, 14.2, 18.2), "down", `${hasFailed} after 1 restart, waiting for its next start`],
    [18.4, alive(2, 18.4), "pending", runs[1]],
    [22.4, dying(2, 18.4, 22.4), "down", `${hasFailed} after 2 restarts, waiting for its next start`],
    [22.6, alive(3, 22.6), "down", "a.service is in a crash loop: 3 restarts within 5 min"],
  ],
  "the restart that helps is UP when it has lasted longer than the run that failed": [
    [10, {}, ...runs],
    [14, dying(0, 10, 14), "down", `${hasFailed}, waiting for its next start`],
    [20, alive(1, 14.2), "pending", runs[1]],
    [20.25, alive(1, 14.2), ...runs, 6.05],
  ],
  "runs that last longer have to last longer": [
    [10, {}, ...runs],
    [50, dying(0, 10, 50), "down", `${hasFailed}, waiting for its next start`],
    [100, alive(1, 50.2), "pending", runs[1]],
    [102, alive(1, 50.2), ...runs, 51.8],
  ],
  "a unit that loops already at the first look is not UP": [
    [100, alive(57, 98), "pending", runs[1]],
    [102, dying(57, 98, 102), "down", `${hasFailed} after 57 restarts, waiting for its next start`],
  ],
  "a worker that recycles already at the first look is UP with its next run": [
    [100, alive(57, 98), "pending", runs[1]],
    [103, recycling(57, 98, 103), "pending", recycles],
    [103.2, alive(58, 103.2), ...runs, 0],
  ],
  "restarts over a longer time are not": [
    [10, {}, ...runs],
    [320, { NRestarts: "2" }, ...runs],
    [640, { NRestarts: "4" }, ...runs],
  ],
  "a oneshot at work counts as before": [
    [10, { ...dead, Type: "oneshot" }, "up", "a.service finished successfully (inactive/dead)"],
    [20, { ...starting, Type: "oneshot" }, "up", "a.service is at work (activating/start)"],
  ],
  "words of systemd": [[10, { ...crashed, Result: "oom-kill" }, "down", "a.service failed: out of memory"]],
  "an exit code with a name": [
    [10, { ...crashed, ExecMainStatus: "203" }, "down", "a.service failed: exit code 203/EXEC"],
  ],
  "runs, but cannot be started again": [
    [10, { LoadState: "masked" }, "up", `${runs[1]}, but it is masked: it cannot be started again`],
  ],
};

/** Both judges run these. */
export const unitCases: readonly UnitCase[] = Object.entries(rows).map(([name, looks]) => ({
  name,
  looks: looks.map(([at, properties, status, message, since]) => ({
    at,
    properties,
    status,
    message,
    ...(since === undefined ? {} : { since }),
  })),
}));

/** The output of `systemctl show`. */
export function systemctlBlock(unit: string, properties: Properties): string {
  const running = {
    Names: unit,
    LoadState: "loaded",
    ActiveState: "active",
    SubState: "running",
    Result: "success",
    Type: "simple",
    NRestarts: "0",
    ExecMainCode: "0",
    ExecMainStatus: "0",
    InvocationID: "6a1f",
    Job: "0",
  };
  return Object.entries({ ...running, ...properties })
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}
