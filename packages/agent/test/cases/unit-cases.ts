import { foreseenRows } from "./foreseen-cases.ts";
import {
  alive,
  byTimer,
  crashed,
  dead,
  deaf,
  dying,
  exited,
  finished,
  hasFailed,
  idle,
  initScript,
  isAtWork,
  isStarting,
  isStopping,
  listening,
  lost,
  type Properties,
  recycles,
  recycling,
  restarting,
  type Row,
  run,
  runs,
  slowStart,
  slowStop,
  starting,
  stopped,
  timer,
  times,
  type UnitCase,
  waiting,
  working,
} from "./unit-rows.ts";

export type { Properties, Triggers, UnitCase, UnitLook } from "./unit-rows.ts";

/** Of oneshots that may be at work for an hour. */
const limitedRows: Readonly<Record<string, readonly Row[]>> = {
  "a oneshot that is at work for too long, and then ends": [
    [
      10,
      { ...dead, Type: "oneshot", ...times({ InactiveEnter: 5 }) },
      "up",
      "a.service finished successfully (inactive/dead)",
      5,
    ],
    [30, { ...working, ...times({ StateChange: 20, InactiveEnter: 5 }) }, "up", isAtWork, 25],
    [3610, { ...working, ...times({ StateChange: 20, InactiveEnter: 5 }) }, "up", isAtWork, 3605],
    [
      3650,
      { ...working, ...times({ StateChange: 20, InactiveEnter: 5 }) },
      "down",
      `${isAtWork} for 1 h, limit 1 h`,
      30,
    ],
    [
      7400,
      { ...working, ...times({ StateChange: 20, InactiveEnter: 5 }) },
      "down",
      `${isAtWork} for 2 h 3 min, limit 1 h`,
      3780,
    ],
    [
      7500,
      { ...dead, Type: "oneshot", ...times({ StateChange: 7450, InactiveEnter: 7450 }) },
      "up",
      "a.service finished successfully (inactive/dead)",
      50,
    ],
  ],
  "a oneshot that has failed and then hangs": [
    [10, { ...crashed, Type: "oneshot", ...times({ InactiveEnter: 5 }) }, "down", hasFailed, 5],
    [30, { ...working, ...times({ StateChange: 20, InactiveEnter: 5 }) }, "pending", isAtWork],
    [
      3650,
      { ...working, ...times({ StateChange: 20, InactiveEnter: 5 }) },
      "down",
      `${isAtWork} for 1 h, limit 1 h`,
      30,
    ],
  ],
  "a limit for a oneshot, and systemd does not say since when it works": [
    [10, working, "up", isAtWork],
    [900_000, working, "up", isAtWork],
  ],
  "a limit for a oneshot, and a service that starts": [
    [10, { ...slowStart, ...times({ StateChange: 5 }) }, "pending", isStarting],
    [20, { ...times({ StateChange: 5, ActiveEnter: 5 }) }, ...runs, 15],
    [9000, { ...times({ StateChange: 5, ActiveEnter: 5 }) }, ...runs, 8995],
  ],
};

const rows: Readonly<Record<string, readonly Row[]>> = {
  ...foreseenRows,
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
  "a start is waited for as long as the unit's own limit is, and a moment more": [
    [10, {}, ...runs],
    [11, slowStart, "pending", isStarting],
    [195.5, slowStart, "pending", isStarting],
    [196, slowStart, "down", `${isStarting} for 3 min 5 s`, 185],
  ],
  "a start that succeeds within its limit": [
    [10, {}, ...runs],
    [11, { ...slowStop, TimeoutStartUSec: "3min" }, "pending", isStopping],
    [100, { ...dead, Job: "8", TimeoutStartUSec: "3min" }, "pending", "a.service is about to change (inactive/dead)"],
    [101, slowStart, "pending", isStarting],
    [250, {}, ...runs],
  ],
  "a limit that is shorter than 10 s": [
    [11, { ...starting, TimeoutStartUSec: "500ms" }, "pending", isStarting],
    [20.5, { ...starting, TimeoutStartUSec: "500ms" }, "pending", isStarting],
    [21, { ...starting, TimeoutStartUSec: "500ms" }, "down", `${isStarting} for 10 s`, 10],
  ],
  "a start without a limit": [
    [11, { ...starting, TimeoutStartUSec: "infinity" }, "pending", isStarting],
    [910, { ...starting, TimeoutStartUSec: "infinity" }, "pending", isStarting],
    [911, { ...starting, TimeoutStartUSec: "infinity" }, "down", `${isStarting} for 15 min`, 900],
  ],
  "each step of a start has the limit": [
    [11, { ...slowStart, SubState: "start-pre" }, "pending", "a.service is starting (activating/start-pre)"],
    [180, slowStart, "pending", isStarting],
    [220, slowStart, "pending", isStarting],
  ],
  "a stop is waited for as long as its own limit is": [
    [10, {}, ...runs],
    [11, slowStop, "pending", isStopping],
    [105.5, slowStop, "pending", isStopping],
    [106, slowStop, "down", `${isStopping} for 1 min 35 s`, 95],
  ],
  "an init script whose daemon is killed": [
    [10, initScript, ...runs, 5],
    [22, { ...exited, ...times({ StateChange: 20, ActiveEnter: 5 }) }, "down", lost, 2],
  ],
  "an init script whose daemon was killed before the first look": [
    [50, { ...exited, ...times({ StateChange: 20, ActiveEnter: 5 }) }, "down", lost, 30],
    [61, { ...initScript, ...times({ StateChange: 60, ActiveEnter: 60 }) }, ...runs, 1],
  ],
  "an init script that leaves no process behind, also when it is reloaded": [
    [10, { ...exited, ...times({ StateChange: 5, ActiveEnter: 5 }) }, "up", finished, 5],
    [
      12,
      { ...exited, ActiveState: "reloading", SubState: "reload" },
      "up",
      "a.service is running (reloading/reload)",
      7,
    ],
    [14, { ...exited, ...times({ StateChange: 13, ActiveEnter: 5 }) }, "up", finished, 9],
  ],
  "a daemon that stays active although it was killed": [
    [
      22,
      { SubState: "exited", ExecMainCode: "2", ExecMainStatus: "15", ...times({ StateChange: 20, ActiveEnter: 5 }) },
      "down",
      "a.service is not running: its processes are gone, signal TERM (active/exited)",
      2,
    ],
  ],
  "a job that stays active when it has done its work": [
    [22, { SubState: "exited", ExecMainCode: "1", ...times({ StateChange: 20, ActiveEnter: 5 }) }, "up", finished, 17],
  ],
  "a service that ends when it is idle waits for its socket": [
    [10, { TriggeredBy: "a.socket" }, ...runs],
    [20, idle, "up", "a.service waits for a.socket (inactive/dead)", undefined, listening],
    [30, idle, "pending", stopped, undefined, deaf],
    [35, idle, "down", stopped, 5, deaf],
    [40, idle, "up", "a.service waits for a.socket (inactive/dead)", undefined, listening],
    [50, { ...crashed, TriggeredBy: "a.socket" }, "down", hasFailed, undefined, listening],
  ],
  "a job of a timer that is no oneshot": [
    [10, byTimer, "up", String.raw`a.service waits for b\x2d.timer (inactive/dead)`, undefined, waiting],
    [
      20,
      { ...byTimer, ConditionResult: "no", ConditionTimestampMonotonic: "15000000" },
      "up",
      String.raw`a.service waits for b\x2d.timer (inactive/dead); a condition for its last start was not met`,
      undefined,
      waiting,
    ],
  ],
  "a job of a timer that starts nothing any more": [
    [10, byTimer, "pending", stopped, undefined, { [timer]: { SubState: "elapsed" } }],
    [15, byTimer, "down", stopped, 5, { [timer]: { SubState: "elapsed" } }],
  ],
  "a service that a condition keeps from answering its socket": [
    [
      10,
      { ...idle, ConditionResult: "no", ConditionTimestampMonotonic: "5000000" },
      "down",
      `${stopped}, a condition for its start was not met`,
      undefined,
      listening,
    ],
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
  "a start by hand ends a crash loop, also while systemd waits to restart the unit": [
    [10, run("a0"), ...runs],
    [14, { ...dying(0, 10, 14), ...run("a0") }, "down", `${hasFailed}, waiting for its next start`],
    // The count rises before the start that it stands for.
    [
      19,
      { ...dying(1, 10, 14), ...run("a0"), Job: "7" },
      "down",
      `${hasFailed} after 1 restart, waiting for its next start`,
    ],
    [19.1, { ...alive(1, 19), ...run("a1") }, "pending", runs[1]],
    [23, { ...dying(1, 19, 23), ...run("a1") }, "down", `${hasFailed} after 1 restart, waiting for its next start`],
    [28.1, { ...alive(2, 28), ...run("a2") }, "pending", runs[1]],
    [32, { ...dying(2, 28, 32), ...run("a2") }, "down", `${hasFailed} after 2 restarts, waiting for its next start`],
    [37.1, { ...alive(3, 37), ...run("a3") }, "down", "a.service is in a crash loop: 3 restarts within 5 min"],
    [41, { ...dying(3, 37, 41), ...run("a3") }, "down", `${hasFailed} after 3 restarts, waiting for its next start`],
    [43, { ...alive(3, 42), ...run("a4") }, "pending", runs[1]],
    [47.1, { ...alive(3, 42), ...run("a4") }, ...runs, 5.1],
    [60, { ...dying(3, 42, 60), ...run("a4") }, "down", `${hasFailed} after 3 restarts, waiting for its next start`],
    [65.1, { ...alive(4, 65), ...run("a5") }, "pending", runs[1]],
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
  "a oneshot that hangs, without a limit": [
    [20, { ...working, ...times({ StateChange: 20 }) }, "up", "a.service is at work (activating/start)"],
    [900_000, { ...working, ...times({ StateChange: 20 }) }, "up", "a.service is at work (activating/start)"],
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
export const unitCases: readonly UnitCase[] = [...casesOf(rows, {}), ...casesOf(limitedRows, { maxRuntime: 3600 })];

function casesOf(all: typeof rows, limit: Pick<UnitCase, "maxRuntime">): readonly UnitCase[] {
  return Object.entries(all).map(([name, looks]) => ({
    name,
    ...limit,
    looks: looks.map(([at, properties, status, message, since, triggers]) => ({
      at,
      properties,
      status,
      message,
      ...(since === undefined ? {} : { since }),
      ...(triggers === undefined ? {} : { triggers }),
    })),
  }));
}

/** The output of `systemctl show`. */
export function systemctlBlock(unit: string, properties: Properties): string {
  const running = {
    Names: unit.includes("\\") ? `"${unit.replaceAll("\\", "\\\\")}"` : unit,
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
