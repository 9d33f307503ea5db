import type { Heartbeat } from "@kumakit/client";
import { setTimeout as sleep } from "node:timers/promises";
import { patience } from "@kumakit/testkit";

import { monitorNamed, type AgentScene } from "./agent-scene.ts";

/** Uptime Kuma adds this one by itself to a monitor that is DOWN, whatever is pushed. Nobody needs to know it. */
const ownNote = "No heartbeat in the time window";

/** How long an outage took and what the log said last differs from run to run. */
function withoutNumbers(message: string): string {
  return message
    .replace(/^tk-app3: /, "")
    .replace(/; last log: ".*"$/, "")
    .replace(/, after .* down$/, ", after an outage");
}

function isSameNews(one: string, other: string | undefined): boolean {
  return other?.replace(", after an outage", "") === one.replace(", after an outage", "");
}

/** The news in the beats, each once: heartbeats that only repeat it are left out. */
export function newsIn(beats: readonly Pick<Heartbeat, "status" | "message">[]): string[] {
  const lines = beats.map(({ status, message }) => `${status}: ${withoutNumbers(message)}`);
  return lines.filter((line, index) => !isSameNews(line, lines[index - 1]));
}

/** The beats and alerts of Uptime Kuma since a moment. */
export class ToldStory {
  readonly #scene: AgentScene;
  #since = new Date();
  #heard = 0;

  constructor(scene: AgentScene) {
    this.#scene = scene;
  }

  /** Forgets all reports so far. */
  beginAnew(): void {
    this.#since = new Date();
    this.#heard = this.#scene.sink.alerts.length;
  }

  /** Every alert, as `down killed`. */
  alerts(): string[] {
    return this.#scene.sink.alerts.slice(this.#heard).map(({ status, text }) => {
      const name = /^\[tk-app3\/(?<name>[^\]]*)\]/.exec(text)?.groups?.["name"];
      return `${status} ${name ?? text}`;
    });
  }

  /** Waits for exactly these alerts, in this order. @throws Error with what came instead */
  async untilAlerts(...wanted: readonly string[]): Promise<void> {
    for (const begin = performance.now(); this.alerts().join() !== wanted.join(); await sleep(20)) {
      if (performance.now() - begin > patience(60_000))
        throw new Error(`the alerts were ${this.alerts().join(", ")}, not ${wanted.join(", ")}`);
    }
  }

  /** What the database of Uptime Kuma has of a monitor. */
  async beats(name: string): Promise<readonly Heartbeat[]> {
    const { client } = this.#scene;
    const { id } = await monitorNamed(client, `tk-app3/${name}`);
    const beats = await client.monitors.heartbeats(id, { hours: 1 });
    return beats.filter((beat) => beat.time >= this.#since && (beat.important || beat.message !== ownNote));
  }

  /** {@link newsIn} of a monitor; a change that is stored twice is an error. */
  async news(name: string): Promise<string[]> {
    const beats = await this.beats(name);
    const changes = beats.filter(({ important }) => important).map(({ status }) => status);
    if (changes.some((status, index) => status === changes[index - 1])) {
      throw new Error(`a change was stored twice: ${changes.join(", ")}`);
    }
    return newsIn(beats);
  }
}
