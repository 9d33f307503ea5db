import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { lateLimitMs } from "./judge-timer.ts";
import type { TimerFacts } from "./timer-facts.ts";

const run = promisify(execFile);

/** How long `systemd-analyze` may take, in ms. */
const timeoutMs = 10_000;

/** Types of services that say when they are ready: they are meant to go on. */
const lasting: ReadonlySet<string> = new Set(["notify", "notify-reload", "forking", "dbus"]);

/** Whether a unit ends its work by itself. A timer may also start a daemon that is meant to stay. */
function isRun({ target }: TimerFacts): boolean {
  const { unit, subState, serviceType, restart = "", unitFileState = "" } = target;
  if (!unit.endsWith(".service") || subState === "exited") return false;
  const stays = lasting.has(serviceType) || restart === "always" || restart === "on-success";
  // A service that is started at boot is kept alive by its timer, and is not a run of it.
  return !stays && !unitFileState.startsWith("enabled");
}

/** The times that `systemd-analyze calendar` printed, wall clock in ms. */
export function calendarTimes(output: string): readonly number[] {
  const lines = output.matchAll(
    /^ *(?:Next elapse|Iter\. #\d+|\(in UTC\)): \w+ (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC$/gm,
  );
  return [...lines].map(([, date, clock]) => Date.parse(`${date}T${clock}Z`));
}

/** The next two times of a calendar; none where systemd is too old to say it, or there are no more. */
async function timesAfter(calendar: string, atMs: number): Promise<readonly number[]> {
  const from = `--base-time=@${Math.floor(atMs / 1000)}`;
  try {
    // Calendars are in the zone of the host.
    const { stdout } = await run("systemd-analyze", ["calendar", from, "--iterations=2", "--", calendar], {
      timeout: timeoutMs,
      env: { ...process.env, LC_ALL: "C", SYSTEMD_PAGER: "" },
    });
    return calendarTimes(stdout);
  } catch {
    return [];
  }
}

/** When the present run began by the timer's plan: a run that somebody has started is the timer's from its time on. */
function startOf({ runningSince, lastRunAt }: TimerFacts): number | undefined {
  return runningSince === undefined ? undefined : Math.max(runningSince, lastRunAt ?? 0);
}

/**
 * The start that is planned after that of the present run. Pure.
 *
 * @param timer - its plan, and how late systemd may be on purpose
 * @param startedAt - when the run began, wall clock in ms
 * @param times - of its calendars after that
 */
export function startAfter(
  { plan, accuracyMs }: Pick<TimerFacts, "plan" | "accuracyMs">,
  startedAt: number,
  times: readonly number[],
): number | undefined {
  const tolerance = accuracyMs + plan.randomDelayMs + lateLimitMs;
  const isPlanned = plan.calendarsAt.some((at) => at <= startedAt + 1000 && startedAt - at <= tolerance);
  const inOrder = [...new Set(times)].sort((a, b) => a - b);
  // A run that makes up for a missed one, after a boot for example, may begin shortly before the next: it gets that too.
  const byCalendar = inOrder[isPlanned ? 0 : 1];
  const others = [...plan.fromStartMs.map((ms) => startedAt + ms), ...plan.onceAt.filter((at) => at > startedAt)];
  const all = byCalendar === undefined ? others : [byCalendar, ...others];
  return all.length === 0 ? undefined : Math.min(...all) + plan.randomDelayMs;
}

/** Finds when a timer would start its unit next while that is at work: systemd itself plans it only after the end. */
export class NextStart {
  #key = "";
  #times: readonly number[] = [];

  /** @returns wall clock in ms; undefined when the unit is not at a run, or nothing is planned */
  async after(facts: TimerFacts): Promise<number | undefined> {
    const startedAt = startOf(facts);
    if (startedAt === undefined || !isRun(facts)) return undefined;
    const { calendars } = facts.plan;
    const key = [startedAt, ...calendars].join("\n");
    if (key !== this.#key) {
      this.#times = (await Promise.all(calendars.map((one) => timesAfter(one, startedAt)))).flat();
      this.#key = key;
    }
    return startAfter(facts, startedAt, this.#times);
  }
}
