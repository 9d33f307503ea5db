import { parseSystemctlShow } from "../../systemd/systemctl-show.ts";
import type { UnitState } from "../../systemd/unit-state.ts";

const unitsUs: Readonly<Record<string, number>> = {
  us: 1,
  ms: 1e3,
  s: 1e6,
  min: 60e6,
  h: 3_600e6,
  d: 86_400e6,
  w: 7 * 86_400e6,
  month: 2_629_800e6,
  y: 31_557_600e6,
};

/** A length of time in systemd's form, such as `1w 2d 3h 4min 5.5s`, in µs; 0 when it is something else. */
function spanUs(text: string): number {
  let us = 0;
  for (const [, amount, unit = ""] of text.matchAll(/(\d+(?:\.\d+)?)(us|ms|s|min|h|d|w|month|y)\b/g)) {
    us += Number(amount) * (unitsUs[unit] ?? 0);
  }
  return us;
}

/** A time in systemd's form, in UTC, such as `Sun 2026-11-22 17:00:00 UTC`, in µs; 0 when it is something else. */
function timeUs(text: string): number {
  const [, date, clock] = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?) UTC$/.exec(text) ?? [];
  const ms = Date.parse(`${date}T${clock}Z`);
  return Number.isNaN(ms) ? 0 : ms * 1000;
}

/**
 * Reads what `TZ=UTC systemctl show` printed of a timer or of what it starts.
 *
 * @param output - its standard output
 * @param unit - the unit's name
 */
export function parseTimerShow(
  output: string,
  unit: string,
): { state: UnitState; text: (name: string) => string; us: (name: string) => number } {
  const values = new Map(
    output.split("\n").map((line) => {
      const equals = line.indexOf("=");
      return [line.slice(0, Math.max(0, equals)), line.slice(equals + 1)] as const;
    }),
  );
  const text = (name: string): string => values.get(name) ?? "";
  const [state] = parseSystemctlShow(output, [unit]);
  if (state === undefined) throw new TypeError("one unit always has one state");
  return { state, text, us: (name) => timeUs(text(name)) || spanUs(text(name)) };
}
