/** How the run of a program before its present one ended, as supervisord's own log has it. */
export interface ProgramEnd {
  /**
   * - `failed`: by itself, in a way that its `exitcodes` do not have;
   * - `finished`: by itself, as expected;
   * - `stopped`: because somebody asked supervisord to.
   */
  readonly kind: "failed" | "finished" | "stopped";
  /** As `exit status 7` or `terminated by SIGKILL`. */
  readonly how: string;
}

// The line starts with date, time and level, so that what a program writes cannot pass for it by chance.
const line = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]{4,5} (exited|stopped|spawned): (.*)$/;

/** The start of a run, by its process id, or the end of one. */
type RunEvent = { readonly pid: string } | ProgramEnd;

function eventOf(text: string, name: string): RunEvent | undefined {
  const [, kind, rest = ""] = line.exec(text) ?? [];
  const start = kind === "spawned" ? `'${name}' with pid ` : `${name} (`;
  if (kind === undefined || !rest.startsWith(start)) return undefined;
  if (kind === "spawned") return { pid: rest.slice(start.length) };
  const inside = rest.slice(start.length).replace(/\)$/, "");
  if (kind === "stopped") return { kind: "stopped", how: inside };
  const [how = "", expectation] = inside.split("; ", 2);
  return { kind: expectation === "expected" ? "finished" : "failed", how };
}

/**
 * Which end of a run is looked for: the last one, the last one before the present start, or the one before the run
 * with this process id.
 */
export type SoughtEnd = "last" | "before-last-start" | { readonly beforePid: number };

/**
 * Finds in the end of supervisord's log how a run of a program ended.
 *
 * @param log - the end of the log; the log names programs without their group
 * @param name - the program's name
 * @param sought - which end is meant
 * @returns undefined when the log does not say
 */
export function lastEnd(log: string, name: string, sought: SoughtEnd): ProgramEnd | undefined {
  const events = log
    .split("\n")
    .reverse()
    .flatMap((text) => eventOf(text, name) ?? []);
  // The next run may have started since the reply that made somebody ask.
  if (sought === "last") return events.find((event): event is ProgramEnd => !("pid" in event));
  const pid = typeof sought === "object" ? String(sought.beforePid) : undefined;
  const start = events.findIndex((event) => "pid" in event && (pid === undefined || event.pid === pid));
  const found = start === -1 ? undefined : events[start + 1];
  // Where another start stands, the end was not logged.
  return found === undefined || "pid" in found ? undefined : found;
}
