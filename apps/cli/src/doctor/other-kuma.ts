import { constants } from "node:fs";
import { access, realpath } from "node:fs/promises";
import { delimiter, join } from "node:path";

import type { ShownFinding } from "./doctor-report.ts";

/**
 * Says when the shell starts another program by the name `kuma` than this one: other projects have one of that name.
 *
 * @param path - as the shell has it
 * @param own - the file that runs
 */
export async function otherKuma(
  path = process.env["PATH"] ?? "",
  own = process.argv[1] ?? "",
): Promise<readonly ShownFinding[]> {
  const first = await firstIn(path);
  if (first === undefined || (await realpath(first)) === (await realpath(own).catch(() => own))) return [];
  const message = `your shell starts ${first} by the name of kuma, not this program`;
  const cure = "call this one kumakit, or put its folder first in PATH";
  return [{ code: "other-kuma", severity: "warning", name: "kuma", message, cure, id: null, mended: false }];
}

async function firstIn(path: string): Promise<string | undefined> {
  for (const folder of path.split(delimiter).filter((part) => part.startsWith("/"))) {
    const file = join(folder, "kuma");
    const isThere = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  return undefined;
}
