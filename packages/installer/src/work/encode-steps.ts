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
  const steps = plan.steps.map((step, index) => {
    const fields = [String(index), ...fieldsOf(step, { contents, secrets })];
    for (const field of fields) requireLine(field);
    return `${fields.join("\n")}\n\n`;
  });
  const head = Buffer.from(`${steps.join("")}\n`);
  return { input: Buffer.concat([head, ...contents.parts]), stepsEnd: head.length };
}

/** A plan as it is sent. */
export interface EncodedSteps {
  readonly input: Buffer;
  /** Where the contents of files begin, in bytes. */
  readonly stepsEnd: number;
}

interface EncodeContext {
  readonly contents: Contents;
  readonly secrets: PlanSecrets;
}

/** The contents of files, each once. */
class Contents {
  readonly parts: Buffer[] = [];
  readonly #places = new Map<string, readonly [offset: string, length: string]>();
  #size = 0;

  /** Where a content is, counted from the first one. */
  add(content: Buffer): readonly [offset: string, length: string] {
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

function fieldsOf(step: HostStep, context: EncodeContext): readonly string[] {
  return (encoders[step.kind] as (one: HostStep, also: EncodeContext) => readonly string[])(step, context);
}

type Encoders = {
  readonly [Kind in HostStep["kind"]]: (step: StepOf<Kind>, context: EncodeContext) => readonly string[];
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
  "remove-file": ({ kind, path }) => [kind, path],
  "remove-folder": ({ kind, path }) => [kind, path],
  sweep: ({ kind, path }) => [kind, path],
};

function fileFields({ path, mode, owner, content }: FileStep, { contents, secrets }: EncodeContext): readonly string[] {
  if (content.from === "host-file") return ["copy", path, mode, accountOf(owner), content.path];
  return ["file", path, mode, accountOf(owner), ...contents.add(bytesOf(content, secrets))];
}

type SentContent = Exclude<FileStep["content"], { from: "host-file" }>;

function bytesOf(content: SentContent, secrets: PlanSecrets): Buffer {
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
