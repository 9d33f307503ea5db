import { spawnSync } from "node:child_process";
import { closeSync, constants, fstatSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isatty } from "node:tty";

/** How much of the output is kept, in bytes. */
const keptBytes = 16 * 1024;

/** Whether a line is unreadable. A few wrong characters may be of another encoding. */
function isBinary(line: string): boolean {
  return line.includes("\0") || (line.match(/\uFFFD/g) ?? []).length * 10 > line.length;
}

/** The last lines of an output, however long it is. */
class OutputTail {
  #chunks: Buffer[] = [];
  #length = 0;
  #isCut = false;

  /** Takes more of the output. */
  push(chunk: Buffer): void {
    this.#chunks.push(chunk.length > keptBytes ? Buffer.from(chunk.subarray(-keptBytes)) : chunk);
    this.#isCut ||= chunk.length > keptBytes;
    this.#length += Math.min(chunk.length, keptBytes);
    for (let [first] = this.#chunks; first !== undefined; [first] = this.#chunks) {
      if (this.#length - first.length < keptBytes) break;
      this.#chunks.shift();
      this.#length -= first.length;
      this.#isCut = true;
    }
  }

  /**
   * The last lines that have something in them, the oldest first. The rest of a line whose beginning was thrown away is
   * not among them: without its beginning a secret could not be recognised.
   *
   * @param count - how many at most
   */
  lines(count: number): string[] {
    const lines = Buffer.concat(this.#chunks)
      .toString("utf8")
      .split(/\r\n|[\r\n]/);
    const whole = this.#isCut ? lines.slice(1) : lines;
    const said = whole.filter((line) => line.trim() !== "" && !isBinary(line));
    return count === 0 ? [] : said.slice(-count);
  }
}

/** Both ends of a pipe. */
interface Pipe {
  readonly readEnd: number;
  readonly writeEnd: number;
}

/**
 * Opens a pipe like a shell does. Node's own pipe is a socket: a job that opens /dev/stdout would fail on it, and two
 * of its outputs could not share one in the order of the lines.
 *
 * @throws Error when there is no way to make one here
 */
function openPipe(): Pipe {
  const folder = mkdtempSync(join(tmpdir(), "kuma-exec-"));
  try {
    const path = join(folder, "output");
    const { status, error } = spawnSync("mkfifo", ["-m", "600", path], { stdio: "ignore" });
    if (status !== 0) throw error ?? new Error("mkfifo failed");
    const readEnd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      return { readEnd, writeEnd: openSync(path, constants.O_WRONLY) };
    } catch (failure) {
      closeSync(readEnd);
      throw failure;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How long output may come after the job has ended, from something that it left behind and that holds the pipe, in ms. */
const patienceMs = 1_000;

/** A reader that took everything for so long has all that the job itself has written, in ms. */
const keepsUpMs = 50;

/** A pipe holds no more, unless root has enlarged it, in bytes: the rest of what is read is not the job's. */
const mostInPipe = 1024 * 1024;

/** One pipe between the job and where its output goes. */
class Tap {
  readonly writeEnd: number;
  readonly #source: Socket;
  #read = 0;
  #isBlocked = false;
  #unblockedAt = 0;

  constructor(target: NodeJS.WriteStream, tail: OutputTail) {
    const { readEnd, writeEnd } = openPipe();
    this.writeEnd = writeEnd;
    this.#source = new Socket({ fd: readEnd, readable: true, writable: false });
    this.#source.on("data", (chunk: Buffer) => {
      this.#read += chunk.length;
      tail.push(chunk);
      if (target.write(chunk)) return;
      this.#isBlocked = true;
      this.#source.pause();
      target.once("drain", () => {
        this.#isBlocked = false;
        this.#unblockedAt = performance.now();
        this.#source.resume();
      });
    });
    this.#source.on("error", () => undefined);
    // Nobody reads any more: the job has to hear of it, as it would without anything in between.
    target.on("error", () => void this.#source.destroy());
  }

  /** Waits for the rest of what the job has written, and a moment for that of others. */
  async drain(): Promise<void> {
    const endedAt = performance.now();
    const readBefore = this.#read;
    const isDone = (now: number): boolean =>
      now - endedAt >= patienceMs &&
      (this.#read - readBefore >= mostInPipe || (!this.#isBlocked && now - this.#unblockedAt >= keepsUpMs));
    while (!this.#source.destroyed && !isDone(performance.now())) {
      // oxlint-disable-next-line no-await-in-loop -- it waits for something that another process does
      await sleep(5);
    }
    this.#source.destroy();
  }
}

/** A job's outputs, and the lines seen in them. */
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
