import { byTimer, ended, recycles, type Row, runs, timer, times, waiting } from "./unit-rows.ts";

const hourly = { RuntimeMaxUSec: "1h", Restart: "on-failure", NRestarts: "1" };
const timedOut = { ...hourly, Result: "timeout", ...times({ ActiveEnter: 1, ActiveExit: 3601 }) };
const asking = { ...ended(1, 1, 50), Result: "exit-code", ExecMainCode: "1", RestartForceExitStatus: "99 100" };

/** Ends that systemd calls failures, and the unit's own file does not. */
export const foreseenRows: Readonly<Record<string, readonly Row[]>> = {
  "a run whose time is over, which is started again": [
    [10, { ...hourly, NRestarts: "0", ...times({ ActiveEnter: 1 }) }, ...runs, 9],
    [
      3601,
      { ...timedOut, NRestarts: "0", ActiveState: "deactivating", SubState: "stop-sigterm" },
      "pending",
      "a.service is stopping (deactivating/stop-sigterm)",
    ],
    [3602, { ...timedOut, ActiveState: "activating", SubState: "auto-restart" }, "pending", recycles],
    [3603, { ...hourly, ...times({ ActiveEnter: 3603 }) }, ...runs, 0],
  ],
  "a run whose time is over, which is not started again": [
    [10, { ...hourly, Restart: "no", NRestarts: "0", ...times({ ActiveEnter: 1 }) }, ...runs, 9],
    [
      3602,
      { ...timedOut, Restart: "no", NRestarts: "0", ActiveState: "failed", SubState: "failed" },
      "down",
      "a.service failed: timeout",
      1,
    ],
  ],
  "a start that times out is not a run whose time is over": [
    [
      100,
      { ...timedOut, ActiveState: "activating", SubState: "auto-restart", ...times({ ActiveEnter: 0, ActiveExit: 0 }) },
      "down",
      "a.service failed: timeout after 1 restart, waiting for its next start",
    ],
  ],
  "an exit code by which a service asks to be started again": [
    [10, times({ ActiveEnter: 1 }), ...runs, 9],
    [49, { ...asking, ExecMainStatus: "100", ActiveState: "failed", SubState: "failed" }, "pending", recycles],
    [50, { ...asking, ExecMainStatus: "100" }, "pending", recycles],
    [52, { NRestarts: "1", ...times({ ActiveEnter: 51 }) }, ...runs, 1],
  ],
  "another exit code of it": [
    [10, times({ ActiveEnter: 1 }), ...runs, 9],
    [
      50,
      { ...asking, ExecMainStatus: "9" },
      "down",
      "a.service failed: exit code 9 after 1 restart, waiting for its next start",
    ],
  ],
  "a job of a timer that its ExecCondition= keeps from its work": [
    [
      10,
      { ...byTimer, Type: "oneshot", Result: "exec-condition", InvocationID: "1" },
      "up",
      `a.service waits for ${timer} (inactive/dead); a condition for its last start was not met`,
      undefined,
      waiting,
    ],
  ],
};
