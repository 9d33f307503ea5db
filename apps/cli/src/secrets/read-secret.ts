import { stat } from "node:fs/promises";

import { usageError } from "../cli-error.ts";
import { interruption } from "../interruption.ts";
import { readGivenFile } from "./read-given-file.ts";

/** The longest text that is read from stdin, in bytes. */
const LONGEST = 1024 * 1024;

/**
 * Reads all of stdin.
 *
 * @param what - completes "pipe … in"
 * @throws CliError (exit 2) when stdin is a terminal, where nobody would know that text is waited for
 */
export async function readStdin(what: string): Promise<string> {
  if (process.stdin.isTTY)
    throw usageError(`${what} is expected on stdin, but stdin is a terminal`, "pipe it in: … < FILE");
  const chunks: Buffer[] = [];
  let size = 0;
  const stop = (): void => void process.stdin.destroy();
  interruption.addEventListener("abort", stop);
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > LONGEST) throw usageError(`${what} on stdin is larger than 1 MB`, null);
    chunks.push(bytes);
  }
  interruption.removeEventListener("abort", stop);
  return Buffer.concat(chunks).toString("utf8");
}

/** Reads a password from stdin: everything but the newline at the end. @throws CliError (exit 2) when it is empty */
export async function readPasswordFromStdin(): Promise<string> {
  return notEmpty(await readStdin("The password"), "The password on stdin");
}

/**
 * Reads a secret from a file: everything but the newline at the end.
 *
 * @param warn - called when others may read the file
 * @throws CliError (exit 2) naming the file when it cannot be read, or is empty
 */
export async function readSecretFile(path: string, warn: (message: string) => void): Promise<string> {
  const text = await readGivenFile(path);
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0) warn(`${path} can be read by others; "chmod 600" keeps it to you`);
  return notEmpty(text, path);
}

function notEmpty(text: string, where: string): string {
  const secret = text.replace(/\r?\n$/, "");
  if (secret === "") throw usageError(`${where} is empty`, null);
  return secret;
}
