import { limitMs } from "./time-span.ts";

/** Properties of a unit, by systemd's names. */
type Properties = Readonly<Partial<Record<string, string>>>;

/** `Restart=` of units that systemd starts again when their time is over. */
const restartsAfterTime: ReadonlySet<string> = new Set(["always", "on-failure", "on-abnormal"]);

/** On the way to the next start systemd calls the unit failed for a moment (seen on 252). */
const endings: ReadonlySet<string> = new Set(["activating", "deactivating", "failed"]);

/** Whether the last start was given up because of an `ExecCondition=`, which is not a failure to systemd either. */
export function wasSkipped({ ActiveState, Result }: Properties): boolean {
  return Result === "exec-condition" && ActiveState === "inactive";
}

/**
 * Whether systemd starts the unit again after an end that its own file foresees, although its `Result=` is a failure: its
 * time was over (`RuntimeMaxSec=`), or it has asked for it by an exit code (`RestartForceExitStatus=`).
 */
export function endsAsForeseen(properties: Properties): boolean {
  const { ActiveState = "", Result } = properties;
  if (!endings.has(ActiveState)) return false;
  return Result === "timeout" ? wasItsTime(properties) : asksForRestart(properties);
}

function wasItsTime({
  Restart = "",
  RuntimeMaxUSec,
  ActiveEnterTimestampMonotonic: from,
  ActiveExitTimestampMonotonic: to,
}: Properties): boolean {
  const most = limitMs(RuntimeMaxUSec) ?? Number.POSITIVE_INFINITY;
  return restartsAfterTime.has(Restart) && Number(from ?? 0) > 0 && (Number(to ?? 0) - Number(from)) / 1000 >= most;
}

/** The list is one of exit codes; `systemctl show` puts names of signals after them. */
function asksForRestart({ Result, ExecMainCode, ExecMainStatus = "", RestartForceExitStatus = "" }: Properties) {
  return (
    Result === "exit-code" && ExecMainCode === "1" && RestartForceExitStatus.split(/[ ,]+/).includes(ExecMainStatus)
  );
}
