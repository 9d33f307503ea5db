import { closeSync, fstatSync } from "node:fs";
import { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { isatty } from "node:tty";
import { openPipe } from "./open-pipe.ts";
import { OutputTail } from "./output-tail.ts";

/** How long output may pause after the job has ended, while something that it left behind holds the pipe, in ms. */
const patienceMs = 1_000;

/** One pipe between the job and where its output goes. */
class Tap {
  readonly writeEnd: number;
  readonly #source: Socket;
  #lastAt = performance.now();
  #isBlocked = false;

  constructor(target: NodeJS.WriteStream, tail: OutputTail) {
    const { readEnd, writeEnd } = openPipe();
    this.writeEnd = writeEnd;
    this.#source = new Socket({ fd: readEnd, readable: true, writable: false });
    this.#source.on("data", (chunk: Buffer) => {
      this.#lastAt = performance.now();
      tail.push(chunk);
      if (target.write(chunk)) return;
      this.#isBlocked = true;
      this.#source.pause();
      target.once("drain", () => {
        this.#isBlocked = false;
        this.#source.resume();
      });
    });
    this.#source.on("error", () => undefined);
    // Nobody reads any more: the job has to hear of it, as it would without anything in between.
    target.on("error", () => void this.#source.destroy());
  }

  /** Waits for the rest. */
  async drain(): Promise<void> {
    this.#lastAt = performance.now();
    while (!this.#source.destroyed && (this.#isBlocked || performance.now() - this.#lastAt < patienceMs)) {
      // oxlint-disable-next-line no-await-in-loop -- it waits for something that another process does
      await sleep(5);
    }
    this.#source.destroy();
  }
}

/** What a job writes to, and what was seen of it. */
export interface JobOutput {
  /** For stdout and stderr of the job. */
  readonly descriptors: readonly [number, number];
  /** The last lines. */
  readonly tail: OutputTail;
  /** To be called when the job has been started: only it may hold the ends that are written to. */
  started(): void;
  /** Passes on what is left. */
  drain(): Promise<void>;
}

function isSame(a: number, b: number): boolean {
  const [one, other] = [fstatSync(a), fstatSync(b)];
  return one.dev === other.dev && one.ino === other.ino && one.rdev === other.rdev;
}

/**
 * Gets in between a job and its output. A terminal is left to the job itself, so that it still sees one; stdout and stderr
 * that go to the same place share one pipe, so that they stay in order.
 *
 * @param isWanted - false leaves everything to the job
 * @throws Error when no pipe can be made; nothing is open then
 */
export function openJobOutput(isWanted: boolean): JobOutput {
  const tail = new OutputTail();
  const isTapped = (descriptor: number): boolean => isWanted && !isatty(descriptor);
  const taps: Tap[] = [];
  const tap = (target: NodeJS.WriteStream): number => {
    const opened = new Tap(target, tail);
    taps.push(opened);
    return opened.writeEnd;
  };
  const stdout = isTapped(1) ? tap(process.stdout) : 1;
  const stderr = isTapped(2) ? (isTapped(1) && isSame(1, 2) ? stdout : tap(process.stderr)) : 2;
  return {
    descriptors: [stdout, stderr],
    tail,
    started: () => {
      for (const { writeEnd } of taps) closeSync(writeEnd);
    },
    drain: async () => {
      await Promise.all(taps.map((opened) => opened.drain()));
    },
  };
}
