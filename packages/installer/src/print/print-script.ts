import { printable, shellWord } from "@kumakit/text";

import type { HostFacts } from "../facts/host-facts.ts";
import { pathsOf } from "../install-paths.ts";
import { formatStep } from "../plan/format-plan.ts";
import { printedBeginning, stepsFunctions } from "../scripts/programs.ts";
import type { FileStep, HostPlan, HostStep, PlanSecrets } from "../steps/host-plan.ts";
import { bytesOf, stepLines, type SentContent } from "../work/encode-steps.ts";
import { hereDocument } from "./here-document.ts";
import { fileNameOf, type PrintedSecret } from "./printed-secret.ts";

/** All that a printed plan is made from. */
export interface PrintInput {
  /** Of the host that the plan was made for. */
  readonly facts: HostFacts;
  /** What is to be done there. */
  readonly plan: HostPlan;
  /** The meaning of each secret in the plan. */
  readonly named: readonly PrintedSecret[];
  /**
   * The secrets, which are then part of what is printed.
   * @defaultValue they are only named
   */
  readonly secrets?: PlanSecrets | undefined;
  /** The server's URL. */
  readonly server: string;
  /**
   * Files of this machine that lie on the host before the script is run: their path here, and there.
   * @defaultValue all of them are part of the script
   */
  readonly carried?: ReadonlyMap<string, string> | undefined;
}

/**
 * One POSIX shell script that carries a plan out on its host: with the lock, the journal and the way back of
 * {@link carryOut}, and without anything else than the host's own programs. It refuses another host, and one that has
 * changed since the facts were found out.
 *
 * @throws {@link InstallerError} `INSTALLER_FILE_FAILED` for a name that the script cannot hold
 */
export function printScript(given: PrintInput): string {
  const input = { ...given, plan: { ...given.plan, steps: given.plan.steps.map((step) => withCarried(step, given)) } };
  const { facts, plan } = input;
  const contents = plan.steps.flatMap((step) =>
    step.kind === "file" && step.content.from !== "host-file" ? [{ step, content: step.content }] : [],
  );
  const steps = stepLines(plan, (content) => {
    const number = contents.findIndex((one) => one.content === content);
    return [String(number), sizeOf(content, input)];
  });
  const functions = contents.map(({ step, content }, index) => contentFunction(index, { step, content }, input));
  // The agent's program is long, and says nothing to a reader.
  const isLong = contents.map(({ step }) => step.part === "program");
  const { journal, lock } = pathsOf(facts);
  return [
    opening(input),
    hereDocument("what_it_does", Buffer.from(plan.steps.map((step) => `${printable(described(step))}\n`).join(""))),
    "# The steps for the program below: a number, a kind, and what the kind needs.",
    hereDocument("steps", Buffer.from(steps)),
    ...functions.filter((_text, index) => isLong[index] !== true),
    `secrets=\${1:-}\nset -- apply ${shellWord(journal)} ${facts.scope}\n`,
    stepsFunctions,
    printedBeginning,
    ...functions.filter((_text, index) => isLong[index] === true),
    ...requirements(input),
    ...carriedStates(given),
    ...contents.flatMap(({ content }, index) =>
      isBrought(content, input) ? [`content_${index} >/dev/null || exit 1`] : [],
    ),
    `carry_out_printed ${shellWord(lock)}`,
    "",
  ].join("\n");
}

/** A file that lies on the host already is copied there. */
function withCarried(step: HostStep, { carried }: PrintInput): HostStep {
  if (step.kind !== "file" || step.content.from !== "local-file") return step;
  const path = carried?.get(step.content.path);
  return path === undefined ? step : { ...step, content: { from: "host-file", path } };
}

function carriedStates({ plan, carried }: PrintInput): readonly string[] {
  return plan.steps.flatMap((step) => {
    if (step.kind !== "file" || step.content.from !== "local-file") return [];
    const path = carried?.get(step.content.path);
    return path === undefined ? [] : [["require_state", shellWord(path), step.content.sha256].join(" ")];
  });
}

/** A file of the machine that plans is part of the script. */
function described(step: HostStep): string {
  if (step.kind !== "file" || step.content.from !== "local-file") return formatStep(step);
  const text = bytesOf(step.content, new Map()).toString("utf8");
  return formatStep({ ...step, content: { from: "text", text, sha256: step.content.sha256 } });
}

function opening({ facts, plan, named, secrets, server }: PrintInput): string {
  const host = printable(facts.hostname);
  const lines = [
    `The agent of kumakit on ${host}, which reports to ${printable(server)}. Made by kuma agent, with --print script.`,
    `To be run as ${printable(facts.account.user)} on ${host}:  sh THIS-FILE${isComplete(named, secrets) ? "" : " FOLDER"}`,
    "The first lines below say what it does. When a step fails, or on Ctrl-C, it puts everything back as it was.",
    ...(named.length === 0 ? [] : secretLines(named, secrets)),
    ...plan.warnings.map((warning) => `Mind: ${printable(warning)}`),
  ];
  return `#!/bin/sh\n${lines.map((line) => `# ${line}\n`).join("")}`;
}

function isComplete(named: readonly PrintedSecret[], secrets: PlanSecrets | undefined): boolean {
  return secrets !== undefined || named.length === 0;
}

function secretLines(named: readonly PrintedSecret[], secrets: PlanSecrets | undefined): readonly string[] {
  if (secrets !== undefined)
    return ["It holds push tokens: anybody with one can report anything to its monitor. Delete it afterwards."];
  return [
    "It holds no push token. Make a FOLDER with these files, and nothing but the token in each:",
    ...named.map((secret) => `  ${printable(fileNameOf(secret))}  ${printable(secret.meaning)}`),
  ];
}

type Written = { readonly step: FileStep; readonly content: SentContent };

function isBrought(content: SentContent, { secrets }: PrintInput): boolean {
  return content.from === "secret" && secrets === undefined;
}

function sizeOf(content: SentContent, input: PrintInput): string {
  return isBrought(content, input) ? "-" : String(bytesOf(content, input.secrets ?? new Map()).length);
}

function contentFunction(index: number, { step, content }: Written, input: PrintInput): string {
  const name = `content_${index}`;
  const comment = printable(step.path);
  if (content.from !== "secret" || input.secrets !== undefined)
    return hereDocument(name, bytesOf(content, input.secrets ?? new Map()), comment);
  return `${name}() { # ${comment}\n  secret ${shellWord(fileNameOf(content))}\n}\n`;
}

/** The state that the host must be in before anything is done. */
function requirements({ facts, plan }: PrintInput): readonly string[] {
  const { manifest, config } = pathsOf(facts);
  // The other forms bring their own, and an uninstall needs none.
  const node = plan.runtime?.name === "node" ? (facts.node?.realPath ?? "") : "/bin/sh";
  const manager = facts.has.systemd ? "systemd" : "cron";
  const host = ["require_host", facts.hostname, facts.account.user, node, manager].map((word, index) =>
    index === 0 ? word : shellWord(word),
  );
  return [host.join(" "), ...[manifest, config].flatMap((path) => stateOf(path, { facts, plan }))];
}

function stateOf(path: string, { facts, plan }: Pick<PrintInput, "facts" | "plan">): readonly string[] {
  const after = plan.steps.find((step): step is FileStep => step.kind === "file" && step.path === path)?.content;
  // A second run of the same script does no harm; of a secret it is not known what it is going to be.
  if (after?.from === "secret") return [];
  const before = facts.files[path];
  const states = [
    before === undefined ? "absent" : (before.sha256 ?? "unknown"),
    ...(after?.from === "text" ? [after.sha256] : []),
  ];
  return [["require_state", shellWord(path), ...states].join(" ")];
}
