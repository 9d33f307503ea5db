import { constants } from "node:fs";
import { open } from "node:fs/promises";
import type { PathBytes } from "./expand-glob.ts";

/** Which part of a file, in bytes. */
export interface FilePart {
  readonly from: "first" | "last";
  readonly bytes: number;
}

/**
 * Reads the first or last bytes of a file; undefined when it is not a file. A FIFO is not waited for.
 *
 * @param path - of the file
 * @param part - how much of which end
 */
export async function readPart(path: PathBytes, { from, bytes }: FilePart): Promise<string | undefined> {
  // A FIFO without a writer would hang the opening; O_NOCTTY: a terminal must not become the agent's.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) return undefined;
    const start = from === "first" ? 0 : Math.max(0, stats.size - bytes);
    const buffer = Buffer.alloc(bytes);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, length, bytes - length, start + length);
      length += bytesRead;
      if (bytesRead === 0 || length === bytes) return buffer.toString("utf8", 0, length);
    }
  } finally {
    await handle.close();
  }
}
