import type { ProgramEnd } from "./last-end.ts";
import type { ProgramState } from "./program-state.ts";

/** A reason is not longer, in characters; what a program is called or why it fails is not ours. */
const longestReason = 200;
const longestName = 80;

/** So many culprits are named. */
const mostCulprits = 5;

function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1).replace(/\p{Cs}$/u, "")}…` : text;
}

function exitOf({ exitStatus }: ProgramState, end: ProgramEnd | undefined): string {
  if (end !== undefined) return end.how;
  return exitStatus === -1 ? "terminated by a signal" : `exit status ${exitStatus}`;
}

function reasonOf(program: ProgramState, end: ProgramEnd | undefined): string {
  if (program.state === "EXITED") return exitOf(program, end);
  if (program.state === "STOPPED") return program.start === 0 ? "was never started" : "";
  if (program.spawnError.startsWith("Exited too quickly")) return "exited too quickly";
  return program.spawnError;
}

/** As `web FATAL can't find command '/does/not/exist'` or `web EXITED exit status 7`. */
export function describeProgram(program: ProgramState, end?: ProgramEnd): string {
  const reason = shortened(reasonOf(program, end), longestReason);
  return [shortened(program.id, longestName), program.state, reason].filter((part) => part !== "").join(" ");
}

/** As `wbe is not known to supervisord, did you mean "web"?`. */
export function describeMissing(name: string, hint: string): string {
  return `${shortened(name, longestName)} is not known to supervisord${hint}`;
}

/** As `web died (terminated by SIGKILL), restarted by supervisord`. */
export function describeRestart({ id }: ProgramState, { how }: ProgramEnd): string {
  return `${shortened(id, longestName)} died (${shortened(how, longestReason)}), restarted by supervisord`;
}

/** As `web is in a crash loop: 3 restarts within 5 min`. */
export function describeCrashLoop({ id }: ProgramState, restarts: number): string {
  return `${shortened(id, longestName)} is in a crash loop: ${restarts} restarts within 5 min`;
}

/**
 * As `2 of 7 programs: web FATAL …; worker BACKOFF …`; just the culprit when there is one program only.
 *
 * @param culprits - a text about each program that is DOWN
 * @param total - how many programs the check looks at
 */
export function describeCulprits(culprits: readonly string[], total: number): string {
  if (total === 1) return culprits.join("; ");
  const more = culprits.length - mostCulprits;
  const named = culprits.slice(0, mostCulprits).join("; ");
  return `${culprits.length} of ${total} programs: ${named}${more > 0 ? `; and ${more} more` : ""}`;
}

/** As `6 of 7 programs are RUNNING, 1 STOPPED`. */
export function describeWell(programs: readonly ProgramState[]): string {
  const [only] = programs;
  if (only === undefined) return "supervisord is running, without a program";
  if (programs.length === 1) return `${shortened(only.id, longestName)} is ${only.state}`;
  const counts = new Map<string, number>();
  for (const { state } of programs) counts.set(state, (counts.get(state) ?? 0) + 1);
  const running = counts.get("RUNNING") ?? 0;
  counts.delete("RUNNING");
  if (counts.size === 0) return `all ${running} programs are RUNNING`;
  const others = [...counts].map(([state, count]) => `${count} ${state}`);
  return `${running} of ${programs.length} programs are RUNNING, ${others.join(", ")}`;
}
