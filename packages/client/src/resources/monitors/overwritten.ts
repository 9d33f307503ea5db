import { isSameValue } from "../../same-value.ts";
import { differingSettings, links, linksOf } from "./monitor-looks.ts";

type Wire = Readonly<Record<string, unknown>>;

/** The values of others to be put back: a setting as they left it, links one by one. */
export interface Overwritten {
  readonly settings: Wire;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** One edit of a monitor that was sent, and all that could be seen of others around it. */
export interface EditRound {
  /** The monitor as it was read, to be changed. */
  readonly base: Wire;
  /** The monitor right before the server took the edit. */
  readonly before: Wire;
  readonly written: Wire;
  /** How it was before the read of the base. */
  readonly earlier: readonly Wire[];
  /** Reports of others that came between the base and `before`. */
  readonly between: readonly Wire[];
  /** Reports of others that may be later than `before`: somebody else may have been writing while the monitor was looked at. */
  readonly since: readonly Wire[];
  /** What earlier rounds have overwritten, and this one may not have put back. */
  readonly owed: Overwritten;
}

export const nothing: Overwritten = { settings: {}, added: [], removed: [] };

/** The part of a debt that a report of the monitor does not show. */
export function unpaid({ added, settings }: Overwritten, report: Wire): Overwritten {
  const open = Object.entries(settings).filter(([name, value]) => !isSameValue(report[name], value));
  const present = linksOf(report);
  return { settings: Object.fromEntries(open), added: added.filter((id) => !present.includes(id)), removed: [] };
}

const hasLink = (row: Wire, id: string): boolean => linksOf(row).includes(id);

/**
 * Whether somebody who had read a state from before a link was there has written that state, but for one other link: then the other
 * one was taken away, and this one was only overwritten.
 */
function isWrittenFrom(older: Wire, id: string, after: Wire): boolean {
  const gone = linksOf(older).filter((other) => !hasLink(after, other));
  const isSame = isSameValue(differingSettings(older, after), [links]);
  return isSame && !hasLink(older, id) && gone.length === 1 && linksOf(after).every((other) => hasLink(older, other));
}

/**
 * Whether a link went because somebody took it away, in states that follow each other: nothing else changed then. Where something came
 * with it, or where it went together with another one that alone was there before, somebody wrote what was read before the link was
 * there, and mends that.
 */
function isTakenAway(id: string, states: readonly Wire[], earlier: readonly Wire[]): boolean {
  const last = states.findLastIndex((row) => hasLink(row, id));
  const [before, after] = [states[last], states[last + 1]];
  if (before === undefined || after === undefined) return false;
  const onlyLinks = isSameValue(differingSettings(before, after), [links]);
  if (!onlyLinks || !linksOf(after).every((other) => hasLink(before, other))) return false;
  const wentAlone = linksOf(before).length - linksOf(after).length === 1;
  return wentAlone || ![...earlier, ...states.slice(0, last)].some((older) => isWrittenFrom(older, id, after));
}

/**
 * The server deletes all links of a monitor and stores them one by one. While somebody else writes, fewer than there are may be seen:
 * a link that nobody shows any more counts as removed, and one that was reported and is not there at the moment as added.
 */
function linksOverwrittenBy({ base, before, between, earlier, owed, since }: EditRound): Omit<Overwritten, "settings"> {
  const had = linksOf(base);
  const reported = [base, ...between];
  const removed = had.filter(
    (id) => [before, ...since].every((row) => !hasLink(row, id)) && isTakenAway(id, [...reported, before], earlier),
  );
  const news = [...between, before].flatMap(linksOf).filter((id) => !had.includes(id));
  const isThere = (id: string): boolean =>
    hasLink(before, id) || (since.length > 0 && !isTakenAway(id, reported, earlier));
  const kept = owed.added.filter((id) => !removed.includes(id));
  return { added: [...new Set([...kept, ...news.filter(isThere)])], removed };
}

/** The values that others had stored between the read and this edit, which has written what was there before. */
export function overwrittenBy(round: EditRound): Overwritten {
  const { base, before, earlier, owed, written } = round;
  // What was like this before is only sent back, and who did that mends it.
  const isNews = (name: string): boolean => !earlier.some((row) => isSameValue(row[name], before[name]));
  const names = differingSettings(base, before).filter((name) => name !== links && isNews(name));
  const lost = names.filter((name) => !isSameValue(before[name], written[name]));
  const settings = { ...owed.settings, ...Object.fromEntries(lost.map((name) => [name, before[name]])) };
  return { settings, ...linksOverwrittenBy(round) };
}

/** A monitor as it would be if nothing of others had been overwritten; what they have changed since stays. */
export function withTheirs(present: Wire, round: EditRound): Wire {
  const { base, between, earlier } = round;
  const { added, removed, settings } = overwrittenBy(round);
  const isOld = (name: string): boolean =>
    [base, ...between, ...earlier].some((row) => isSameValue(row[name], present[name]));
  const theirs = Object.entries(settings).filter(([name]) => isOld(name));
  const kept = linksOf(present).filter((id) => !removed.includes(id));
  const ids = [...new Set([...kept, ...added])];
  return { ...present, ...Object.fromEntries(theirs), [links]: Object.fromEntries(ids.map((id) => [id, true])) };
}
