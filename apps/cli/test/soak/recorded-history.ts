import { connect, sessionTokenAuth, type Heartbeat } from "@kumakit/client";
import type { RecordedChange } from "./compare-histories.ts";

/**
 * The history that Uptime Kuma has recorded of some monitors; read now and then, because a server only gives its last
 * beats.
 */
export class RecordedHistory {
  readonly #url: string;
  readonly #token: string;
  readonly #beats = new Map<number, Map<string, Heartbeat>>();

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** Reads what was recorded since. */
  async read(monitorIds: readonly number[]): Promise<void> {
    await using client = await connect({ url: this.#url, auth: sessionTokenAuth(this.#token) });
    for (const id of monitorIds) {
      const known = this.#beats.get(id) ?? new Map<string, Heartbeat>();
      for (const beat of await client.monitors.heartbeats(id, { hours: 2 })) {
        known.set(`${beat.time.getTime()} ${beat.status}`, beat);
      }
      this.#beats.set(id, known);
    }
  }

  /** The beats of a monitor that say something else than the one before. */
  changes(monitorId: number): readonly RecordedChange[] {
    const beats = [...(this.#beats.get(monitorId)?.values() ?? [])].toSorted(
      (a, b) => a.time.getTime() - b.time.getTime(),
    );
    return beats
      .filter(({ status }, index) => status !== beats[index - 1]?.status)
      .map(({ status, time, message }) => {
        if (status !== "up" && status !== "down") throw new Error(`a beat is ${status}: ${message}`);
        return { status, at: time.getTime(), message };
      });
  }
}
