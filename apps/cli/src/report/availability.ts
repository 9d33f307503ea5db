import type { Span, Standing } from "./history.ts";

/** A time in which a monitor was down. */
export interface Outage {
  /** When it began, in ms since 1970; it may be before the period. */
  readonly began: number;
  /** When it ended; null when it had not by the end of the period. */
  readonly ended: number | null;
  /** How long it was down within the period, in ms, without the time in which nobody looked. */
  readonly length: number;
  /** The text of the alert; empty when it is no longer known. */
  readonly reason: string;
}

/** How long a monitor, or several together, were in each way, in ms. */
export type Sums = Readonly<Record<Standing, number>>;

const nothing: Sums = { up: 0, down: 0, maintenance: 0, unmeasured: 0, unwatched: 0 };

/** Adds up the spans of a monitor. */
export function sumsOf(spans: readonly Span[]): Sums {
  return spans.reduce((sums, { standing, from, to }) => ({ ...sums, [standing]: sums[standing] + to - from }), nothing);
}

/** Adds up the sums of several monitors. */
export function together(all: readonly Sums[]): Sums {
  return all.reduce(
    (sum, one) => ({
      up: sum.up + one.up,
      down: sum.down + one.down,
      maintenance: sum.maintenance + one.maintenance,
      unmeasured: sum.unmeasured + one.unmeasured,
      unwatched: sum.unwatched + one.unwatched,
    }),
    nothing,
  );
}

/** The share of the time in which somebody looked, from 0 to 1, that was up; null when nobody looked at all. */
export function availabilityOf({ up, down }: Sums): number | null {
  return up + down === 0 ? null : up / (up + down);
}

/** The outages among the spans of a monitor, oldest first. Time in which nobody looked does not end one. */
export function outagesOf(spans: readonly Span[]): readonly Outage[] {
  const outages: Outage[] = [];
  let isOpen = false;
  for (const span of spans) {
    const last = outages.at(-1);
    if (span.standing === "down" && isOpen && last !== undefined)
      outages[outages.length - 1] = { ...last, length: last.length + span.to - span.from, ended: null };
    else if (span.standing === "down") {
      outages.push({ began: span.began, ended: null, length: span.to - span.from, reason: span.message });
      isOpen = true;
    } else if (span.standing !== "unmeasured" && isOpen && last !== undefined) {
      outages[outages.length - 1] = { ...last, ended: span.from };
      isOpen = false;
    }
  }
  return outages;
}
