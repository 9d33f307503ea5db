import { agentUnitState } from "../facts/agent-unit-state.ts";
import type { FileFact, HostFacts } from "../facts/host-facts.ts";
import { InstallerError } from "../installer-error.ts";
import type { FileStep, FolderStep, HostStep, PlanSecrets, StepOf } from "../steps/host-plan.ts";
import { sha256Of } from "../sha256.ts";

/** The facts that decide whether a step has nothing to do. */
export interface PendingContext {
  readonly facts: HostFacts;
  readonly secrets: PlanSecrets;
}

/** Whether a step has something to do on a host. */
export function isPending(step: HostStep, context: PendingContext): boolean {
  return (pending[step.kind] as (one: HostStep, also: PendingContext) => boolean)(step, context);
}

const pending: { readonly [Kind in HostStep["kind"]]: (step: StepOf<Kind>, context: PendingContext) => boolean } = {
  "system-user": ({ name }, { facts }) => facts.users[name] === undefined,
  "remove-system-user": ({ name, keepsGroup }, { facts }) =>
    facts.users[name] !== undefined || (!keepsGroup && facts.groups[name] !== undefined),
  linger: (_step, { facts }) => !facts.has.linger,
  "stop-linger": (_step, { facts }) => facts.has.linger,
  folder: isFolderPending,
  file: isFilePending,
  // It is planned only for what is not root's, or what the agent could not read.
  take: () => true,
  // It is planned only when there is something to do.
  service: () => true,
  round: () => true,
  "stop-service": ({ unit }, { facts }) => {
    const service = agentUnitState(facts, unit);
    return (
      service["UnitFileState"] === "enabled" || !["inactive", "failed"].includes(service["ActiveState"] ?? "inactive")
    );
  },
  "forget-service": ({ unit }, { facts }) => {
    const service = agentUnitState(facts, unit);
    return (service["LoadState"] ?? "not-found") !== "not-found" || service["NeedDaemonReload"] === "yes";
  },
  "remove-file": ({ path }, { facts }) => {
    if (facts.files[path]?.kind === "folder") throw notPlain(path, facts);
    return facts.files[path] !== undefined;
  },
  "remove-folder": ({ path }, { facts }) => facts.files[path] !== undefined,
  "remove-state": ({ path }, { facts }) => facts.files[path] !== undefined,
  // A person may have changed the file since: the host knows what is left to do.
  "restore-jobs": () => true,
  sweep: ({ path }, { facts }) => facts.files[path] !== undefined,
};

function isFolderPending(step: FolderStep, { facts }: PendingContext): boolean {
  const fact = facts.files[step.path];
  if (fact === undefined) return true;
  if (!step.isOurs) return false;
  if (fact.kind === "folder") return !hasAttributes(fact, step);
  throw new InstallerError({
    code: "INSTALLER_FILE_FAILED",
    layer: "files",
    message: `${step.path} on ${facts.label} is not a folder.`,
    hint: "move it away and try again",
  });
}

function isFilePending(step: FileStep, { facts, secrets }: PendingContext): boolean {
  const fact = facts.files[step.path];
  if (fact === undefined) return true;
  if (fact.kind !== "file") throw notPlain(step.path, facts);
  if (!hasAttributes(fact, step)) return true;
  const { content } = step;
  // A file that is to stay as it is stands for itself.
  if (content.from === "host-file") return content.path !== step.path && facts.node?.isCopied !== true;
  if (content.from !== "secret") return fact.sha256 !== content.sha256;
  const secret = secrets.get(content.ref);
  return secret === undefined || fact.sha256 !== sha256Of(secret);
}

function hasAttributes(fact: FileFact, { mode, owner }: FileStep | FolderStep): boolean {
  return fact.mode === mode && fact.owner.user === owner.user && fact.owner.group === owner.group;
}

function notPlain(path: string, { label }: HostFacts): InstallerError {
  return new InstallerError({
    code: "INSTALLER_FILE_FAILED",
    layer: "files",
    message: `${path} on ${label} is not a plain file, so it is not replaced.`,
    hint: "move it away and try again",
  });
}
