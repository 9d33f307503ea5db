import { CheckEnd } from "./check-end.ts";
import type { Check, CheckResult } from "../checks/check.ts";
import type { CheckStatus } from "../service/agent-status.ts";
import { CheckRhythm } from "./check-rhythm.ts";
import { formatDuration } from "@kumakit/text";
import { isoTime } from "../service/iso-time.ts";
import { changeOf, pingOf, type Known, type LastWord, type Taking } from "./known-state.ts";
import type { CheckSurroundings, Inheritance, MonitoredCheckOptions } from "./monitored-check-options.ts";
import { mutedBeat } from "../mute/muted-beat.ts";
import { isSameMonitor, Outlet, type OutletTarget, type ServerRole } from "../push/outlet.ts";
import type { Beat } from "../push/push-client.ts";
import type { TickTimer } from "./tick-timer.ts";

/** One check and its monitor: looks, remembers what is known, and sees that the server hears it in time. */
export class MonitoredCheck {
  /** What is watched, and for which monitors. */
  readonly options: MonitoredCheckOptions;
  readonly #surroundings: CheckSurroundings;
  readonly #rhythm: CheckRhythm;
  readonly #outlets: readonly Outlet[];
  readonly #end = new CheckEnd();
  #check: Check | undefined;
  #ticks: TickTimer | undefined;
  #known: Known | undefined;
  /** Whether what is known is a run, which goes down with the host. */
  #isRun = false;
  #noDataSince: number | undefined;
  /** A heartbeat was due while nothing was known: it is made up for, or the next one would have to come for certain. */
  #owesBeat = false;
  #lookingSince: number | undefined;
  #shown: Pick<CheckStatus, "status" | "message"> & {
    /** Wall clock, ms. */
    readonly since: number;
  };
  /** Wall clock, ms. */
  #lastResultAt: number | undefined;

  /**
   * @param options - what is watched
   * @param surroundings - what it shares with the other checks
   * @param inheritance - of the check that it takes the place of: one monitor never has two queues
   */
  constructor(options: MonitoredCheckOptions, surroundings: CheckSurroundings, inheritance?: Inheritance) {
    this.options = options;
    this.#surroundings = surroundings;
    this.#rhythm = new CheckRhythm(options.settings);
    this.#known = inheritance?.known;
    const { logger, onChange } = surroundings;
    const outletOptions = { name: options.name, periodMs: this.#rhythm.periodMs, logger, onChange };
    this.#outlets = options.targets.map(
      (target) =>
        new Outlet(
          target,
          outletOptions,
          inheritance?.outlets.find((outlet) => isSameMonitor(outlet.target, target)),
        ),
    );
    this.#shown = { status: "unknown", message: "not looked at yet", since: Date.now() };
  }

  /** Looks and pushes at once, then again in its rhythm. */
  start(): void {
    const { start, bootGraceUntil } = this.options;
    const { units, configFolder, logger, format } = this.#surroundings;
    const end = this.#end;
    const report = (result: CheckResult): void => this.#take(result, "event");
    this.#check = start({
      units,
      get signal() {
        return end.signal;
      },
      onEnd: (listener) => end.listen(listener),
      bootGraceUntil,
      configFolder,
      logger,
      report,
      clean: format,
    });
    this.#ticks = this.#surroundings.ticks.start(this.#rhythm.lookMs, () => this.#tick(this.#rhythm.count()));
    this.#look("beat");
  }

  /** Looks and pushes now, besides the ticks, also to a monitor that was not there the last time. */
  lookNow(): void {
    for (const outlet of this.#outlets) outlet.askAgain();
    this.#tick(true);
  }

  /**
   * Another server listens from now on, or nobody knows what one believes.
   *
   * @param role - of the server; both when left out
   */
  forgetRecorded(role?: ServerRole): void {
    for (const outlet of this.#outlets) {
      if (role === undefined || outlet.target.role === role) outlet.forgetRecorded();
    }
  }

  /** What the check that takes the place of this one goes on with. */
  get inheritance(): Inheritance {
    return { outlets: this.#outlets, known: this.#known };
  }

  /**
   * Ends looking, but not what is being pushed to the monitors that were inherited.
   *
   * @param heirs - targets of the check that takes the place
   * @param graceMs - how long it may take to tell the others what they have to know
   */
  async leaveTo(heirs: readonly OutletTarget[], graceMs: number): Promise<void> {
    this.#endLooking();
    const left = this.#outlets.filter(({ target }) => !heirs.some((heir) => isSameMonitor(heir, target)));
    await Promise.all(left.map((outlet) => outlet.stop(graceMs)));
  }

  #endLooking(): void {
    this.#end.come();
    this.#ticks?.stop();
  }

  /**
   * Ends looking, and then pushing, after the beats that the server has to hear.
   *
   * @param graceMs - how long that may take
   * @param lastWord - sent at the end, unless it is DOWN for another reason or was never known to be UP; to a muted one always
   */
  async stop(graceMs: number, lastWord?: LastWord): Promise<void> {
    this.#endLooking();
    if (this.#isRun && this.options.isGoingDown()) this.#surroundings.outages.noteEndOfHost(this.options.name);
    const isMuted = this.#surroundings.muteOf(this.options.name) !== undefined;
    if (lastWord !== undefined && (isMuted || this.#known?.status === "up")) this.#submit(lastWord);
    await Promise.all(this.#outlets.map((outlet) => outlet.stop(graceMs)));
  }

  /** Why the check does not look any more, when it is stuck. */
  get trouble(): string | undefined {
    if (this.#lookingSince === undefined || this.#check === undefined) return undefined;
    const ms = performance.now() - this.#lookingSince;
    return ms > this.#check.longestLookMs
      ? `${this.options.name} has been looking for ${formatDuration(ms)}`
      : undefined;
  }

  /** What is missing for a push; undefined when nothing is. */
  get missing(): string | undefined {
    return this.#outlets.find(({ missing }) => missing !== undefined)?.missing;
  }

  /** What the status file says of this check. */
  get status(): CheckStatus {
    const { name, type } = this.options;
    const untilPush = this.#ticks && this.#rhythm.untilPush(this.#ticks.untilNext());
    const nextPushAt = untilPush === undefined ? null : isoTime(Date.now() + untilPush);
    const lastPush = this.#lastPushTo("first") ?? null;
    const second = this.#lastPushTo("second");
    const mute = this.#surroundings.muteOf(name);
    return {
      name,
      type,
      ...this.#shown,
      since: isoTime(this.#shown.since),
      lastResultAt: this.#lastResultAt === undefined ? null : isoTime(this.#lastResultAt),
      lastPush,
      ...(second === undefined ? {} : { secondLastPush: second }),
      nextPushAt,
      ...(mute === undefined ? {} : { muted: { until: isoTime(mute.until), reason: mute.reason } }),
    };
  }

  #lastPushTo(role: ServerRole): CheckStatus["lastPush"] | undefined {
    return this.#outlets.find(({ target }) => target.role === role)?.lastPush;
  }

  #tick(isBeat: boolean): void {
    // A slow check must not silence the heartbeat: the last result stands until the check's own time limit.
    if (this.#lookingSince === undefined) this.#look(isBeat ? "beat" : "tick");
    else if (isBeat) this.#repeat();
  }

  #look(from: "beat" | "tick"): void {
    if (this.#check === undefined) return;
    try {
      const found = this.#check.look();
      if (found instanceof Promise) void this.#await(found, from);
      else this.#take(found, from);
    } catch (error) {
      this.#takeFailure(error, from);
    }
  }

  async #await(found: Promise<CheckResult>, from: "beat" | "tick"): Promise<void> {
    this.#lookingSince = performance.now();
    try {
      this.#take(await found, from);
    } catch (error) {
      this.#takeFailure(error, from);
    } finally {
      this.#lookingSince = undefined;
    }
  }

  #takeFailure(error: unknown, from: "beat" | "tick"): void {
    this.#take({ status: "noData", message: `the check failed: ${(error as Error).message}` }, from);
  }

  #take(result: CheckResult, cause: Taking["from"]): void {
    if (this.#end.hasCome) return;
    const from = this.#owesBeat && result.status !== "noData" ? "beat" : cause;
    const now = performance.now();
    const before = this.#shown;
    this.#lastResultAt = Date.now();
    if (result.status === "noData") this.#takeNoData(result.message, { now, from });
    else {
      this.#noDataSince = undefined;
      this.#owesBeat = false;
      if (result.status === "pending") this.#takePending(result, from);
      else if (this.#isExpected(result))
        this.#takePending({ message: `${result.message}, the host is shutting down` }, from);
      else {
        const beat = { status: result.status, message: result.message, ...pingOf(result) };
        this.#takeKnown(beat, { now, from, sinceMs: result.sinceMs, isRun: result.isRun });
      }
    }
    this.#surroundings.onChange(before.status !== this.#shown.status || before.message !== this.#shown.message);
  }

  /** A service that goes down with the host is not news. */
  #isExpected({ status }: CheckResult): boolean {
    return status === "down" && this.#known?.status !== "down" && this.options.isGoingDownQuietly();
  }

  #takeKnown(beat: Beat, taking: Taking): void {
    const before = this.#known;
    const isChange = before?.status !== beat.status;
    const { outages } = this.#surroundings;
    const { since, lastedMs } = changeOf(beat, taking, { before, name: this.options.name, outages });
    this.#isRun = taking.isRun === true;
    // In this order: an object that begins with a spread gets a separate hidden class in V8, each time again.
    this.#known = { since, ...beat };
    this.#show(beat.status, beat.message);
    if (isChange) this.#log(beat);
    if (lastedMs !== undefined) {
      this.#submit({ ...beat, message: `${beat.message}, after ${formatDuration(lastedMs)} down` });
    } else if (isChange || taking.from === "beat") this.#submit(beat);
  }

  #log({ status, message }: Beat): void {
    const { logger, format } = this.#surroundings;
    logger[status === "down" ? "warn" : "info"](format(`${this.options.name}: ${status.toUpperCase()}: ${message}`));
  }

  /** While a change settles, what is known still counts; the heartbeat goes on. */
  #takePending({ message, countsAsUp }: Pick<CheckResult, "message" | "countsAsUp">, from: Taking["from"]): void {
    if (this.#known?.status !== "down") this.#show("pending", message);
    if (from === "event") return;
    if (this.#known !== undefined) {
      if (from === "beat") this.#repeat();
    } else if (countsAsUp === true || this.#surroundings.muteOf(this.options.name) !== undefined)
      this.#submit({ status: "up", message });
  }

  /**
   * A check that cannot look says nothing of the service. One look is let pass, which the interval has room for;
   * if it lasts, a DOWN with the reason is better than the server's "No heartbeat".
   */
  #takeNoData(message: string, { now, from }: { now: number; from: Taking["from"] }): void {
    this.#noDataSince ??= now;
    this.#show("unknown", message);
    if (from === "event") return;
    if (this.#known?.status !== "down" && !this.options.isGoingDownQuietly()) {
      if (now - this.#noDataSince >= this.#rhythm.doubtMs)
        this.#takeKnown({ status: "down", message: `cannot be checked: ${message}` }, { now, from });
      else this.#owesBeat ||= from === "beat";
    } else if (from === "beat") this.#repeat();
  }

  #repeat(): void {
    if (this.#known !== undefined) this.#submit(this.#known);
  }

  #submit({ status, message, ping }: Beat): void {
    const { hostName, format, muteOf } = this.#surroundings;
    const mute = muteOf(this.options.name);
    const heard = mute === undefined ? { status, message } : mutedBeat(mute, { status, message });
    const text = format(`${hostName()}: ${heard.message}`);
    const beat = { status: heard.status, message: text, ...(ping === undefined ? {} : { ping }) };
    for (const outlet of this.#outlets) outlet.submit(beat, mute !== undefined);
  }

  #show(status: CheckStatus["status"], message: string): void {
    const shown = this.#surroundings.format(message);
    if (this.#shown.status === status && this.#shown.message === shown) return;
    const since = this.#shown.status === status ? this.#shown.since : Date.now();
    this.#shown = { status, message: shown, since };
  }
}
