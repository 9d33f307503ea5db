import type { JournalEntry } from "./journal-entry.ts";

/** systemd's "Main process exited"; a reader that has this also has the earlier lines of the process. */
const processExit = "98e322203f7a4ed290d09fe03c09fe15";

/** systemd's words on every run; the reason of the check says it better (`systemd/sd-messages.h`). */
const boilerplate: ReadonlySet<string> = new Set([
  processExit,
  "d9b373ed55a64feb8242e02dbe79a49c", // Failed with result …
  "7ad2d189f7e94e70a38c781354912448", // Deactivated successfully
  "0e4284a0caca4bfc81c0bb6786972673", // Skipped because of a condition
  "7d4958e842da4a758f6c1cdc7b36dcc5", // Starting …
  "39f53479d3a045ac8e11786248231fbf", // Started …
  "be02cf6855d2428ba40df7e9d022f03d", // Failed to start …
  "de5b426a63be47a7b6ac3eaac82e2f6f", // Stopping …
  "9d1aaa27d60140bd96365438aad20286", // Stopped …
  "5eb03494b6584870a536b337290809b3", // Scheduled restart job
  "ae8f7b866b0347b9af31fe1c80b127c0", // Consumed … CPU time
  "fe6faa94e7774663a0da52717891d8ef", // A process was killed by the OOM killer
]);

/** Programs end their last words with lines that say nothing: a frame of a stack, a brace, the version of the runtime. */
const saysNothing = /^\s*at\s\S|^\s*\.{3} \d+ more|^Node\.js v\d|^goroutine \d+|^\s+\S+\.go:\d+|^exit status \d+$/;

/** A word that is nothing but the inside of a key, a certificate or a dump. */
const opaque = /^[A-Za-z0-9+/=_-]{40,}$|^-----(?:BEGIN|END) /;

const goPanic = /^(?:panic|fatal error): /;

function isUseful(line: string): boolean {
  return /[\p{L}\p{N}]{2}/u.test(line) && !saysNothing.test(line) && !opaque.test(line.trim());
}

function lastOf(lines: readonly string[]): string | undefined {
  const isGoTrace = lines.some((line) => line.startsWith("goroutine "));
  const panic = isGoTrace ? lines.filter((line) => goPanic.test(line)).at(-1) : undefined;
  return (panic ?? lines.filter(isUseful).at(-1))?.trim();
}

function linesOf(entries: readonly JournalEntry[]): readonly string[] {
  return entries.flatMap(({ message = "" }) => message.split(/[\r\n]+/));
}

/** The run that has ended last, by what systemd says; empty when it says nothing. */
export function lastEndedRun(entries: readonly JournalEntry[]): string {
  return entries.filter(({ messageId }) => messageId === processExit).at(-1)?.aboutInvocation ?? "";
}

/** Whether systemd has logged already that the main process of a run has ended. */
export function sawEndOf(entries: readonly JournalEntry[], run: string): boolean {
  return entries.some(({ messageId, aboutInvocation }) => messageId === processExit && aboutInvocation === run);
}

/**
 * The line that says most about the end of a run: the last useful one of its processes, else a warning of systemd's
 * that is more than its usual words.
 *
 * @param entries - of one unit, oldest first
 * @param run - the invocation id
 * @returns as it was logged, on one line; undefined when there is none
 */
export function lastUsefulLine(entries: readonly JournalEntry[], run: string): string | undefined {
  const own = entries.filter(({ invocationId }) => invocationId === run);
  const about = entries.filter(
    ({ aboutInvocation, messageId, priority }) =>
      aboutInvocation === run && priority <= 4 && !boilerplate.has(messageId),
  );
  return lastOf(linesOf(own)) ?? lastOf(linesOf(about));
}
