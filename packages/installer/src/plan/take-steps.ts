import type { FileFact, HostFacts } from "../facts/host-facts.ts";
import { agentUserName, pathsOf } from "../install-paths.ts";
import type { TakeStep } from "../steps/host-plan.ts";
import { isLeftover } from "./leftover-steps.ts";
import { configAccess, hostOwnerOf } from "../steps/owners.ts";

/** Mode bits. */
const forOwner = 0o700;
const readable = 0o050;
const readableByAll = 0o005;

/**
 * All below the config that is not as an install leaves it becomes root's, readable for the agent: all that the agent's user
 * owns, as versions before 0.1 had it, or an account that is gone, and what the config names and the agent could not read.
 *
 * @param named - what the config names, and the folders that it lies in
 */
export function takenForAgent(facts: HostFacts, named: readonly string[]): readonly TakeStep[] {
  const { owner } = configAccess(facts);
  return entries(facts)
    .filter(([path, fact]) => isAgents(fact) || (named.includes(path) && !isReadable(fact)))
    .map(([path, fact]) => ({ kind: "take", path, mode: octal(agentsMode(fact)), owner }));
}

/**
 * All that stays below the config when the agent goes becomes root's alone, because the number of the agent's account goes to
 * somebody else.
 *
 * @param isGoing - whether a file is taken away
 */
export function takenFromAgent(facts: HostFacts, isGoing: (path: string) => boolean): readonly TakeStep[] {
  const owner = hostOwnerOf(facts);
  const all = entries(facts).filter(([path]) => !isGoing(path));
  const isKept = (path: string): boolean =>
    all.some(([other, { kind }]) => kind === "file" && other.startsWith(`${path}/`));
  return all
    .filter(([path, fact]) => {
      const isOurs = isAgents(fact) || fact.owner.group === agentUserName;
      return isOurs && (fact.kind === "file" || fact.owner.user !== owner.user || isKept(path));
    })
    .map(([path, fact]) => ({ kind: "take", path, mode: octal(Number.parseInt(fact.mode, 8) & forOwner), owner }));
}

/** Files and folders of the config, the folder above before what is in it. */
function entries(facts: HostFacts): readonly (readonly [path: string, fact: FileFact])[] {
  // A person's agent is that person.
  if (facts.scope === "user") return [];
  const { configFolder } = pathsOf(facts);
  return Object.entries(facts.files)
    .filter(([path]) => path === configFolder || path.startsWith(`${configFolder}/`))
    .filter(([path, { kind }]) => (kind === "file" || kind === "folder") && !isLeftover(path))
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
}

/** An account that is gone has a number for a name. */
function isAgents({ owner: { user } }: FileFact): boolean {
  return user === agentUserName || /^\d+$/.test(user);
}

function isReadable({ kind, mode, owner }: FileFact): boolean {
  const bits = Number.parseInt(mode, 8);
  const needed = kind === "folder" ? 0o5 : 0o4;
  const isOpenToGroup = owner.group === agentUserName && ((bits >> 3) & needed) === needed;
  return isOpenToGroup || (bits & readableByAll & needed) === needed;
}

/** The owner keeps what it may do; the group may read, and run what is a program. */
function agentsMode({ mode }: FileFact): number {
  const owners = Number.parseInt(mode, 8) & forOwner;
  return owners | ((owners >> 3) & readable);
}

function octal(bits: number): string {
  return bits.toString(8).padStart(4, "0");
}
