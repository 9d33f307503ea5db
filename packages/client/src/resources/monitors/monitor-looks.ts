import { isSameValue } from "../../same-value.ts";
import type { Monitor } from "../../model/monitor.ts";
import type { CallOptions } from "../call-options.ts";
import type { ClientContext } from "../client-context.ts";
import { fetchMonitor } from "./fetch-monitor.ts";

type Wire = Readonly<Record<string, unknown>>;

/** The fields that toJSON of a monitor adds to its columns (server/model/monitor.js), which no edit of it changes. */
export const derivedFields: readonly string[] = [
  ..."id active tags path pathName childrenIDs forceInactive maintenance screenshot".split(" "),
  ..."includeSensitiveData dns_last_result weight".split(" "),
];

const mostReads = 10;

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
  readonly #earlier: Wire[] = [];
  #looks: Wire[] = [];

  /** Begins to look. */
  constructor(context: ClientContext, id: number) {
    this.#context = context;
    this.#id = id;
    const known = context.events.monitorRow(id);
    if (typeof known === "object" && known !== null) this.#earlier.push(known as Wire);
    const event = context.server.capabilities.sendsSingleMonitors ? "updateMonitorIntoList" : "monitorList";
    this.#stop = context.transport.on(event, (payload) => {
      const row: unknown = Reflect.get(Object(payload), String(id));
      if (typeof row === "object" && row !== null) this.#looks.push(row as Wire);
    });
  }

  /** How it was before it was read last: a look that shows this again may be a late one. */
  get earlier(): readonly Wire[] {
    return this.#earlier;
  }

  /** How it looked since it was read last. */
  get sinceRead(): readonly Wire[] {
    return this.#looks;
  }

  /** Reads it; again when somebody changed it while it was read, because the answer may be older than that. */
  async read(options?: CallOptions): Promise<Monitor> {
    for (let reads = 1; ; reads += 1) {
      this.#earlier.push(...this.#looks);
      this.#looks = [];
      const monitor = await fetchMonitor(this.#context, this.#id, options);
      const isSteady = this.#looks.every((look) => differingSettings(monitor.raw, look).length === 0);
      if (!isSteady && reads < mostReads) continue;
      this.#looks = [];
      return monitor;
    }
  }

  /** Ends it. */
  [Symbol.dispose](): void {
    this.#stop();
  }
}
