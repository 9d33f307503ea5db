import { readableShellWord } from "@kumakit/text";

import type { CommandContract } from "./contract/command-contract.ts";
import { readVariable } from "./environment.ts";
import { ownWords, withFlags } from "./flags/command-line.ts";

/** A command that would change something, as the program that runs `kuma` for a person is shown it. */
export interface Proposal {
  readonly status: "confirmation_required";
  /** Such as `monitor delete`. */
  readonly command: string;
  /** Whether it can take away data or protection. */
  readonly destructive: boolean;
  /** The command that does it, to be run once the person has agreed. */
  readonly confirm: string;
  /** What `--dry-run --json` prints; null for a command that has none. */
  readonly plan: unknown;
}

/** Whether an AI agent runs `kuma`: `KUMA_AGENT_MODE` says so, else `AI_AGENT`, which such programs set for their children. */
export function isAgentMode(): boolean {
  return readVariable("KUMA_AGENT_MODE") ?? (process.env["AI_AGENT"] ?? "") !== "";
}

/** Whether words hold the confirmation of a command. */
export function isConfirmed(argv: readonly string[]): boolean {
  return ownWords(argv).some((word) => word === "--yes" || word === "-y");
}

/** The words without a confirmation, for commands that ask for none outside of agent mode. */
export function withoutConfirmation(argv: readonly string[]): string[] {
  const own = ownWords(argv);
  return [...own.filter((word) => word !== "--yes" && word !== "-y"), ...argv.slice(own.length)];
}

/** Says what a command would do, and which one confirms it. */
export function proposalOf(
  { id, argv }: { readonly id: string; readonly argv: readonly string[] },
  { destructive }: Pick<CommandContract, "destructive">,
  plan: unknown,
): Proposal {
  const command = id.replaceAll(":", " ");
  const words = ["kuma", ...command.split(" "), ...withFlags(argv, ["--yes"])];
  return {
    status: "confirmation_required",
    command,
    destructive,
    confirm: words.map(readableShellWord).join(" "),
    plan,
  };
}
