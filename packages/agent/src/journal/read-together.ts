import type { UnitScope } from "../systemd/unit-state.ts";
import type { JournalEntry } from "./journal-entry.ts";
import { journalctlPlaces, runJournalctlNow, type JournalEnd } from "./run-journalctl.ts";

/** How many entries of a unit that is read alone are looked through. */
const entriesAlone = 60;

/** Of several units, so many for each: reading takes longer with every unit and every entry. */
const entriesTogether = 20;

/** So many units are read by one journalctl. */
const mostTogether = 25;

const timeoutMs = 5_000;
const bytesOfUnit = 1024 * 1024;

/** A wish for the newest log entries of a unit. */
export interface UnitLogQuery {
  readonly scope: UnitScope;
  readonly unit: string;
  /** `false`: other units are read together with it. Their entries come along then, and differ by their runs. */
  readonly isAlone: boolean;
  readonly signal: AbortSignal;
}

/** The newest entries, oldest first; those of other units may be among them. */
export interface UnitLogEntries {
  readonly end: JournalEnd;
  readonly entries: readonly JournalEntry[];
  /** Whether there are as many as were asked for: of a unit beside one that writes much, something may be missing. */
  readonly isFull: boolean;
}

interface Asked {
  readonly query: UnitLogQuery;
  readonly answer: (entries: UnitLogEntries) => void;
}

const waiting: Asked[] = [];

/**
 * Reads the log of a unit. When many units die together, one journalctl reads those of several: one for each would take
 * seconds, and every alert but the first few would be sent without its last line. Never throws.
 */
export async function readUnitLog(query: UnitLogQuery): Promise<UnitLogEntries> {
  if (query.isAlone) return await journalctlPlaces.run(() => read([query]));
  return await new Promise((answer) => {
    waiting.push({ query, answer });
    void journalctlPlaces.run(readWaiting);
  });
}

/** Reads for all of the same manager that wait; when their own turn comes they find nothing left to do. */
async function readWaiting(): Promise<void> {
  const [first] = waiting;
  if (first === undefined) return;
  const batch = waiting.filter(({ query }) => query.scope === first.query.scope).slice(0, mostTogether);
  for (const asked of batch) waiting.splice(waiting.indexOf(asked), 1);
  const entries = await read(batch.map(({ query }) => query));
  for (const { answer } of batch) answer(entries);
}

async function read(queries: readonly UnitLogQuery[]): Promise<UnitLogEntries> {
  const most = queries.length === 1 ? entriesAlone : entriesTogether * queries.length;
  const entries: JournalEntry[] = [];
  const goOn = new AbortController();
  const leave = (): void => {
    if (queries.every(({ signal }) => signal.aborted)) goOn.abort();
  };
  for (const { signal } of queries) signal.addEventListener("abort", leave);
  leave();
  const end = await runJournalctlNow({
    args: [...queries.flatMap(argumentsFor), `--lines=${most}`],
    timeoutMs,
    mostBytes: bytesOfUnit * queries.length,
    signal: goOn.signal,
    onEntry: (entry) => entries.push(entry),
  });
  for (const { signal } of queries) signal.removeEventListener("abort", leave);
  return { end, entries, isFull: entries.length >= most };
}

function argumentsFor({ scope, unit }: UnitLogQuery): readonly string[] {
  // Quiet: a person who reads their own lines need not see those of the system.
  return scope === "user" ? ["--quiet", `--user-unit=${unit}`] : [`--unit=${unit}`];
}
