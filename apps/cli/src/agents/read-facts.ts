import { hostFactsSchema, parseSurvey, type HostFacts } from "@kumakit/installer";
import { inflateSync } from "node:zlib";

import { usageError } from "../cli-error.ts";
import { readGivenFile } from "../secrets/read-given-file.ts";
import { readStdin } from "../secrets/read-secret.ts";

const HINT = "collect them on the host: kuma agent facts UNIT > FILE";

/**
 * Reads the facts of a host, as `kuma agent facts` prints them; messages call it by its name.
 *
 * @param file - or `-` for stdin
 * @throws CliError (exit 2)
 */
export async function readFacts(file: string): Promise<HostFacts> {
  const text = file === "-" ? await readStdin("The facts of a host") : await readGivenFile(file, "--facts");
  const what = file === "-" ? "The text on stdin" : file;
  return factsIn(parsed(text), what);
}

/**
 * Reads facts of a host in either form: as `kuma agent facts` prints them, or as the module `agent_facts` of the Ansible
 * collection gives them, which has the look itself as it came from the host.
 *
 * @param what - begins the message of an error
 * @throws CliError (exit 2)
 */
export function factsIn(value: unknown, what: string): HostFacts {
  if (typeof value !== "object" || value === null) throw usageError(`${what} holds no facts of a host`, HINT);
  if ("hosts" in value) throw usageError(`${what} holds the facts of several hosts, and a plan is for one`, HINT);
  if (!("version" in value) || value.version !== 1)
    throw usageError(`${what} holds facts of another version than 1`, HINT);
  if ("survey" in value) return surveyedFacts(value.survey, what);
  const result = hostFactsSchema.safeParse(value);
  if (result.success) return { ...result.data, label: result.data.hostname };
  const [issue] = result.error.issues;
  const where = issue?.path.join(".") ?? "";
  throw usageError(`${what} holds facts that cannot be used: ${where}: ${issue?.message ?? ""}`, HINT);
}

/** The largest look, in bytes: that of a host with 300 units has 200 KB. */
const largestSurvey = 16 * 1024 * 1024;

function surveyedFacts(survey: unknown, what: string): HostFacts {
  const facts = parseSurvey(inflated(survey), { label: what, scope: "system" });
  if (facts === undefined) throw usageError(`${what} holds facts that were cut off`, HINT);
  return { ...facts, label: facts.hostname };
}

function inflated(survey: unknown): Buffer {
  try {
    return inflateSync(Buffer.from(String(survey), "base64"), { maxOutputLength: largestSurvey });
  } catch {
    return Buffer.alloc(0);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
