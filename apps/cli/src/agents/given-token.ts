import { parsePushUrl } from "@kumakit/client";
import type { GivenToken } from "@kumakit/provision";

import { usageError } from "../cli-error.ts";
import { readGivenFile } from "../secrets/read-given-file.ts";
import { readStdin } from "../secrets/read-secret.ts";
import { normaliseServerUrl } from "../server-url.ts";

const HINT = "put the token, the push URL of the monitor, or the JSON of kuma monitor create --json into that file";

/**
 * Reads the push token of a monitor from a file: the token alone, the whole push URL as the dashboard shows it, or the JSON
 * of `kuma monitor create --json`, which says the interval as well.
 *
 * @param server - normalised; not needed for a push URL
 * @throws CliError (exit 2), never quoting what is in the file
 */
export async function readGivenToken(file: string, server: string | undefined): Promise<GivenToken> {
  const content = (file === "-" ? await readStdin("The push token") : await readGivenFile(file, "--token-file")).trim();
  if (content === "") throw usageError(file === "-" ? "Nothing came on stdin" : `The file ${file} is empty`, HINT);
  const { text, interval } = fromJson(content);
  const fromUrl = parsePushUrl(text);
  const token = fromUrl?.token ?? text;
  const url = server ?? (fromUrl === undefined ? undefined : normaliseServerUrl(fromUrl.server));
  if (!/^[A-Za-z0-9_-]{4,128}$/.test(token)) throw usageError(`${file} holds no push token`, HINT);
  if (url === undefined) throw usageError("The server that the token belongs to is needed", "--server URL");
  return { server: url, token, interval };
}

interface TokenText {
  /** The token, or the push URL. */
  readonly text: string;
  /** Seconds. */
  readonly interval: number | undefined;
}

/** The push URL and the interval in the JSON of a monitor; any other text as it is. */
function fromJson(text: string): TokenText {
  const value = text.startsWith("{") ? parsed(text) : undefined;
  if (typeof value !== "object" || value === null) return { text, interval: undefined };
  const { pushUrl, interval } = value as { readonly pushUrl?: unknown; readonly interval?: unknown };
  return {
    text: typeof pushUrl === "string" ? pushUrl : "",
    interval: Number.isSafeInteger(interval) ? Number(interval) : undefined,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
