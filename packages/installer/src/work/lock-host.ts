import { PassThrough } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";

import type { HostFacts } from "../facts/host-facts.ts";
import { pathsOf } from "../install-paths.ts";
import type { Host, HostScript, ScriptResult } from "../hosts/host.ts";
import { InstallerError } from "../installer-error.ts";
import { lockProgram } from "../scripts/programs.ts";
import { fileFailure } from "./file-failure.ts";
import { undoOn } from "./undo-on.ts";

/** A held lock: nobody else installs or uninstalls on that host. It ends with this process, however that ends. */
export interface HostLock extends AsyncDisposable {
  /** The folder on the host that says how to put things back. */
  readonly journal: string;
  /** Whether the work of a run that was killed had to be put back first. */
  readonly wasCutShort: boolean;
  /** Gives the lock back, and lets go of what could have been undone; the second time does nothing. */
  release(): Promise<void>;
}

/** Begins the line with what a look in between has seen. */
const seenMark = "seen\t";

/** How often, and how far apart in ms, a lock is tried that its former holder is just removing. */
const attempts = 50;
const pause = 20;

/** How long a holder may say nothing until the host takes the lock back, in s, and how often it says something, in ms. */
const silence = 60;
const signOfLife = 10_000;

/**
 * Keeps other installs and uninstalls off a host until it is released. A killed run's half-done work is put back first,
 * so facts must be surveyed after this.
 *
 * @param facts - of any survey of the host for the same scope
 * @throws {@link InstallerError} `INSTALLER_LOCKED` when somebody else holds it; `INSTALLER_UNDO_INCOMPLETE` when the
 * leftovers of a killed run could not be put back
 */
export async function lockHost(host: Host, facts: HostFacts): Promise<HostLock> {
  const { lock: file, journal } = pathsOf(facts);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const attempted = await tryLock(host, { file, journal });
    const [word, text = ""] = attempted.answer.split("\t");
    if (word === "busy") throw locked(host, text);
    if (word === "no-flock") throw withoutFlock(host);
    if (word === "held") {
      if (text === "unfinished") await putBackFirst(host, facts, attempted);
      return heldLock(attempted, journal);
    }
    await sleep(pause);
  }
  throw locked(host, `the file ${file} says so`);
}

/**
 * Whether something lies on the host that only a run leaves that was killed, or is at work now; {@link lockHost}
 * knows which, and puts back what the killed one did. False for what another account may not touch.
 */
export function isLeftByKilledRun(facts: HostFacts): boolean {
  if (facts.scope === "system" && facts.account.uid !== 0) return false;
  return facts.journal !== "none" || facts.files[pathsOf(facts).lock] !== undefined;
}

/** One try to get a lock. */
export interface LockAttempt {
  /** The first line that the script said. */
  readonly answer: string;
  /** What the other program said in between; undefined when it was cut off, or there is none. */
  readonly seen: Buffer | undefined;
  /** Ends the script with a last word; the second time does nothing. */
  end(word: "release" | "forget"): Promise<void>;
}

/** The lock to try. */
export interface LockWish {
  /** The file on the host. */
  readonly file: string;
  /** The folder of the journal that goes with it. */
  readonly journal: string;
  /** Looks at the host in between, under the lock where it was got; an abort of `signal` ends it then, and only then. */
  readonly look?: Pick<HostScript, "program" | "args"> & { readonly signal: AbortSignal };
}

/** The lock of an attempt that got it. */
export function heldLock(attempt: LockAttempt, journal: string): HostLock {
  const release = async (): Promise<void> => await attempt.end("release");
  const wasCutShort = ["held\tunfinished", "held\tundone"].includes(attempt.answer);
  return { journal, wasCutShort, release, [Symbol.asyncDispose]: release };
}

/**
 * Tries once to get a lock.
 *
 * @throws {@link InstallerError} `INSTALLER_FILE_FAILED` when the script ends without a word
 */
export async function tryLock(host: Host, { file, journal, look }: LockWish): Promise<LockAttempt> {
  const input = new PassThrough();
  const args = [file, journal, `process ${process.pid}`, String(silence)];
  const ending = new AbortController();
  const stop = (): void => ending.abort();
  look?.signal.addEventListener("abort", stop, { once: true });
  const lines: string[] = [];
  let finished: Promise<ScriptResult> | undefined;
  await new Promise<void>((resolve, reject) => {
    finished = host.runScript({
      program: lockProgram,
      args: look === undefined ? args : [...args, look.program, "kuma", ...look.args],
      input,
      signal: ending.signal,
      onLine: (line) => {
        if (lines.push(line) === (look === undefined ? 1 : 2)) resolve();
      },
    });
    // It ends without a word when the file cannot even be opened.
    const withoutWord = ({ complaint }: ScriptResult): void => {
      if (lines.length > 0 || ending.signal.aborted) resolve();
      else reject(fileFailure(host, `lock ${file}`, complaint));
    };
    finished.then(withoutWord).catch(reject);
  }).finally(() => look?.signal.removeEventListener("abort", stop));
  const [answer = "", second] = lines;
  const timer = setInterval(() => void input.write("here\n"), signOfLife).unref();
  let isHeld = true;
  return {
    answer,
    seen: second?.startsWith(seenMark) ? Buffer.from(second.slice(seenMark.length), "base64") : undefined,
    async end(word) {
      if (!isHeld) return;
      isHeld = false;
      clearInterval(timer);
      input.end(`${word}\n`);
      // A lock whose connection was lost is given back by the host.
      await finished?.catch(() => undefined);
    },
  };
}

async function putBackFirst(host: Host, facts: HostFacts, attempted: LockAttempt): Promise<void> {
  const left = await undoOn(host, { journal: pathsOf(facts).journal, scope: facts.scope });
  if (left.length === 0) return;
  // What cannot be put back twice is said once, and then given up: otherwise nothing could be installed here ever again.
  await attempted.end("forget");
  throw new InstallerError({
    code: "INSTALLER_UNDO_INCOMPLETE",
    layer: "files",
    message: `An earlier run on ${host.label} was cut short, and not everything of it could be put back.`,
    hint: "put these back by hand, and try again",
    leftBehind: left,
  });
}

function locked({ label }: Host, who: string): InstallerError {
  return new InstallerError({
    code: "INSTALLER_LOCKED",
    layer: "usage",
    message: `Another install or uninstall (${who}) is at work on ${label}.`,
    hint: "wait until it has finished, and try again",
  });
}

function withoutFlock({ label }: Host): InstallerError {
  return new InstallerError({
    code: "INSTALLER_COMMAND_FAILED",
    layer: "files",
    message: `There is no program flock on ${label}, which keeps two installs from getting in each other's way.`,
    hint: "install it first: it is in the package util-linux",
  });
}
