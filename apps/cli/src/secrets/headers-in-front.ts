import { usageError } from "../cli-error.ts";
import { readSecretFile } from "./read-secret.ts";

/** A name and a value as HTTP has them, and as the agent takes them. */
const header = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[\t ]*([\t\x20-\x7E\x80-\xFF]*?)[\t ]*$/;

/**
 * Reads headers from a file: one `Name: value` a line. Empty lines are left out.
 *
 * @param warn - called when others may read the file
 * @throws CliError (exit 2) naming the file and the line, never what is in it
 */
export async function readHeaderFile(
  path: string,
  warn: (message: string) => void,
): Promise<Readonly<Record<string, string>>> {
  const lines = (await readSecretFile(path, warn)).split(/\r?\n/);
  const pairs = lines.flatMap((line, index) => {
    if (line.trim() === "") return [];
    const [, name, value] = header.exec(line) ?? [];
    if (name === undefined || value === undefined || value === "")
      throw usageError(`Line ${index + 1} of ${path} is not a header`, "write it like Authorization: Bearer TOKEN");
    // The server compares it with its own host.
    if (/^(?:origin|host)$/i.test(name))
      throw usageError(`Line ${index + 1} of ${path}: ${name} is made of the address`, "leave it out");
    return [[name, value] as const];
  });
  return Object.fromEntries(pairs);
}

/** The headers for what is in front of a server, as they were given. */
export interface GivenHeaders {
  /** With a header on each line. */
  readonly file: string | undefined;
  /** The value of an `Authorization` header, out of the address. */
  readonly authorization: string | undefined;
  /** Whether the address stood on the command line. */
  readonly isSeen: boolean;
}

/**
 * Puts the headers together that were given.
 *
 * @param warn - called when others may have seen one of them
 * @returns undefined when there are none
 * @throws CliError (exit 2) as {@link readHeaderFile}
 */
export async function headersInFront(
  { file, authorization, isSeen }: GivenHeaders,
  warn: (message: string) => void,
): Promise<Readonly<Record<string, string>> | undefined> {
  if (file === undefined && authorization === undefined) return undefined;
  if (authorization !== undefined && isSeen)
    warn("Others on this machine may have seen the password in the address; --header-file keeps it from them.");
  const inFile = file === undefined ? {} : await readHeaderFile(file, warn);
  if (authorization !== undefined && Object.keys(inFile).some((name) => /^authorization$/i.test(name)))
    throw usageError(`${file ?? ""} has an Authorization header, and so has the address`, "leave one of them out");
  return { ...inFile, ...(authorization === undefined ? {} : { Authorization: authorization }) };
}
