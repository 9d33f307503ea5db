import { KumaConflictError } from "../../errors/kuma-errors.ts";
import { secretsOf } from "../../errors/redact.ts";
import type { Monitor } from "../../model/monitor.ts";
import { readAck } from "../../protocol/ack.ts";
import { monitorSchema } from "../../protocol/monitor-schema.ts";
import { parsePayload } from "../../protocol/parse-payload.ts";
import { isSameValue } from "../../same-value.ts";
import { waitFor } from "../../transport/deadline.ts";
import type { CallOptions } from "../call-options.ts";
import type { ClientContext } from "../client-context.ts";
import { aboutMonitor } from "./fetch-monitor.ts";
import { mended } from "./mend-monitor.ts";
import { differingSettings } from "./monitor-looks.ts";
import type { MonitorLooks } from "./monitor-looks.ts";

type Wire = Readonly<Record<string, unknown>>;

/** An edit of one monitor. */
export interface MonitorEdit {
  /** The monitor as it was read. */
  readonly first: Monitor;
  /** What is to be changed about a monitor as it is: fields of the wire that are not so yet. */
  readonly wish: (present: Monitor) => Wire;
  readonly options?: CallOptions | undefined;
}

const mostRounds = 8;
const longestPause = 400;

/** One edit that was sent, and what could be seen of it. */
interface Round {
  readonly base: Wire;
  readonly written: Wire;
  /** How others left it, as far as the server has reported. */
  readonly others: readonly Wire[];
  /** How it was before the read; what looks like this now may have been reported late. */
  readonly earlier: readonly Wire[];
  /** Links of others that an earlier round has overwritten: they are looked for until the end. */
  readonly owed: readonly string[];
}

function monitorOf(raw: Wire): Monitor {
  return parsePayload("A monitor", monitorSchema, raw);
}

/** The values of others to be put back: a setting as they left it, links one by one. */
interface Overwritten {
  readonly settings: Wire;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

const links = "notificationIDList";
const linksOf = (row: Wire): readonly string[] => Object.keys(Object(row[links]) as object);

/** The values that others had stored between the read and this edit, which has written what was there before. */
function overwrittenBy({ base, earlier, others, owed, written }: Round): Overwritten {
  const theirs = others.findLast((look) => differingSettings(base, look).length > 0);
  if (theirs === undefined) return { settings: {}, added: owed, removed: [] };
  const isNews = (name: string): boolean => !earlier.some((row) => isSameValue(row[name], theirs[name]));
  const names = differingSettings(base, theirs).filter(isNews);
  const lost = names.filter((name) => name !== links && !isSameValue(theirs[name], written[name]));
  const [before, now] = [linksOf(base), linksOf(theirs)];
  const isRelinked = names.includes(links);
  const added = isRelinked ? now.filter((id) => !before.includes(id)) : [];
  // The server deletes all links of a monitor and stores them one by one, the lowest first: what is missing beside a new one, or
  // behind those that are there, may be on its way.
  const isUnderWay = added.length > 0 || now.every((id, index) => id === before[index]);
  const removed = isRelinked && !isUnderWay ? before.filter((id) => !now.includes(id)) : [];
  const kept = owed.filter((id) => !removed.includes(id));
  return {
    settings: Object.fromEntries(lost.map((name) => [name, theirs[name]])),
    added: [...kept, ...added],
    removed,
  };
}

/** A monitor as it would be if nothing of others had been overwritten; what they have changed since stays. */
function withTheirs(present: Wire, theirs: Overwritten, written: Wire): Wire {
  const settings = Object.entries(theirs.settings).filter(([name]) => isSameValue(present[name], written[name]));
  const kept = linksOf(present).filter((id) => !theirs.removed.includes(id));
  const ids = [...new Set([...kept, ...theirs.added])];
  return { ...present, ...Object.fromEntries(settings), [links]: Object.fromEntries(ids.map((id) => [id, true])) };
}

/**
 * The values to be written once more: those of others that this edit has overwritten, and its own that others have. A value that the
 * server has only stored in another form is not missing.
 */
function missingIn(present: Monitor, round: Round, wish: MonitorEdit["wish"]): Wire {
  const { base, earlier, others, written } = round;
  const states = [base, ...others, ...earlier];
  const isStale = (name: string): boolean => states.some((row) => isSameValue(row[name], present.raw[name]));
  const theirs = withTheirs(present.raw, overwrittenBy(round), written);
  const own = Object.entries(wish(monitorOf(theirs))).filter(
    ([name]) => name === links || (name in present.raw && isStale(name)),
  );
  const target = { ...theirs, ...Object.fromEntries(own) };
  return Object.fromEntries(differingSettings(target, present.raw).map((name) => [name, target[name]]));
}

/** All looks but that of the edit itself: the one that shows what was written, or the last one where the server has changed it. */
function othersIn(looks: readonly Wire[], written: Wire): readonly Wire[] {
  const own = looks.findLastIndex((look) => differingSettings(written, look).length === 0);
  return looks.toSpliced(own === -1 ? looks.length - 1 : own, 1);
}

async function send(context: ClientContext, wire: Wire, options?: CallOptions): Promise<void> {
  const id = Number(wire["id"]);
  await aboutMonitor(id, async () => {
    const answer = await context.transport.call("editMonitor", [wire], options);
    readAck(answer, { what: `The change of the monitor "${String(wire["name"])}"`, secrets: () => secretsOf(wire) });
  });
}

/** So that two clients that meet do not meet again. */
function pauseBefore(round: number, signal: AbortSignal | undefined): Promise<void> {
  const time = Math.random() * Math.min(longestPause, 10 * 2 ** round);
  const what = "The change";
  const onTimeout = (): Error => new Error("not reached");
  return waitFor<void>({ timeout: 2 * longestPause, signal, what, onTimeout }, ({ resolve }) => {
    const timer = setTimeout(resolve, time);
    return () => clearTimeout(timer);
  });
}

/**
 * Edits a monitor so that nothing is lost. The server takes whole monitors and knows no versions: two clients that read, change
 * and write at once overwrite each other without a word. After each edit the monitor is read, and what is missing is written
 * again: what others have overwritten, and what this edit has.
 *
 * @param looks - It must have looked since the monitor was read.
 * @param edit - The monitor as it was read, and what is to be changed.
 * @returns The monitor as it is afterwards.
 * @throws {@link KumaConflictError} when the change does not stay.
 */
export async function editMonitor(context: ClientContext, looks: MonitorLooks, edit: MonitorEdit): Promise<Monitor> {
  const { first, options, wish } = edit;
  const { logger } = context.transport.settings;
  let base: Wire = first.raw;
  let wire: Wire = wish(first);
  let owed: readonly string[] = [];
  for (let rounds = 1; ; rounds += 1) {
    const written = mended({ ...base, ...wire });
    const earlier = [...looks.earlier];
    await send(context, written, options);
    const round: Round = { base, written, earlier, owed, others: othersIn(looks.sinceRead, written) };
    const after = await looks.read(options);
    if (Object.keys(missingIn(after, round, wish)).length === 0) return after;
    await pauseBefore(rounds, options?.signal);
    const present = await looks.read(options);
    base = present.raw;
    wire = missingIn(present, round, wish);
    owed = overwrittenBy(round).added;
    if (Object.keys(wire).length === 0) return present;
    if (rounds === mostRounds) {
      const fields = Object.keys(wire).join(", ");
      throw new KumaConflictError(
        `Others change the monitor "${first.name}" at the same time: ${fields} did not stay.`,
      );
    }
    logger.debug(`others change the monitor ${first.id} at the same time: writing once more`);
  }
}
