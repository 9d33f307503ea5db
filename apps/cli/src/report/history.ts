import type { Heartbeat } from "@kumakit/client";

/** A stretch of time, in ms since 1970. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * How a monitor was. Nothing is said of the time before its first heartbeat (`unwatched`), nor of gaps without heartbeats in
 * which it was paused, or it or the server was away (`unmeasured`).
 */
export type Standing = "up" | "down" | "maintenance" | "unmeasured" | "unwatched";

/** A stretch in which a monitor was in one way. */
export interface Span extends Stretch {
  readonly standing: Standing;
  /** The text of the heartbeat that it began with; empty where none is known. */
  readonly message: string;
  /** When it began, which may be before the time that a report is about. */
  readonly began: number;
}

/** A change of a monitor's status. */
export type Change = Pick<Heartbeat, "time" | "status" | "message">;

/** All that is known of one monitor. */
export interface KnownHistory {
  /** Oldest first; one from before the period when there is one. */
  readonly changes: readonly Change[];
  /** The stretches with heartbeats, oldest first. */
  readonly measured: readonly Stretch[];
  /** The first moment that anything is known of, in ms since 1970; undefined when nothing is. */
  readonly start: number | undefined;
  /** Its last heartbeat; undefined when there was none. */
  readonly last: Pick<Heartbeat, "time" | "status"> | undefined;
  /** Whether it does not run now. */
  readonly isPaused: boolean;
  /** How long it may be silent, in ms. */
  readonly interval: number;
}

/** Cuts a period into the stretches in which a monitor was in one way, oldest first, without gaps between them. */
export function spansOf(known: KnownHistory, period: Stretch): readonly Span[] {
  const gaps = gapsIn(known, period);
  return statusSpans(known, period).flatMap((span) => (isJudged(span) ? carve(span, gaps) : [span]));
}

function isJudged({ standing }: Span): boolean {
  return standing === "up" || standing === "down";
}

function statusSpans(known: KnownHistory, period: Stretch): readonly Span[] {
  const { changes, start = period.to } = known;
  const firstChange = changes[0]?.time.getTime() ?? period.to;
  const unwatched: Span = { from: period.from, to: start, began: period.from, standing: "unwatched", message: "" };
  const head: Span = { from: start, to: firstChange, began: start, standing: standingBefore(known), message: "" };
  const rest = changes.map(({ time, status, message }, at): Span => {
    const from = time.getTime();
    const to = changes[at + 1]?.time.getTime() ?? period.to;
    return { from, to, began: from, standing: standingOf(status), message };
  });
  return [unwatched, head, ...rest].flatMap((span) => clipped(span, period));
}

/** Before the earliest change that the server still has: it deletes old ones. */
function standingBefore({ changes: [first], last }: KnownHistory): Standing {
  if (first === undefined) return last === undefined ? "unwatched" : standingOf(last.status);
  return first.status === "up" ? "down" : "up";
}

/** Uptime Kuma counts PENDING as DOWN in its own figures. */
function standingOf(status: Heartbeat["status"]): Standing {
  return status === "pending" ? "down" : status;
}

/** The stretches without heartbeats that are longer than the monitor may be silent. */
function gapsIn({ measured, last, isPaused, interval }: KnownHistory, { from, to }: Stretch): readonly Stretch[] {
  const silentFrom = isPaused && last !== undefined ? last.time.getTime() + interval : to;
  const gaps: Stretch[] = silentFrom < to ? [{ from: silentFrom, to }] : [];
  let covered = from;
  for (const stretch of measured) {
    if (stretch.from > covered + interval) gaps.push({ from: covered, to: stretch.from });
    covered = Math.max(covered, stretch.to);
  }
  if (to > covered + interval) gaps.push({ from: covered, to });
  return gaps.toSorted((a, b) => a.from - b.from);
}

function carve(span: Span, gaps: readonly Stretch[]): readonly Span[] {
  const parts: Span[] = [];
  let { from } = span;
  for (const gap of gaps) {
    const [start, end] = [Math.max(gap.from, from), Math.min(gap.to, span.to)];
    if (start >= end) continue;
    if (start > from) parts.push({ ...span, from, to: start });
    parts.push({ from: start, to: end, began: start, standing: "unmeasured", message: "" });
    from = end;
  }
  return from < span.to ? [...parts, { ...span, from }] : parts;
}

function clipped(span: Span, period: Stretch): readonly Span[] {
  const [from, to] = [Math.max(span.from, period.from), Math.min(span.to, period.to)];
  return from < to ? [{ ...span, from, to }] : [];
}
