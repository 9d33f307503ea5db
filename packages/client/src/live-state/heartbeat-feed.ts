import type { Heartbeat } from "../model/heartbeat.ts";
import type { KumaEvent } from "../model/kuma-event.ts";
import { readBeat, RecentBeats } from "./recent-beats.ts";

/** The feed's way to the rest of the client. */
export interface FeedOwner {
  /** Sends an event to the watchers. */
  readonly emit: (event: KumaEvent) => void;
  /** Whether anybody would hear of this monitor. */
  readonly isWanted: (monitorId: number) => boolean;
  /** Reads the heartbeats of the last hours, oldest first. */
  readonly read: (monitorId: number, hours: number) => Promise<readonly Heartbeat[]>;
  /** Something came in an unknown shape. */
  readonly onNonsense: () => void;
}

// server/client.js of every version
const rowsInList = 100;
const mostHeldBack = 1_000;
const quietBeforeEnd = 3_000;

/**
 * The live heartbeats of every monitor, none lost and none twice over a lost connection. Each log-in brings the last 100
 * heartbeats of every monitor: from the loss on, live ones are held back until that list has come, and follow what is
 * new in it. Where more than 100 are missing, the rest is asked for.
 */
export class HeartbeatFeed {
  readonly #owner: FeedOwner;
  readonly #recent = new Map<number, RecentBeats>();
  /**
   * Live heartbeats of monitors whose list has not come yet; `undefined` while the connection is up and nothing is held
   * back.
   */
  #held: Map<number, Heartbeat[]> | undefined;
  #listed = new Set<number>();
  #reading: Promise<void> = Promise.resolve();
  #losses = 0;
  #endTimer: NodeJS.Timeout | undefined;

  /** Takes its owner. */
  constructor(owner: FeedOwner) {
    this.#owner = owner;
  }

  /** The connection is lost. */
  onLost(): void {
    clearTimeout(this.#endTimer);
    this.#endTimer = undefined;
    this.#losses += 1;
    this.#held ??= new Map();
    this.#listed = new Set();
  }

  /** The connection is logged in again; 2.x has sent every list by now, earlier ones begin to. */
  onRestored(hasListsAlready: boolean): void {
    if (this.#held === undefined) return;
    if (hasListsAlready) this.#endRecovery();
    else this.#endWhenQuiet();
  }

  /** The client is closed. */
  stop(): void {
    clearTimeout(this.#endTimer);
    this.#losses += 1;
    this.#held = undefined;
  }

  /** A monitor was made after the first log-in: whatever is recorded for it is new. */
  onNewMonitor(monitorId: number): void {
    this.#recentOf(monitorId);
  }

  /** A monitor is gone. */
  onRemovedMonitor(monitorId: number): void {
    this.#recent.delete(monitorId);
    this.#held?.delete(monitorId);
  }

  /** A live heartbeat. */
  onBeat(raw: unknown): void {
    const beat = readBeat(raw);
    if (beat === undefined) {
      this.#owner.onNonsense();
      return;
    }
    if (this.#held === undefined || this.#isThrough(beat.monitorId)) this.#tell(beat);
    else this.#holdBack(beat);
  }

  /** The list of one monitor that follows a log-in. */
  onList(id: unknown, payload: unknown): void {
    const monitorId = Number(id);
    const rows: readonly unknown[] = Array.isArray(payload) ? payload : [];
    const isAfterLoss = this.#held !== undefined && !this.#listed.has(monitorId);
    // Of a monitor that was there before this client, the first list is history.
    if (isAfterLoss && this.#recent.has(monitorId) && this.#owner.isWanted(monitorId)) this.#catchUp(monitorId, rows);
    else {
      // An empty one comes after somebody has cleared the heartbeats, too.
      if (rows.length > 0) this.#recentOf(monitorId).replace(rows);
      else this.#recentOf(monitorId);
      this.#finish(monitorId);
    }
    if (this.#endTimer !== undefined) this.#endWhenQuiet();
  }

  #isThrough(monitorId: number): boolean {
    return this.#listed.has(monitorId) && this.#held?.has(monitorId) !== true;
  }

  #holdBack(beat: Heartbeat): void {
    const held = this.#held?.get(beat.monitorId) ?? [];
    held.push(beat);
    if (held.length > mostHeldBack) held.shift();
    this.#held?.set(beat.monitorId, held);
  }

  #catchUp(monitorId: number, rows: readonly unknown[]): void {
    const since = this.#recentOf(monitorId).newest;
    const oldest = readBeat(rows[0])?.time;
    if (rows.length < rowsInList || since === undefined || oldest === undefined || oldest <= since) {
      this.#tellMissing(monitorId, rows);
      this.#finish(monitorId);
      return;
    }
    // Its live ones wait until the rest is read; one monitor after the other.
    this.#held?.set(monitorId, this.#held.get(monitorId) ?? []);
    this.#listed.add(monitorId);
    this.#reading = this.#reading.then(() => this.#readRest(monitorId, rows, { since, oldest }));
  }

  async #readRest(monitorId: number, rows: readonly unknown[], gap: { since: Date; oldest: Date }): Promise<void> {
    const losses = this.#losses;
    const newest = readBeat(rows.at(-1))?.time ?? gap.oldest;
    const hours = Math.ceil((newest.getTime() - gap.since.getTime()) / 3_600_000) + 1;
    try {
      const beats = await this.#owner.read(monitorId, hours);
      if (losses !== this.#losses) return;
      for (const beat of this.#recentOf(monitorId).missingFrom(beats)) this.#tellLate(beat);
      this.#recentOf(monitorId).replace(rows);
    } catch {
      // Lost once more: the next list begins where this one did.
      if (losses !== this.#losses) return;
      this.#owner.emit({ type: "heartbeatGap", monitorId, after: gap.since, before: gap.oldest });
      this.#tellMissing(monitorId, rows);
    }
    this.#finish(monitorId);
  }

  #tellMissing(monitorId: number, rows: readonly unknown[]): void {
    const recent = this.#recentOf(monitorId);
    const beats = rows.flatMap((raw) => readBeat(raw) ?? []);
    for (const beat of recent.missingFrom(beats)) this.#tellLate(beat);
    if (rows.length > 0) recent.replace(rows);
  }

  /** From now on the live heartbeats of this monitor pass; those that were held back first. */
  #finish(monitorId: number): void {
    this.#listed.add(monitorId);
    const held = this.#held?.get(monitorId) ?? [];
    this.#held?.delete(monitorId);
    this.#tellHeld(monitorId, held);
  }

  #tellHeld(monitorId: number, held: readonly Heartbeat[]): void {
    for (const beat of held) {
      if (this.#recentOf(monitorId).missingFrom([beat]).length > 0) this.#tell(beat);
    }
  }

  #endWhenQuiet(): void {
    clearTimeout(this.#endTimer);
    this.#endTimer = setTimeout(() => this.#endRecovery(), quietBeforeEnd);
    this.#endTimer.unref();
  }

  #endRecovery(): void {
    clearTimeout(this.#endTimer);
    this.#endTimer = undefined;
    void this.#endAfterReading(this.#losses);
  }

  async #endAfterReading(losses: number): Promise<void> {
    await this.#reading;
    if (losses !== this.#losses) return;
    const held = [...(this.#held ?? [])];
    this.#held = undefined;
    for (const [monitorId, beats] of held) this.#tellHeld(monitorId, beats);
  }

  #tell(heartbeat: Heartbeat): void {
    this.#recentOf(heartbeat.monitorId).add(heartbeat);
    this.#owner.emit({ type: "heartbeat", heartbeat, isLate: false });
  }

  #tellLate(heartbeat: Heartbeat): void {
    this.#owner.emit({ type: "heartbeat", heartbeat, isLate: true });
  }

  #recentOf(monitorId: number): RecentBeats {
    const recent = this.#recent.get(monitorId) ?? new RecentBeats();
    this.#recent.set(monitorId, recent);
    return recent;
  }
}
