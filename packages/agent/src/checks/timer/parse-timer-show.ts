import { parseSystemctlShow } from "../../systemd/systemctl-show.ts";
import { spanUs } from "../../systemd/time-span.ts";
import type { UnitState } from "../../systemd/unit-state.ts";
import { planLinesFromShow, type PlanLine } from "./timer-plan.ts";

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
): {
  state: UnitState;
  text: (name: string) => string;
  us: (name: string) => number;
  lines: readonly PlanLine[];
} {
  const values = new Map(
    output.split("\n").map((line) => {
      const equals = line.indexOf("=");
      return [line.slice(0, Math.max(0, equals)), line.slice(equals + 1)] as const;
    }),
  );
  const text = (name: string): string => values.get(name) ?? "";
  const [state] = parseSystemctlShow(output, [unit]);
  if (state === undefined) throw new TypeError("one unit always has one state");
  const lines = planLinesFromShow(output, timeUs);
  return { state, text, us: (name) => timeUs(text(name)) || spanUs(text(name)), lines };
}
