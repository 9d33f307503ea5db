import { spawnSync } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Both ends of a pipe. */
export interface Pipe {
  readonly readEnd: number;
  readonly writeEnd: number;
}

/**
 * Opens a pipe as a shell does. What Node calls a pipe is a socket: a job that opens /dev/stdout would fail on it, and two
 * of its outputs could not share one in the order of what is written.
 *
 * @throws Error when there is no way to make one here
 */
export function openPipe(): Pipe {
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
