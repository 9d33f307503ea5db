import type { GivenToken } from "@kumakit/provision";
import { readFile } from "node:fs/promises";

import { usageError } from "../cli-error.ts";
import { normaliseServerUrl } from "../server-url.ts";

/**
 * Reads the push token of a monitor from a file: the token alone, or the whole push URL as the dashboard shows it.
 *
 * @param server - normalised; not needed for a push URL
 * @throws CliError (exit 2), never quoting what is in the file
 */
export async function readGivenToken(file: string, server: string | undefined): Promise<GivenToken> {
  const text = (await readText(file)).trim();
  const [, base, fromUrl] = /^(https?:\/\/[^\s?#]+)\/api\/push\/([^/?#\s]+)/.exec(text) ?? [];
  const token = fromUrl ?? text;
  const url = server ?? (base === undefined ? undefined : normaliseServerUrl(base));
  if (!/^[A-Za-z0-9_-]{4,128}$/.test(token))
    throw usageError(`${file} holds no push token`, "put the token, or the push URL of the monitor, into that file");
  if (url === undefined) throw usageError("The server that the token belongs to is needed", "--server URL");
  return { server: url, token };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file === "-" ? "/dev/stdin" : file, "utf8");
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    throw usageError(`--token-file ${file} cannot be read (${reason})`, "--token-file FILE");
  }
}
