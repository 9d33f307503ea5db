import { constants } from "node:fs";
import { open } from "node:fs/promises";

/** No status is longer, in bytes. */
const mostBytes = 4 * 1024 * 1024;

/**
 * Reads a file that another account may exchange for anything: no link is followed, and no pipe is waited for.
 *
 * @throws Error of `open` or `read`; Error with the code ENOTFILE when it is neither a plain file nor a link
 */
export async function readStatusFile(path: string): Promise<string> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  try {
    if (!(await file.stat()).isFile()) throw Object.assign(new Error(path), { code: "ENOTFILE" });
    const buffer = Buffer.alloc(mostBytes);
    let length = 0;
    for (let more = -1; more !== 0; length += more)
      more = (await file.read(buffer, length, mostBytes - length)).bytesRead;
    return buffer.toString("utf8", 0, length);
  } finally {
    await file.close();
  }
}
