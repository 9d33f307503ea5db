import { readFileSync } from "node:fs";

import type { HostFacts } from "../facts/host-facts.ts";
import type { FileStep } from "../steps/host-plan.ts";
import { hostOwnerOf } from "../steps/owners.ts";
import { systemdManager } from "../service-manager/systemd.ts";
import { sha256Of } from "../sha256.ts";
import type { Runtime, RuntimeInput } from "./runtime.ts";

/** Folders that the service cannot see, whatever the permissions: homes are hidden from it, and it has another /tmp. */
const hiddenFolders = ["/root", "/home", "/run/user", "/tmp", "/var/tmp"];

/** Runs the agent's bundle with the Node of the host, or with a copy of it that the service can reach. */
export const nodeRuntime: Runtime = {
  name: "node",
  manager: () => systemdManager,
  problems: ({ facts }) => (facts.has.systemd ? nodeProblems(facts) : ["there is no systemd to keep it running"]),
  secrets: () => [],
  files({ facts, paths, program }) {
    const owner = hostOwnerOf(facts);
    const bundle: FileStep = {
      kind: "file",
      part: "program",
      path: paths.program,
      mode: "0644",
      owner,
      content: { from: "local-file", path: program, sha256: sha256Of(readFileSync(program)) },
    };
    if (!mustCopy(facts)) return [bundle];
    const content = { from: "host-file", path: nodeOf(facts) } as const;
    return [bundle, { kind: "file", part: "node", path: paths.node, mode: "0755", owner, content }];
  },
  words: (input) => [usedNode(input), input.paths.program],
  command: (input) => quietly(input, nodeCommand(usedNode(input), input.paths.program)),
};

/** The versions that the agent is made for: those of its package, `^18.18 || ^20.19 || >=22.12`. */
function nodeProblems({ node }: HostFacts): readonly string[] {
  if (node === null) return ["there is no Node.js"];
  const [, major = 0, minor = 0] = (/^v(\d+)\.(\d+)\./.exec(node.version) ?? []).map(Number);
  const least = major === 18 ? 18 : major === 20 ? 19 : major === 22 ? 12 : 0;
  const isFit = major > 22 || ([18, 20, 22].includes(major) && minor >= least);
  return isFit ? [] : [`its Node.js is ${node.version || "broken"}, and the agent needs 18.18, 20.19, 22.12 or newer`];
}

function usedNode({ facts, paths }: RuntimeInput): string {
  return mustCopy(facts) ? paths.node : nodeOf(facts);
}

/**
 * Up to 22 Node complains at each start about --jitless and the WebAssembly that it takes away; later ones have no way to
 * switch that off, and refuse to start when asked. Who upgrades Node does not install the agent again, so that the version
 * is looked at with each start; that takes 6 ms.
 */
const lookAtVersion =
  'case $("$0" --version) in v18.* | v19.* | v2[0-2].*) set -- --no-expose-wasm "$@" ;; esac; exec "$0" "$@"';

function quietly({ facts }: RuntimeInput, command: ReturnType<typeof nodeCommand>): ReturnType<typeof nodeCommand> {
  const complains = /^v(?:18|19|2[0-2])\./.test(facts.node?.version ?? process.version);
  return complains ? quietNodeCommand(command) : command;
}

/** A command of {@link nodeCommand} that any version of Node runs without a complaint. */
export function quietNodeCommand(command: ReturnType<typeof nodeCommand>): ReturnType<typeof nodeCommand> {
  return ["/bin/sh", "-c", lookAtVersion, ...command];
}

/** The agent's bundle run by this Node. */
export function nodeCommand(node: string, program: string): readonly [string, ...string[]] {
  return [
    node,
    // A daemon that is idle most of the time has nothing to compile: less CPU, and no memory that is writable and
    // executable (see MemoryDenyWriteExecute).
    "--jitless",
    "--max-old-space-size=64",
    // A push leaves little behind when it is collected early: the memory stays a third smaller with many checks.
    "--max-semi-space-size=1",
    "--optimize-for-size",
    // Of a heap so small threads take longer to wake up than to clean it.
    "--single-threaded-gc",
    program,
  ];
}

/** A Node that a version manager has put into somebody's home must be copied: the service's user cannot get there. */
function mustCopy(facts: RuntimeInput["facts"]): boolean {
  if (facts.scope === "user") return false;
  const path = nodeOf(facts);
  return hiddenFolders.some((folder) => path.startsWith(`${folder}/`)) || facts.node?.isOpenToAll === false;
}

function nodeOf({ node }: HostFacts): string {
  return node?.realPath ?? process.execPath;
}
