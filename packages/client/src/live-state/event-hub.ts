import { isKumaError, type KumaError } from "../errors/kuma-errors.ts";
import type { Logger } from "../logger.ts";
import type { Heartbeat } from "../model/heartbeat.ts";
import type { KumaEvent, WatchedList } from "../model/kuma-event.ts";
import { monitorSchema } from "../protocol/monitor-schema.ts";
import { isSameValue } from "../same-value.ts";
import type { Transport } from "../transport/transport.ts";
import { HeartbeatFeed } from "./heartbeat-feed.ts";
import { MonitorDiff } from "./monitor-diff.ts";
import { averagePingEvent, certificateEvent, uptimeEvent } from "./statistics.ts";

/** Who wants to hear of what happens. */
export interface Subscriber {
  /** Whether it cares for the heartbeats of this monitor. */
  readonly wants: (monitorId: number) => boolean;
  /** Takes what happened. */
  readonly onEvent: (event: KumaEvent) => void;
  /** Nothing will come any more; with an error unless the client was closed. */
  readonly onEnd: (error?: KumaError) => void;
}

/** Reads the heartbeats of the last hours, oldest first. */
export type ReadHeartbeats = (monitorId: number, hours: number) => Promise<readonly Heartbeat[]>;

const lists = {
  notificationList: "notifications",
  proxyList: "proxies",
  dockerHostList: "dockerHosts",
  remoteBrowserList: "remoteBrowsers",
  apiKeyList: "apiKeys",
  maintenanceList: "maintenances",
  statusPageList: "statusPages",
} as const satisfies Record<string, WatchedList>;

/** How long the list that came with a log-in stands for one that is asked for, in ms. */
const firstReadWithin = 2_000;

type Listener = (...args: unknown[]) => void;

/** Turns what the server says by itself into events, and hands them to who has subscribed. */
export class EventHub {
  readonly #logger: Logger;
  readonly #subscribers = new Set<Subscriber>();
  readonly #lists = new Map<WatchedList, unknown>();
  #read: ReadHeartbeats | undefined;
  #sendsListsFirst = false;
  #losses = 0;
  #hasFirstList = false;
  #readySince = -Infinity;

  readonly #feed = new HeartbeatFeed({
    emit: (event) => this.#emit(event),
    isWanted: (id) => [...this.#subscribers].some(({ wants }) => wants(id)),
    read: (id, hours) => (this.#read === undefined ? Promise.reject(new Error("too early")) : this.#read(id, hours)),
    onNonsense: () => this.#nonsense("heartbeat"),
  });
  readonly #monitors = new MonitorDiff({
    onChanged: (raw, isNew) => this.#onMonitor(raw, isNew),
    onRemoved: (monitorId) => {
      this.#feed.onRemovedMonitor(monitorId);
      this.#emit({ type: "monitorRemoved", monitorId });
    },
  });

  /** To be given to {@link Transport.open}: nothing that the server says first may be missed. */
  readonly listeners: Readonly<Record<string, Listener>> = {
    heartbeat: (raw) => this.#feed.onBeat(raw),
    heartbeatList: (id, rows) => this.#feed.onList(id, rows),
    monitorList: (payload) => {
      this.#hasFirstList = true;
      this.#monitors.onList(payload);
    },
    disconnect: () => {
      this.#hasFirstList = false;
      this.#monitors.onLost();
    },
    updateMonitorIntoList: (payload) => this.#monitors.onUpdate(payload),
    deleteMonitorFromList: (payload) => this.#monitors.onDelete(payload),
    monitorTypeList: () => {
      // Only 2.0 and later know it, and they send every list before they acknowledge the log-in.
      this.#sendsListsFirst = true;
    },
    uptime: (...args) => this.#emitRead("uptime", args, uptimeEvent),
    avgPing: (...args) => this.#emitRead("avgPing", args, averagePingEvent),
    certInfo: (...args) => this.#emitRead("certInfo", args, certificateEvent),
    ...Object.fromEntries(
      Object.entries(lists).map(([event, list]) => [event, (payload: unknown) => this.#onList(list, payload)]),
    ),
  };

  /** Takes where to say what cannot be understood. */
  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Begins to follow the connection, once it is logged in for the first time. */
  follow(transport: Transport, read: ReadHeartbeats): void {
    this.#read = read;
    this.#readySince = performance.now();
    transport.onLoss((error, isFinal) => {
      this.#losses += 1;
      if (isFinal) this.#end(error);
      else {
        this.#feed.onLost();
        if (isKumaError(error)) this.#emit({ type: "connectionLost", error });
      }
    });
    transport.onRestore(() => {
      this.#readySince = performance.now();
      this.#emit({ type: "connectionRestored" });
      // A log-in by a cookie has no answer.
      if (this.#sendsListsFirst && transport.greeting.username === undefined)
        void this.#endRecoveryAfter(transport.login.answer);
      else this.#feed.onRestored(false);
    });
  }

  /** Every heartbeat of before has come when the log-in is answered. */
  async #endRecoveryAfter(answer: Promise<unknown>): Promise<void> {
    const losses = this.#losses;
    const isAnswered = await answer.then(
      () => true,
      () => false,
    );
    if (losses === this.#losses) this.#feed.onRestored(isAnswered);
  }

  /**
   * The monitors of the list that came with the log-in, with what was reported since: for the first read, so that the server need not
   * gather the same list again. Given once, and only so soon that nobody can have waited for a change that the server does not report.
   */
  takeFirstList(): readonly unknown[] | undefined {
    const isSoon = performance.now() - this.#readySince < firstReadWithin;
    const isThere = this.#hasFirstList && isSoon;
    this.#hasFirstList = false;
    return isThere ? this.#monitors.rows : undefined;
  }

  /** All monitors as the server has reported them by itself, and the ids of which it has reported nothing, the highest first. */
  get reported(): { readonly rows: readonly unknown[]; readonly missing: readonly number[] } {
    return { rows: this.#monitors.rows, missing: this.#monitors.unreported };
  }

  /** Notes that no monitor with an id up to this one is missing among those that were reported. */
  settleUpTo(id: number): void {
    this.#monitors.settleUpTo(id);
  }

  /** How many monitors the server has reported. */
  get monitorCount(): number {
    return this.#monitors.count;
  }

  /** The highest id of a monitor that the server has sent. */
  get highestMonitorId(): number {
    return this.#monitors.highestId;
  }

  /** Notes a deletion that the server has confirmed: some versions report it just after the answer. */
  noteDeletion(id: number): void {
    this.#monitors.onDelete(id);
  }

  /** What the server has said of a monitor last. */
  monitorRow(id: number): unknown {
    return this.#monitors.row(id);
  }

  /** Hands everything that happens from now on to a subscriber; returns how to stop. */
  subscribe(subscriber: Subscriber): () => void {
    this.#subscribers.add(subscriber);
    return () => this.#subscribers.delete(subscriber);
  }

  #end(error: unknown): void {
    this.#feed.stop();
    const isClosed = isKumaError(error) && error.code === "KUMA_CONNECTION_CLOSED";
    const subscribers = [...this.#subscribers];
    this.#subscribers.clear();
    for (const { onEnd } of subscribers) onEnd(isClosed || !isKumaError(error) ? undefined : error);
  }

  #emit(event: KumaEvent): void {
    for (const { onEvent } of this.#subscribers) onEvent(event);
  }

  #emitRead(name: string, args: readonly unknown[], read: (args: readonly unknown[]) => KumaEvent | undefined): void {
    if (this.#subscribers.size === 0) return;
    const event = read(args);
    if (event === undefined) this.#nonsense(name);
    else this.#emit(event);
  }

  #onMonitor(raw: unknown, isNew: boolean): void {
    if (isNew) this.#feed.onNewMonitor(Number(Reflect.get(Object(raw), "id")));
    if (this.#subscribers.size === 0) return;
    const monitor = monitorSchema.safeParse(raw).data;
    if (monitor === undefined) {
      this.#nonsense("monitor");
      return;
    }
    this.#emit({ type: "monitorChanged", monitor });
  }

  #onList(list: WatchedList, payload: unknown): void {
    // Sent again whenever anybody logs in.
    const hasChanged = this.#lists.has(list) && !isSameValue(this.#lists.get(list), payload);
    this.#lists.set(list, payload);
    if (hasChanged) this.#emit({ type: "listChanged", list });
  }

  #nonsense(name: string): void {
    this.#logger.warn(`the server's "${name}" came in an unknown shape`);
  }
}
