import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { plainLine } from "@kumakit/text";
import { AgentFileError } from "../files/agent-file-error.ts";
import { isoTime } from "../service/iso-time.ts";
import { isInForce, muteLimits, type Mute } from "./mute.ts";

/** The file beside the config that says which checks are muted. */
export const mutesFileName = "mutes.json";

/** Where it lies. @param configFolder - the folder of the config */
export function mutesFileIn(configFolder: string): string {
  return join(configFolder, mutesFileName);
}

/** Without zod: the agent that runs for months reads it as well. */
function muteIn(value: unknown): Mute | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { check, since, until, reason } = value as Readonly<Record<string, unknown>>;
  const [from, to] = [since, until].map((time) => (typeof time === "string" ? Date.parse(time) : Number.NaN));
  if (typeof check !== "string" || from === undefined || to === undefined || !(from <= to)) return undefined;
  const text = typeof reason === "string" ? plainLine(reason).slice(0, muteLimits.longestReason) : "";
  return { check, since: from, until: to, reason: text };
}

/**
 * Reads the text of the file.
 *
 * @param file - its name, for messages
 * @returns those that have ended as well
 * @throws AgentFileError when it is not what {@link formatMutes} writes
 */
export function parseMutes(text: string, file: string): readonly Mute[] {
  const mutes = listIn(text)?.map((value) => muteIn(value));
  if (mutes?.every((mute) => mute !== undefined) === true) return mutes;
  throw new AgentFileError("the list of muted checks is broken, remove it", file);
}

function listIn(text: string): readonly unknown[] | undefined {
  try {
    const { version, mutes } = JSON.parse(text) as { readonly version?: unknown; readonly mutes?: unknown };
    return version === 1 && Array.isArray(mutes) ? mutes : undefined;
  } catch {
    return undefined;
  }
}

/** The text of the file, without the mutes that have ended. @param now - wall clock, ms */
export function formatMutes(mutes: readonly Mute[], now: number): string {
  const left = mutes.filter((mute) => isInForce(mute, now));
  const written = left.map(({ check, since, until, reason }) => {
    return { check, since: isoTime(since), until: isoTime(until), reason };
  });
  return `${JSON.stringify({ version: 1, mutes: written }, null, 2)}\n`;
}

/**
 * Reads the mutes beside a config.
 *
 * @returns those that have ended as well; none when there is no such file
 * @throws AgentFileError when it cannot be read or is broken
 */
export async function readMutes(configFolder: string): Promise<readonly Mute[]> {
  const file = mutesFileIn(configFolder);
  try {
    return parseMutes(await readFile(file, "utf8"), file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error instanceof AgentFileError ? error : AgentFileError.from("the list of muted checks", file, error);
  }
}
