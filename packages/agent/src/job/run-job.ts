import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { formatDuration } from "@kumakit/text";
import { claimRun, type JobClaim } from "./job-claim.ts";
import { endText, outputText, startErrorText, type JobStory } from "./job-message.ts";
import { openJobOutput, type JobOutput } from "./job-output.ts";
import { asksForEnd, exitCodeOf, identityOf, listenToSignals, startJob, type JobProcess } from "./job-process.ts";
import type { JobRecord } from "./job-record.ts";
import { jobEnvironment } from "./job-surroundings.ts";
import { restoreOpenFiles } from "./open-files.ts";
import { JobReport, type JobDestination } from "./job-report.ts";

/** The rule for another run of the same job that still goes on. */
export type OverlapRule = "fail" | "skip" | "run";

/** A job to run, and how it is reported. */
export interface JobOptions {
  /** The program and its arguments; no shell is involved. */
  readonly command: readonly [string, ...string[]];
  /** How messages call it. */
  readonly name: string;
  /** Identifies the job among those of this person, for {@link JobOptions.overlap}. */
  readonly id: string;
  /** Of the job, which gets it without the secrets of kumakit. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /**
   * Finds out where the result goes. Asked when the job starts, without waiting for the answer, and again at its end
   * when that failed. An error that has a true `isRetryable` may pass.
   */
  readonly destination: () => Promise<JobDestination>;
  /** Where it is kept what runs. */
  readonly stateFolder: string;
  /** Says something to the person, on stderr; one line without its end. */
  readonly say: (line: string) => void;
  /**
   * When another run still goes on: `fail` does not run the job, pushes DOWN and ends with 75; `skip` does not run it and
   * ends with 0; `run` runs it beside.
   * @defaultValue "fail"
   */
  readonly overlap?: OverlapRule;
  /** After this time the job and all it started are ended, in ms. No limit by default. */
  readonly timeoutMs?: number;
  /**
   * How long it may then take to end before it is killed, in ms.
   * @defaultValue 10_000
   */
  readonly killAfterMs?: number;
  /** After this time DOWN is pushed although the job goes on, in ms. Never by default. */
  readonly warnAfterMs?: number;
  /**
   * For how long a push is tried again, in ms.
   * @defaultValue 120_000
   */
  readonly retryForMs?: number;
  /**
   * How many of the last lines of the output go into the message. 0 leaves the output to the job alone.
   * @defaultValue 5
   */
  readonly outputLines?: number;
  /**
   * Push a beat when the job starts, with the state that the run before left.
   * @defaultValue false
   */
  readonly tellStart?: boolean;
  /**
   * Do not run the job when it is sure that nobody would hear of it.
   * @defaultValue false
   */
  readonly strict?: boolean;
}

/** How long the message of the end waits for the last lines, in ms. */
const outputPatienceMs = 1_500;

/** The exit code when another run goes on: EX_TEMPFAIL of sysexits.h. */
const overlapExitCode = 75;

/** The exit code when a job that ran too long was ended, as that of timeout(1). */
const overrunExitCode = 124;

/** The exit code when the job was not run for want of a way to tell of it, as that of env(1) and timeout(1). */
const strictExitCode = 125;

/** One run of a job. */
class JobRun {
  readonly #options: JobOptions;
  readonly #report: JobReport;
  readonly #label: string;
  /** What the message says beside the end. */
  readonly #notes: string[] = [];
  #record: JobRecord;
  #claim: JobClaim | undefined;

  constructor(options: JobOptions) {
    const { destination, say, retryForMs = 120_000 } = options;
    this.#options = options;
    this.#label = `${hostname()}: ${options.name}`;
    this.#report = new JobReport({ destination, say, retryForMs });
    const watcher = identityOf(process.pid) ?? { pid: process.pid, startedAt: "unknown" };
    this.#record = { job: options.name, startedAt: new Date().toISOString(), watcher };
  }

  async run(): Promise<number> {
    const prepared = this.#report
      .prepare()
      .catch((error: unknown) => (error instanceof Error ? error : new Error("?")));
    try {
      if (this.#options.strict === true) {
        const problem = await prepared;
        if (problem !== undefined) return this.#refuse(problem);
      }
      const running = this.#claimRun();
      if (running !== undefined && this.#options.overlap !== "run") return await this.#leave(running);
      void this.#warn(prepared);
      return await this.#runJob();
    } finally {
      await this.#report.close();
    }
  }

  async #warn(prepared: Promise<Error | void>): Promise<void> {
    const problem = await prepared;
    if (problem !== undefined) {
      this.#report.complain("the job runs, but cannot be reported to Uptime Kuma", problem.message);
    }
  }

  #refuse(problem: Error): number {
    this.#options.say(`the job is not run, because it cannot be reported to Uptime Kuma: ${problem.message}`);
    return strictExitCode;
  }

  /** Takes the place of the only run. @returns the run that has it */
  #claimRun(): JobRecord | undefined {
    const { stateFolder, id, say } = this.#options;
    try {
      const claimed = claimRun({ folder: stateFolder, id }, this.#record);
      if ("running" in claimed) {
        this.#notes.push(`the run of ${claimed.running.startedAt} still goes on beside it`);
        return claimed.running;
      }
      this.#claim = claimed;
      const { before } = claimed;
      if (before !== undefined && before.endedAt === undefined) {
        this.#notes.push(`the run of ${before.startedAt} before it never came to its end`);
      }
    } catch (error) {
      say(`it cannot be seen whether another run goes on: ${error instanceof Error ? error.message : String(error)}`);
    }
    return undefined;
  }

  /** Does not run the job, because another run goes on. */
  async #leave({ startedAt, process, watcher }: JobRecord): Promise<number> {
    const since = formatDuration(Math.max(0, Date.now() - Date.parse(startedAt)));
    const reason = `was not run: the run of ${startedAt} still goes on, for ${since} now (process ${(process ?? watcher).pid})`;
    this.#options.say(`${this.#options.name} ${reason}`);
    if (this.#options.overlap === "skip") return 0;
    const stop = listenToSignals((name) => this.#giveUpAt(name));
    await this.#report.push({ status: "down", message: `${this.#label} ${reason}` });
    stop();
    return overlapExitCode;
  }

  #giveUpAt(signal: NodeJS.Signals): void {
    if (asksForEnd(signal)) this.#report.giveUp();
  }

  async #runJob(): Promise<number> {
    if (this.#options.tellStart === true) this.#tellStart();
    const startedAt = performance.now();
    const output = this.#openOutput();
    const { command, environment } = this.#options;
    restoreOpenFiles(environment);
    const job = startJob(command, jobEnvironment(environment), output);
    this.#keep({ process: job.pid === undefined ? undefined : identityOf(job.pid) });
    let hasEnded = false;
    const stopListening = listenToSignals((name) => {
      // A second thought about the pushing, not about the job.
      if (hasEnded) this.#giveUpAt(name);
      // On a terminal the keys reach the job by themselves.
      else if (!job.onTerminal || (name !== "SIGINT" && name !== "SIGQUIT")) job.signal(name);
    });
    const limits = this.#startTimers(job);
    const end = await job.ended;
    const durationMs = performance.now() - startedAt;
    hasEnded = true;
    const overranMs = limits.stop();
    const drained = output.drain();
    // A reader of the output may be as slow as it likes: the server hears of the end all the same.
    await Promise.race([drained, sleep(outputPatienceMs, undefined, { ref: false })]);
    const story: JobStory = { end, durationMs, ...(overranMs === undefined ? {} : { overranMs }) };
    await this.#tellEnd(story, output);
    await drained;
    stopListening();
    return overranMs === undefined ? exitCodeOf(end) : overrunExitCode;
  }

  #openOutput(): JobOutput {
    try {
      return openJobOutput(this.#options.outputLines !== 0);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#options.say(`the message will hold nothing of the output: ${reason}`);
      return openJobOutput(false);
    }
  }

  #keep(changes: { [Key in keyof JobRecord]?: JobRecord[Key] | undefined }): void {
    this.#record = { ...this.#record, ...(changes as Partial<JobRecord>) };
    try {
      this.#claim?.update(this.#record);
    } catch (error) {
      this.#options.say(`it could not be kept how the run went: ${error instanceof Error ? error.message : "?"}`);
    }
  }

  /** Without changing what the run before has left: a start does not mean that what failed is well again. */
  #tellStart(): void {
    const failed = this.#claim?.before?.ok === false;
    const message = `${this.#label} started${failed ? " again; the run before failed" : ""}`;
    void this.#report.push({ status: failed ? "down" : "up", message });
  }

  /** Watches over the time. @returns the way to stop, which says whether and after how long the job was ended, in ms */
  #startTimers(job: JobProcess): { stop: () => number | undefined } {
    const { timeoutMs, killAfterMs = 10_000, warnAfterMs } = this.#options;
    const timers: NodeJS.Timeout[] = [];
    let overranMs: number | undefined;
    if (warnAfterMs !== undefined) {
      const message = `${this.#label} still runs after ${formatDuration(warnAfterMs)}`;
      timers.push(setTimeout(() => void this.#report.push({ status: "down", message }), warnAfterMs));
    }
    if (timeoutMs !== undefined) {
      const end = (): void => {
        overranMs = timeoutMs;
        job.signal("SIGTERM");
        timers.push(setTimeout(() => job.signal("SIGKILL"), killAfterMs));
      };
      timers.push(setTimeout(end, timeoutMs));
    }
    return {
      stop: () => {
        for (const timer of timers) clearTimeout(timer);
        // What it has started must not outlive the time either.
        if (overranMs !== undefined) job.signal("SIGKILL");
        return overranMs;
      },
    };
  }

  async #tellEnd(story: JobStory, { tail }: JobOutput): Promise<void> {
    const { end, durationMs, overranMs } = story;
    const { name, say, outputLines = 5 } = this.#options;
    const ok = overranMs === undefined && end.kind === "exit" && end.code === 0;
    this.#keep({ endedAt: new Date().toISOString(), ok });
    if (end.kind === "not-started") say(`${name} cannot be started: ${startErrorText(end.code)}`);
    else if (overranMs !== undefined) say(`${name} ${endText(story)}`);
    const lines = await Promise.all(tail.lines(outputLines).map((line) => this.#report.withoutSecrets(line)));
    const said = outputText(lines);
    const message = [`${this.#label} ${endText(story)}`, ...this.#notes].join("; ");
    await this.#report.push({
      status: ok ? "up" : "down",
      message: said === "" ? message : `${message}; it said: ${said}`,
      ping: Math.max(1, durationMs),
    });
  }
}

/**
 * Runs a job as if it had been started directly: its stdin, stdout and stderr, signals and its exit code are its own. How it
 * went is pushed to Uptime Kuma; whatever goes wrong with that is said on stderr and changes nothing else.
 *
 * @param options - the job, and what to tell of it
 * @returns the exit code: the job's own; 128 + n when signal n ended it; 127 or 126 when it could not be started; 124 when
 * it ran too long; 75 when another run goes on; 125 when it was not run with `strict`
 */
export function runJob(options: JobOptions): Promise<number> {
  return new JobRun(options).run();
}
