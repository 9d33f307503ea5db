import type { SystemdBed } from "@kumakit/testkit";
import { onUnit } from "./bed-command.ts";
import type { TrueState } from "./compare-histories.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** It ends with 7 when it is asked to by a signal. It is started as often as chance wants it. */
const unitFile = `
[Unit]
StartLimitIntervalSec=0
[Service]
ExecStart=/bin/sh -c 'trap "exit 7" USR1; while :; do sleep 1000 & wait; done'
`;

/** How a service comes to an end. */
interface End {
  readonly command: readonly string[];
  /** The words that the alert must have. */
  readonly reason: RegExp;
  /** After so many ms it must have been seen. */
  readonly needs: number;
}

const ends: readonly End[] = [
  { command: ["kill", "--signal=KILL"], reason: /failed: signal KILL/, needs: 1_000 },
  {
    command: ["kill", "--kill-who=main", "--signal=USR1"],
    reason: /failed: (?:exit code 7|signal USR1)/,
    needs: 1_000,
  },
  // A stop is given 5 s to be a restart.
  { command: ["stop"], reason: /is not running \(inactive\/dead\)/, needs: 6_500 },
];

/** A service that runs again must do so for up to 5 s to be UP. */
const upNeeds = 7_000;

/** A pause in which a stop is taken for a restart, in ms: a bit less than the 5 s of the agent. */
const longestPause = 4_500;

/** A service that is made to end and started, and the truth of when it ran. */
export class WatchedService {
  readonly unit: string;
  readonly #bed: SystemdBed;
  readonly #random: SeededRandom;
  readonly #states: TrueState[] = [];

  private constructor(bed: SystemdBed, unit: string, random: SeededRandom) {
    this.#bed = bed;
    this.unit = unit;
    this.#random = random;
  }

  /** Makes the service and starts it. */
  static async start(bed: SystemdBed, unit: string, random: SeededRandom): Promise<WatchedService> {
    const service = new WatchedService(bed, unit, random);
    await bed.writeUnit(unit, unitFile);
    await service.change();
    return service;
  }

  get isUp(): boolean {
    return this.#states.at(-1)?.status === "up";
  }

  /** Ends it when it runs, starts it when it does not. */
  async change(): Promise<void> {
    const from = Date.now();
    if (this.isUp) {
      const { command, reason, needs } = this.#random.oneOf(ends);
      await onUnit(this.#bed, [...command, this.unit], (state) => state !== "active");
      this.#enter({ status: "down", from, needs, reason });
      return;
    }
    await this.#start();
    this.#enter({ status: "up", from, needs: upNeeds });
  }

  /** Restarts it, or stops it for a moment: nobody is to hear of it. */
  async pause(): Promise<void> {
    if (this.#random.oneOf([true, false])) {
      await onUnit(this.#bed, ["restart", this.unit], (state) => state === "active");
      return;
    }
    const from = Date.now();
    await onUnit(this.#bed, ["stop", this.unit], (state) => state === "inactive");
    await new Promise((resolve) => setTimeout(resolve, this.#random.between(100, 2_500)));
    const to = Date.now();
    await this.#start();
    if (Date.now() - from < longestPause) return;
    // The machine was slow: this may be reported, and need not.
    this.#enter({ status: "down", from, needs: Number.POSITIVE_INFINITY, reason: /is not running/ });
    this.#enter({ status: "up", from: to, needs: upNeeds });
  }

  async #start(): Promise<void> {
    await onUnit(this.#bed, ["start", this.unit], (state) => state === "active");
  }

  #enter(state: Omit<TrueState, "to">): void {
    const before = this.#states.pop();
    if (before !== undefined) this.#states.push({ ...before, to: state.from });
    this.#states.push({ ...state, to: Number.POSITIVE_INFINITY });
  }

  /** How it really was, from the first start on. */
  get truth(): readonly TrueState[] {
    return this.#states;
  }
}
