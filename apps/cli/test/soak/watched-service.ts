import { setTimeout as sleep } from "node:timers/promises";
import type { SystemdBed } from "@kumakit/testkit";
import type { TrueState } from "./compare-histories.ts";

/** A service that is killed and started, and the truth of when it ran. */
export class WatchedService {
  readonly unit: string;
  readonly #bed: SystemdBed;
  readonly #states: TrueState[] = [];

  private constructor(bed: SystemdBed, unit: string) {
    this.#bed = bed;
    this.unit = unit;
  }

  /** Makes the service and starts it. */
  static async start(bed: SystemdBed, unit: string): Promise<WatchedService> {
    const service = new WatchedService(bed, unit);
    // It is started as often as chance wants it.
    await bed.writeUnit(unit, "[Unit]\nStartLimitIntervalSec=0\n[Service]\nExecStart=/bin/sleep infinity\n");
    await service.change();
    return service;
  }

  get isUp(): boolean {
    return this.#states.at(-1)?.status === "up";
  }

  /** Kills it when it runs, starts it when it does not. */
  async change(): Promise<void> {
    const status = this.isUp ? "down" : "up";
    const command = status === "up" ? ["start"] : ["kill", "--signal=KILL"];
    const from = Date.now();
    await this.#carryOut(command, status);
    const before = this.#states.pop();
    if (before !== undefined) this.#states.push({ ...before, to: from });
    this.#states.push({ status, from, to: Number.POSITIVE_INFINITY });
  }

  /** A systemd that executes itself again drops the caller: only systemd knows whether it did its work. */
  async #carryOut(command: readonly string[], wanted: "up" | "down"): Promise<void> {
    const { code, stderr } = await this.#bed.exec(["systemctl", ...command, this.unit]);
    if (code === 0) return;
    if (!/message bus|not connected|connection/i.test(stderr)) {
      throw new Error(`systemctl ${command.join(" ")} ${this.unit}: ${stderr}`);
    }
    await sleep(200);
    const state = await this.#bed.exec(["systemctl", "is-active", this.unit]);
    const isDone = state.stdout.startsWith(wanted === "up" ? "active" : "failed");
    if (!isDone) await this.#carryOut(command, wanted);
  }

  /** How it really was, from the first start on. */
  get truth(): readonly TrueState[] {
    return this.#states;
  }
}
