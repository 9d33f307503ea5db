import type { Heartbeat, KumaClient, KumaEvent, Monitor, MonitorState, Watch } from "@kumakit/client";

import { groupsOf, hostFinder } from "./monitor-place.ts";
import { statusOf, statusSince, type SeenMonitor } from "./seen-monitor.ts";

/** How many changes are asked for at most, in one request, where the heartbeats at hand do not reach back to them. */
const CHANGES = 1000;

/** Further wishes. */
interface LiveOptions {
  /** Uptime and ping as well. Default: false. */
  readonly figures?: boolean;
  /** Ends the events. */
  readonly signal?: AbortSignal;
}

/** All monitors of a server and how they are, from one log-in, and kept up to date by what the server says. */
export class LiveMonitors {
  /** What happens from the moment on in which this was opened. */
  readonly events: Watch<KumaEvent>;
  readonly #client: KumaClient;
  readonly #figures: boolean;
  #monitors: ReadonlyMap<number, Monitor> = new Map();
  #changes: ReadonlyMap<number, Heartbeat> = new Map();

  private constructor(client: KumaClient, { figures = false, signal }: LiveOptions) {
    this.#client = client;
    this.#figures = figures;
    this.events = client.events(signal === undefined ? {} : { signal });
  }

  /** Takes a client that was connected with `keepStates`. @throws KumaError */
  static async open(client: KumaClient, options: LiveOptions = {}): Promise<LiveMonitors> {
    const live = new LiveMonitors(client, options);
    const [monitors, states] = await Promise.all([client.monitors.list(), live.#states()]);
    live.#monitors = new Map(monitors.map((monitor) => [monitor.id, monitor]));
    if (monitors.some(({ id, active }) => active && isOlder(states.get(id)))) live.#changes = await lastChanges(client);
    return live;
  }

  /** Takes an event in, and says whether it may have changed how a monitor is. */
  take(event: KumaEvent): boolean {
    if (event.type === "monitorChanged") this.#monitors = new Map(this.#monitors).set(event.monitor.id, event.monitor);
    if (event.type === "monitorRemoved")
      this.#monitors = new Map([...this.#monitors].filter(([id]) => id !== event.monitorId));
    return ["heartbeat", "monitorChanged", "monitorRemoved", "connectionRestored"].includes(event.type);
  }

  /** One monitor as it is known. */
  monitor(id: number): Monitor | undefined {
    return this.#monitors.get(id);
  }

  /** Every monitor, by id. */
  get monitors(): readonly Monitor[] {
    return [...this.#monitors.values()].toSorted((a, b) => a.id - b.id);
  }

  /** Every monitor with how it is now, by id. @throws KumaError */
  async see(): Promise<readonly SeenMonitor[]> {
    const states = await this.#states();
    const findHost = hostFinder(this.#monitors.values());
    return this.monitors.map((monitor) => {
      const state = states.get(monitor.id);
      const last = state?.heartbeats.at(-1);
      return {
        monitor,
        status: statusOf(monitor, last),
        message: last?.message ?? "",
        since: monitor.active ? statusSince(state?.heartbeats ?? [], this.#changes.get(monitor.id)) : undefined,
        lastBeat: last?.time,
        groups: groupsOf(monitor, this.#monitors),
        host: findHost(monitor),
        state,
      };
    });
  }

  /**
   * One monitor that is there, with how it is now. Its last change is asked for by itself where it is older than the changes
   * of all monitors that were.
   *
   * @throws KumaError
   */
  async seeOne(id: number): Promise<SeenMonitor> {
    const find = async (): Promise<SeenMonitor> => {
      const seen = (await this.see()).find(({ monitor }) => monitor.id === id);
      if (seen === undefined) throw new RangeError(`there is no monitor ${id}`);
      return seen;
    };
    const seen = await find();
    if (seen.since?.isExact !== false) return seen;
    for await (const beat of this.#client.monitors.importantHeartbeats({ monitorId: id, pageSize: 1 })) {
      this.#changes = new Map(this.#changes).set(id, beat);
      break;
    }
    return find();
  }

  #states(): Promise<ReadonlyMap<number, MonitorState>> {
    return this.#client.monitors.states({ figures: this.#figures });
  }
}

function isOlder(state: MonitorState | undefined): boolean {
  return statusSince(state?.heartbeats ?? [], undefined)?.isExact === false;
}

/** The last change of each monitor that has changed lately. */
async function lastChanges(client: KumaClient): Promise<ReadonlyMap<number, Heartbeat>> {
  const changes = new Map<number, Heartbeat>();
  let seen = 0;
  for await (const beat of client.monitors.importantHeartbeats({ pageSize: CHANGES })) {
    if (!changes.has(beat.monitorId)) changes.set(beat.monitorId, beat);
    seen += 1;
    if (seen === CHANGES) break;
  }
  return changes;
}
