import type { CheckResult } from "../check.ts";
import { searchEach } from "../shared/text-search.ts";
import { formatDuration } from "@kumakit/text";
import type { UnitScope } from "../../systemd/unit-state.ts";
import { isJournalKept } from "./is-journal-kept.ts";
import type { JournalEntry } from "../../journal/journal-entry.ts";
import { runJournalctl, type JournalEnd, type JournalQuery } from "../../journal/run-journalctl.ts";

/** How long one reading may take, in ms; what is left is read by the next. */
const readLimitMs = 10_000;

/** How much is read at once, in bytes; what is left is read by the next. */
const mostBytes = 16 * 1024 * 1024;

/** So many lines are matched together. */
const batchSize = 256;

/** A line is searched up to here, in characters; journald itself shows no longer ones. */
const longestSearched = 4_096;

/** A line in a report has this many characters at most. */
const longestLine = 300;

/** More matches than this are not counted exactly. */
const mostMatches = 10_000;

/** Which lines are looked for. */
export interface JournalWatchSettings {
  /** What a line must contain, as the schema `textPattern` accepts it; any line will do when left out. */
  readonly contains?: string | undefined;
  readonly unit?: string | undefined;
  readonly scope: UnitScope;
  /** As `err`: this and worse. */
  readonly priority?: string | undefined;
  /** So many matching lines are DOWN. */
  readonly atLeast: number;
  /** For so long a matching line counts, in ms. */
  readonly clearAfterMs: number;
  readonly signal: AbortSignal;
  readonly clean: (text: string) => string;
  /** Wall clock, in ms. */
  readonly now?: () => number;
}

interface Match {
  /** Wall clock, in ms. */
  readonly at: number;
  readonly from: string;
  readonly line: string;
}

function countText(count: number): string {
  const number = count >= mostMatches ? `${mostMatches} or more` : String(count);
  return `${number} matching ${count === 1 ? "line" : "lines"}`;
}

/** Looks for lines in the journal: each entry once, from the start of the watch on. */
export class JournalWatch {
  readonly #settings: JournalWatchSettings;
  readonly #now: () => number;
  #matches: Match[] = [];
  /** Lines that the pattern was given up on, and when that was last, wall clock in ms. */
  #tooSlow = { lines: 0, at: 0 };
  /** The last entry that was looked at; before the first one, since when entries count. */
  #cursor: string | undefined;
  #since: number;
  #sawJournal = false;
  #looking: Promise<CheckResult> | undefined;

  constructor(settings: JournalWatchSettings) {
    this.#settings = settings;
    this.#now = settings.now ?? Date.now;
    this.#since = this.#now();
  }

  /** Reads what was logged since the last look, and judges. Who comes during a look shares it. Never throws. */
  look(): Promise<CheckResult> {
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  async #look(): Promise<CheckResult> {
    const startedAt = performance.now();
    const end = await this.#readNew();
    if (!end.ok) return { status: "noData", message: end.reason };
    if (!(await this.#isKept())) return { status: "noData", message: "this host keeps no journal" };
    return { ...this.#judge(end.isWhole), durationMs: performance.now() - startedAt };
  }

  /** Asked once, and again only while there is none; a person who reads their own lines may not have any yet. */
  async #isKept(): Promise<boolean> {
    this.#sawJournal ||=
      this.#cursor !== undefined || this.#settings.scope === "user" || (await isJournalKept(this.#settings.signal));
    return this.#sawJournal;
  }

  async #readNew(): Promise<JournalEnd> {
    let batch: JournalEntry[] = [];
    const flush = (): void => {
      this.#takeBatch(batch);
      batch = [];
    };
    const end = await runJournalctl({
      args: this.#args(),
      timeoutMs: readLimitMs,
      mostBytes,
      signal: this.#settings.signal,
      onEntry: (entry) => {
        // The reading begins with the entry that was the last one; it may be gone, and then the next one is new.
        if (entry.cursor === this.#cursor) return;
        batch.push(entry);
        if (batch.length >= batchSize) flush();
      },
    } satisfies JournalQuery);
    flush();
    return end;
  }

  #args(): readonly string[] {
    const { unit, scope, priority } = this.#settings;
    const units = scope === "user" ? "--user-unit" : "--unit";
    // Not --after-cursor: it passes over one entry more when the one of the cursor was removed meanwhile.
    const from =
      this.#cursor === undefined ? `--since=@${(this.#since / 1000).toFixed(6)}` : `--cursor=${this.#cursor}`;
    return [
      from,
      ...(unit === undefined ? [] : [`${units}=${unit}`]),
      // Quiet: a person who reads their own lines need not see those of the system.
      ...(scope === "user" ? ["--quiet"] : []),
      ...(unit === undefined && scope === "user" ? ["--user"] : []),
      ...(priority === undefined ? [] : [`--priority=${priority}`]),
    ];
  }

  #takeBatch(entries: readonly JournalEntry[]): void {
    const { contains } = this.#settings;
    const lines = entries.map(({ message = "" }) => message.slice(0, longestSearched));
    const { matches, tooSlow } =
      contains === undefined ? { matches: lines.map(() => true), tooSlow: 0 } : searchEach(contains, lines);
    if (tooSlow > 0) this.#tooSlow = { lines: this.#tooSlow.lines + tooSlow, at: this.#now() };
    for (const [index, { at, from, pid, message = "" }] of entries.entries()) {
      // The agent logs what it has found, which would be found again.
      if (matches[index] === true && pid !== process.pid) this.#matches.push({ at, from, line: message });
    }
    if (this.#matches.length > mostMatches) this.#matches = this.#matches.slice(-mostMatches);
    this.#cursor = entries.at(-1)?.cursor ?? this.#cursor;
  }

  #judge(isWhole: boolean): CheckResult {
    const { atLeast, clearAfterMs } = this.#settings;
    const now = this.#now();
    this.#matches = this.#matches.filter(({ at }) => at > now - clearAfterMs);
    const { length } = this.#matches;
    const newest = this.#matches.at(-1);
    const within = `within ${formatDuration(clearAfterMs)}`;
    if (newest !== undefined && length >= atLeast) {
      const ago = `the newest ${formatDuration(Math.max(0, now - newest.at))} ago`;
      const from = newest.from === "" ? "" : ` from ${newest.from}`;
      return { status: "down", message: `${countText(length)} ${within}, ${ago}${from}: "${this.#fit(newest.line)}"` };
    }
    if (this.#tooSlow.at <= now - clearAfterMs) this.#tooSlow = { lines: 0, at: 0 };
    if (this.#tooSlow.lines > 0) {
      const lines = this.#tooSlow.lines === 1 ? "a line" : `${this.#tooSlow.lines} lines`;
      return { status: "noData", message: `the pattern takes too long on ${lines}: make it simpler` };
    }
    if (!isWhole) return { status: "noData", message: "more is logged than can be read" };
    const few = length === 0 ? "no matching line" : `${countText(length)}, fewer than ${atLeast},`;
    return { status: "up", message: `${few} ${within}` };
  }

  #fit(line: string): string {
    const characters = Array.from(this.#settings.clean(line));
    const isLong = characters.length > longestLine;
    return isLong ? `${characters.slice(0, longestLine).join("").trimEnd()}…` : characters.join("");
  }
}
