import { spanUs } from "../../systemd/time-span.ts";

/** One `On…=` line of a timer, as systemd has it. */
export interface PlanLine {
  /** Such as `OnCalendar`, `OnUnitActiveUSec`. */
  readonly setting: string;
  /** The calendar in systemd's own form, or a length of time in µs. */
  readonly value: string | number;
  /** When it elapses next, in µs by its own clock; while the unit is at work, when it elapsed last. 0 when never. */
  readonly elapsesUs: number;
}

/** When a timer means to start its unit. Times in ms. */
export interface TimerPlan {
  /** Its calendars, in systemd's own form. */
  readonly calendars: readonly string[];
  /** When they elapse next, or have elapsed last while the unit is at work; wall clock. */
  readonly calendarsAt: readonly number[];
  /** How long after a start the next one is planned, by `OnUnitActiveSec=`. */
  readonly fromStartMs: readonly number[];
  /** The moments that come once, by `OnBootSec=` and its like; wall clock. */
  readonly onceAt: readonly number[];
  /** By how much a start may be put off by chance: `RandomizedDelaySec=`. */
  readonly randomDelayMs: number;
}

/** Reads `TimersCalendar` or `TimersMonotonic` as the bus has it. */
export function planLinesFromBus(value: unknown): readonly PlanLine[] {
  const lines = Array.isArray(value) ? value : [];
  return lines.flatMap((line: unknown) => {
    const [setting, what, elapses] = Array.isArray(line) ? (line as readonly unknown[]) : [];
    if (typeof setting !== "string") return [];
    return [{ setting, value: typeof what === "string" ? what : Number(what), elapsesUs: Number(elapses) }];
  });
}

/**
 * Reads the same of what `systemctl show` printed, one line each.
 *
 * @param output - its standard output
 * @param timeUs - reads a time of the calendar
 */
export function planLinesFromShow(output: string, timeUs: (text: string) => number): readonly PlanLine[] {
  const lines = output.matchAll(/^Timers(?:Calendar|Monotonic)=\{ (\w+)=(.*?) ; next_elapse=(.*) \}$/gm);
  return [...lines].map(([, setting = "", value = "", elapses = ""]) =>
    setting === "OnCalendar"
      ? { setting, value, elapsesUs: timeUs(elapses) }
      : { setting, value: spanUs(value), elapsesUs: spanUs(elapses) },
  );
}

/**
 * Puts a timer's lines in order.
 *
 * @param lines - of the calendar and of the monotonic clock
 * @param randomDelayUs - its `RandomizedDelaySec=`
 * @param bootMs - the wall clock when systemd's monotonic clock was 0
 */
export function timerPlanOf(lines: readonly PlanLine[], randomDelayUs: number, bootMs: number): TimerPlan {
  const calendars = lines.filter(({ value }) => typeof value === "string");
  const spans = lines.filter(({ value }) => typeof value === "number");
  const isKnown = ({ elapsesUs }: PlanLine): boolean => elapsesUs > 0 && elapsesUs < Number.MAX_SAFE_INTEGER;
  const isFromRun = ({ setting }: PlanLine): boolean => setting.startsWith("OnUnit");
  return {
    calendars: calendars.map(({ value }) => String(value)),
    calendarsAt: calendars.filter(isKnown).map(({ elapsesUs }) => elapsesUs / 1000),
    fromStartMs: spans
      .filter(({ setting }) => setting.startsWith("OnUnitActive"))
      .map(({ value }) => Number(value) / 1000),
    onceAt: spans.filter((line) => !isFromRun(line) && isKnown(line)).map(({ elapsesUs }) => elapsesUs / 1000 + bootMs),
    randomDelayMs: randomDelayUs / 1000,
  };
}
