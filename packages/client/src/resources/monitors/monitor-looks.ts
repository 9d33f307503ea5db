import { isSameValue } from "../../same-value.ts";
import type { Monitor } from "../../model/monitor.ts";
import { waitFor } from "../../transport/deadline.ts";
import type { CallOptions } from "../call-options.ts";
import type { ClientContext } from "../client-context.ts";
import { fetchMonitor } from "./fetch-monitor.ts";

type Wire = Readonly<Record<string, unknown>>;

/** The fields that toJSON of a monitor adds to its columns (server/model/monitor.js), which no edit of it changes. */
export const derivedFields: readonly string[] = [
  ..."id active tags path pathName childrenIDs forceInactive maintenance screenshot".split(" "),
  ..."includeSensitiveData dns_last_result weight".split(" "),
];

/** The field with the notifications that a monitor alerts. */
export const links = "notificationIDList";

const mostReads = 10;

/** How long somebody who stores the links of a monitor may take (ms). */
const longestStoring = 1_000;

/** The notifications that a monitor alerts. */
export const linksOf = (row: Wire): readonly string[] => Object.keys(Object(row[links]) as object);

function lacksNoLinkOf(before: Wire, now: Wire): boolean {
  const present = linksOf(now);
  return linksOf(before).every((id) => present.includes(id));
}

/** The settings that two states of a monitor both have, and that are not the same in both. */
export function differingSettings(left: Wire, right: Wire): readonly string[] {
  const names = Object.keys(left).filter((name) => name in right && !derivedFields.includes(name));
  return names.filter((name) => !isSameValue(left[name], right[name]));
}

/**
 * Notes how a monitor looks in whatever the server says of it. Every version reports an edit to all clients before it acknowledges it:
 * from 2.0 on it names the monitor, earlier ones send the whole list. The list of a later one is left out: it comes with each log-in,
 * and may be older than an edit that was reported before it.
 */
export class MonitorLooks {
  readonly #context: ClientContext;
  readonly #id: number;
  readonly #stop: () => void;
  readonly #rows: Wire[] = [];
  #read = 0;
  #onLook: () => void = () => {};

  /** Begins to look. */
  constructor(context: ClientContext, id: number) {
    this.#context = context;
    this.#id = id;
    const known = context.events.monitorRow(id);
    if (typeof known === "object" && known !== null) this.#rows.push(known as Wire);
    const event = context.server.capabilities.sendsSingleMonitors ? "updateMonitorIntoList" : "monitorList";
    this.#stop = context.transport.on(event, (payload) => {
      const row: unknown = Reflect.get(Object(payload), String(id));
      if (typeof row === "object" && row !== null) this.#rows.push(row as Wire);
      this.#onLook();
    });
  }

  /** How it was before it was read last: a look that shows this again may be a late one. */
  get earlier(): readonly Wire[] {
    return this.#rows.slice(0, this.#read);
  }

  /** How often it was looked at; see {@link MonitorLooks.from}. */
  get count(): number {
    return this.#rows.length;
  }

  /** How it looked, from a count on; by default since it was read last. */
  from(count = this.#read): readonly Wire[] {
    return this.#rows.slice(count);
  }

  /** Whether anybody has changed it since it was read last, as far as is known here. */
  hasNewsFor(base: Wire): boolean {
    return this.from().some((look) => differingSettings(base, look).length > 0);
  }

  /**
   * Reads it; again when somebody changed it while it was read, because the answer may be older than that, and when it lacks links
   * that were there before: the server stores them one by one, and somebody else's may be on their way. That one's report is waited
   * for, because several reads may fall into one edit; after a second two reads that agree are believed.
   */
  async read(options?: CallOptions): Promise<Monitor> {
    let last: Wire | undefined;
    for (let reads = 1; ; reads += 1) {
      const known = this.#rows.at(-1) ?? {};
      this.#read = this.#rows.length;
      const monitor = await fetchMonitor(this.#context, this.#id, options);
      const { raw } = monitor;
      const isWhole = lacksNoLinkOf(known, raw) || isSameValue(raw[links], last?.[links]);
      last = raw;
      if (!isWhole && !this.hasNewsFor(raw)) await this.#nextLook(options?.signal);
      if ((this.hasNewsFor(raw) || !isWhole) && reads < mostReads) continue;
      this.#read = this.#rows.length;
      return monitor;
    }
  }

  #nextLook(signal: AbortSignal | undefined): Promise<void> {
    const onTimeout = (): Error => new Error("not reached");
    return waitFor<void>({ timeout: 2 * longestStoring, signal, what: "The look", onTimeout }, ({ resolve }) => {
      const timer = setTimeout(resolve, longestStoring);
      this.#onLook = resolve;
      return () => {
        clearTimeout(timer);
        this.#onLook = () => {};
      };
    });
  }

  /** Reads it once more, and nothing that was seen since the last read counts as older for it. */
  async glance(options?: CallOptions): Promise<{ readonly row: Wire; readonly count: number }> {
    const { raw } = await fetchMonitor(this.#context, this.#id, options);
    return { row: raw, count: this.count };
  }

  /** Ends it. */
  [Symbol.dispose](): void {
    this.#stop();
  }
}
