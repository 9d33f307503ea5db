import { AgentFileError } from "../files/agent-file-error.ts";
import type { Logger } from "../logger.ts";
import { isoTime } from "../service/iso-time.ts";
import { isInForce, type Mute } from "./mute.ts";
import { readMutes } from "./mutes-file.ts";

/** How long the wall clock is left alone at most while something is muted, in ms: it may be set. */
const lookMs = 30_000;

/** The surroundings of the mutes of an agent. */
export interface MutesOptions {
  readonly configFolder: string;
  readonly logger: Logger;
  /** Called when mutes have ended, with the names of the checks. */
  readonly onEnd: (checks: readonly string[]) => void;
}

/** The mutes that an agent keeps to. Each ends by the wall clock, so that a restart or a reboot changes nothing. */
export class Mutes {
  readonly #options: MutesOptions;
  #mutes: readonly Mute[] = [];
  #inForce: readonly string[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(options: MutesOptions) {
    this.#options = options;
  }

  /** Reads the file again. When it is broken nothing is muted: an alert too many is better than a missing one. */
  async read(): Promise<void> {
    const { configFolder, logger } = this.#options;
    this.#mutes = await readMutes(configFolder).catch((error: unknown) => {
      if (!(error instanceof AgentFileError)) throw error;
      logger.error(`nothing is muted: ${error.message}`);
      return [];
    });
    const before = this.#inForce;
    this.#inForce = this.#names();
    for (const name of this.#inForce.filter((one) => !before.includes(one))) {
      const { until = 0 } = this.of(name) ?? {};
      logger.info(`${name}: muted until ${isoTime(until)}`);
    }
    for (const name of before.filter((one) => !this.#inForce.includes(one))) logger.info(`${name}: muted no more`);
    this.#arm();
  }

  /** The mute of a check that is in force now. */
  of(check: string): Mute | undefined {
    if (this.#mutes.length === 0) return undefined;
    const now = Date.now();
    return this.#mutes.find((mute) => mute.check === check && isInForce(mute, now));
  }

  /** Ends the waiting for their end. */
  close(): void {
    clearTimeout(this.#timer);
  }

  #names(): readonly string[] {
    const now = Date.now();
    return this.#mutes.filter((mute) => isInForce(mute, now)).map(({ check }) => check);
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const now = Date.now();
    const left = this.#mutes.map(({ until }) => until - now).filter((ms) => ms > 0);
    if (left.length === 0) return;
    this.#timer = setTimeout(() => this.#look(), Math.min(...left, lookMs));
    this.#timer.unref();
  }

  #look(): void {
    const before = this.#inForce;
    this.#inForce = this.#names();
    const ended = before.filter((name) => !this.#inForce.includes(name));
    for (const name of ended) this.#options.logger.info(`${name}: the mute has ended`);
    if (ended.length > 0) this.#options.onEnd(ended);
    this.#arm();
  }
}
