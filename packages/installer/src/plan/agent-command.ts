import { shellWord } from "@kumakit/text";

import type { HostFacts } from "../facts/host-facts.ts";
import { pathsOf } from "../install-paths.ts";
import type { Manifest } from "../installed/manifest.ts";
import type { FileStep } from "../steps/host-plan.ts";
import { hostOwnerOf } from "../steps/owners.ts";
import { sha256Of } from "../sha256.ts";

/** All that the command is made from. */
export interface CommandInput {
  readonly manifest: Manifest | undefined;
  /** What runs the agent's program. */
  readonly words: readonly string[];
}

/** The command, or why there is none. */
export interface AgentCommand {
  readonly steps: readonly FileStep[];
  /** Sentences. */
  readonly warnings: readonly string[];
}

/**
 * The command `kuma-agent` for people, crontabs and services. It names the host's Node by its path: cron's `PATH` is
 * `/usr/bin:/bin`. A command of that name that no install has brought, such as npm's, stays.
 */
export function agentCommand(facts: HostFacts, { manifest, words }: CommandInput): AgentCommand {
  const path = pathsOf(facts).command;
  if (facts.files[path] !== undefined && manifest?.brought.files.includes(path) !== true) {
    return { steps: [], warnings: [`${path} was left as it is on ${facts.label}: no install of kuma has brought it.`] };
  }
  const text = commandText("Written by kuma agent install.", words);
  const content = { from: "text", text, sha256: sha256Of(text) } as const;
  return {
    steps: [{ kind: "file", part: "command", path, mode: "0755", owner: hostOwnerOf(facts), content }],
    warnings: [],
  };
}

/**
 * The text of the command.
 *
 * @param origin - a sentence that says what it came by
 */
export function commandText(origin: string, words: readonly string[]): string {
  return `#!/bin/sh
# ${origin}
# Node raises this limit for itself and what it starts; a job gets it as it is here.
KUMA_AGENT_OPEN_FILES=$(ulimit -Sn)
export KUMA_AGENT_OPEN_FILES
exec ${words.map(shellWord).join(" ")} "$@"
`;
}
