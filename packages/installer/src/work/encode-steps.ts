import { readFileSync } from "node:fs";

import { InstallerError } from "../installer-error.ts";
import type { FileStep, HostPlan, HostStep, Owner, PlanSecrets, StepOf } from "../steps/host-plan.ts";
import { sha256Of } from "../sha256.ts";

/**
 * A plan in the form that steps.sh reads: steps of one line a field, an empty line, and the contents of files. A content
 * that several files have is sent once.
 *
 * @throws TypeError when a secret that the plan names is missing; {@link InstallerError} `INSTALLER_FILE_FAILED` for a
 * name that the form cannot hold
 */
export function encodeSteps(plan: HostPlan, secrets: PlanSecrets): EncodedSteps {
  const contents = new Contents();
  const head = Buffer.from(stepLines(plan, (content) => contents.add(bytesOf(content, secrets))));
  return { input: Buffer.concat([head, ...contents.parts]), stepsEnd: head.length };
}

/**
 * The steps alone: one line a field, an empty line after each step, and one more at the end.
 *
 * @param place - says in two fields where the content of a file is
 * @throws {@link InstallerError} `INSTALLER_FILE_FAILED` for a name that the form cannot hold
 */
export function stepLines(plan: HostPlan, place: Place): string {
  const steps = plan.steps.map((step, index) => {
    const fields = [String(index), ...fieldsOf(step, place)];
    for (const field of fields) requireLine(field);
    return `${fields.join("\n")}\n\n`;
  });
  return `${steps.join("")}\n`;
}

/** Says where the content of a file is, such as its offset and its length. */
type Place = (content: SentContent) => readonly [string, string];

/** A content that is sent; any other is on the host already. */
export type SentContent = Exclude<FileStep["content"], { from: "host-file" }>;

/** A plan as it is sent. */
export interface EncodedSteps {
  readonly input: Buffer;
  /** Where the contents of files begin, in bytes. */
  readonly stepsEnd: number;
}

/** The contents of files, each once. */
class Contents {
  readonly parts: Buffer[] = [];
  readonly #places = new Map<string, readonly [offset: string, length: string]>();
  #size = 0;

  /** Where a content is, counted from the first one. A single word, such as a token, stands there itself. */
  add(content: Buffer): readonly [offset: string, length: string] {
    const word = wordIn(content);
    if (word !== undefined) return [word, "line"];
    const name = sha256Of(content);
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    const place = [String(this.#size), String(content.length)] as const;
    this.#places.set(name, place);
    this.parts.push(content);
    this.#size += content.length;
    return place;
  }
}

/** The word that a file holds and nothing else. The host writes it with fewer processes, and there may be hundreds. */
function wordIn(content: Buffer): string | undefined {
  if (content.length > 256) return undefined;
  return /^([\w-]+)\n$/.exec(content.toString("latin1"))?.[1];
}

function fieldsOf(step: HostStep, place: Place): readonly string[] {
  return (encoders[step.kind] as (one: HostStep, also: Place) => readonly string[])(step, place);
}

type Encoders = {
  readonly [Kind in HostStep["kind"]]: (step: StepOf<Kind>, place: Place) => readonly string[];
};

const encoders: Encoders = {
  "system-user": ({ name, description }) => ["user", name, description],
  "remove-system-user": ({ name, keepsGroup }) => ["remove-user", name, keepsGroup ? "keep" : "remove"],
  folder: ({ path, mode, owner }) => ["folder", path, mode, accountOf(owner)],
  file: fileFields,
  take: ({ path, mode, owner }) => ["take", path, mode, accountOf(owner)],
  linger: ({ user }) => ["linger", user],
  "stop-linger": ({ user }) => ["no-linger", user],
  service: ({ unit, how, status }) => ["service", unit, how, status],
  "stop-service": ({ unit }) => ["stop", unit],
  "forget-service": ({ unit }) => ["forget", unit],
  round: ({ script, state }) => ["round", script, state],
  "remove-file": ({ kind, path }) => [kind, path],
  "remove-folder": ({ kind, path }) => [kind, path],
  "remove-state": ({ kind, path }) => [kind, path],
  "restore-jobs": ({ path, check }) => ["restore-jobs", path, check],
  sweep: ({ kind, path }) => [kind, path],
};

function fileFields({ path, mode, owner, content }: FileStep, place: Place): readonly string[] {
  if (content.from === "host-file") return ["copy", path, mode, accountOf(owner), content.path];
  return ["file", path, mode, accountOf(owner), ...place(content)];
}

/** The content of a file as it is written. @throws TypeError when it is a secret that is missing */
export function bytesOf(content: SentContent, secrets: PlanSecrets): Buffer {
  if (content.from === "local-file") return readFileSync(content.path);
  const text = content.from === "text" ? content.text : secrets.get(content.ref);
  if (text === undefined)
    throw new TypeError(`carryOut: the secret ${content.from === "secret" ? content.ref : ""} is missing`);
  return Buffer.from(text);
}

function accountOf({ user, group }: Owner): string {
  return `${user}:${group}`;
}

function requireLine(field: string): void {
  if (field !== "" && !/[\n\0]/.test(field)) return;
  throw new InstallerError({
    code: "INSTALLER_FILE_FAILED",
    layer: "files",
    message: `${JSON.stringify(field)} cannot be the name of a file or an account of an agent.`,
    hint: "use a name without a line break",
  });
}
