import { surveyProgram } from "../scripts/programs.ts";
import { parseSurvey } from "../facts/parse-survey.ts";
import { notLookedAt, surveyArguments, surveyHost, surveyPatience, type SurveyQuestion } from "../facts/survey-host.ts";
import type { HostFacts } from "../facts/host-facts.ts";
import type { Host } from "../hosts/host.ts";
import { installPaths } from "../install-paths.ts";
import { heldLock, lockHost, tryLock, type HostLock } from "./lock-host.ts";

/** A host as it was seen, and the lock that it was seen under. */
export interface LockedSurvey extends AsyncDisposable {
  /** As a survey gives them. */
  readonly facts: HostFacts;
  /**
   * Undefined when the lock could not be had at once, or what a killed run has left is to be put back first: `lockHost`
   * sees to both, and the host is to be looked at again after it.
   */
  readonly lock: HostLock | undefined;
}

/**
 * {@link surveyHost} and `lockHost` with one way there and back, where nobody is in the way. Nothing but the lock's file
 * comes into being, and it goes with the lock.
 *
 * @throws {@link InstallerError} as {@link surveyHost}; AbortError when `signal` aborts
 */
export async function surveyAndLock(
  host: Host,
  question: SurveyQuestion,
  { signal }: { readonly signal: AbortSignal },
): Promise<LockedSurvey> {
  signal.throwIfAborted();
  const attempted = question.scope === "system" ? await lookUnderLock(host, question, signal) : undefined;
  if (attempted !== undefined) return attempted;
  return {
    facts: await surveyHost(host, question, { signal }),
    lock: undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

/** A host as it was seen under its lock. */
export interface HeldSurvey extends AsyncDisposable {
  /** As a survey gives them. */
  readonly facts: HostFacts;
  /** It ends with this, or by itself. */
  readonly lock: HostLock;
}

/**
 * Locks a host and looks at it after that, for what was planned by an earlier look: another run may have been at work
 * until then.
 *
 * @throws {@link InstallerError} as {@link surveyHost} and `lockHost`; AbortError when `signal` aborts
 */
export async function lockAndSurvey(
  host: Host,
  question: SurveyQuestion,
  { signal }: { readonly signal: AbortSignal },
): Promise<HeldSurvey> {
  const { facts, lock } = await surveyAndLock(host, question, { signal });
  if (lock !== undefined) return { facts, lock, [Symbol.asyncDispose]: () => lock.release() };
  const waited = await lockHost(host, facts);
  try {
    const now = await surveyHost(host, question, { signal });
    return { facts: now, lock: waited, [Symbol.asyncDispose]: () => waited.release() };
  } catch (error) {
    await waited.release();
    throw error;
  }
}

/** The answers to a lock under which nothing is to be put back. */
const heldWell = new Set(["held\tnone", "held\tdone", "held\tundone"]);

async function lookUnderLock(
  host: Host,
  question: SurveyQuestion,
  signal: AbortSignal,
): Promise<LockedSurvey | undefined> {
  // The places of a person's agent are known only once the host was looked at.
  const { lock: file, journal } = installPaths("system");
  // Not AbortSignal.any: on Node 20 a combined signal can be garbage collected and then never fires.
  const limit = new AbortController();
  const giveUp = (): void => limit.abort();
  const timer = setTimeout(giveUp, surveyPatience);
  signal.addEventListener("abort", giveUp);
  const look = { program: surveyProgram, args: surveyArguments(host, question), signal: limit.signal };
  const attempt = await tryLock(host, { file, journal, look }).finally(() => {
    clearTimeout(timer);
    signal.removeEventListener("abort", giveUp);
  });
  const facts = attempt.seen && parseSurvey(attempt.seen, { label: host.label, scope: question.scope });
  const isHeld = heldWell.has(attempt.answer);
  if (!isHeld || facts === undefined || limit.signal.aborted) await attempt.end("release");
  signal.throwIfAborted();
  if (limit.signal.aborted) throw notLookedAt(host, "");
  if (facts === undefined) return undefined;
  const lock = isHeld ? heldLock(attempt, journal) : undefined;
  return { facts, lock, [Symbol.asyncDispose]: async () => await lock?.release() };
}
