import { checkNameOf, installedOn, isFromOtherMachine, type CheckDefinition, type HostFacts } from "@kumakit/installer";

import { ProvisionError } from "../errors/provision-error.ts";
import type { AgentRequest } from "./agent-wish.ts";
import { changedChecks } from "./change-checks.ts";
import type { Watchable } from "./watchable.ts";

/** Nothing is guessed about an agent that was copied with its tokens. @throws ProvisionError `KUMA_OTHER_MACHINE` */
export function requireKnownMachine(facts: HostFacts, machine?: AgentRequest["machine"]): void {
  if (machine === undefined && isFromOtherMachine(facts))
    throw new ProvisionError({
      code: "KUMA_OTHER_MACHINE",
      message: `The agent on ${facts.label} was installed on another machine, which may still report to its monitors; here it pushes nothing.`,
    });
  const { config } = installedOn(facts);
  if (machine === "copy" && config.kind === "valid" && config.config.secondServer !== undefined)
    throw new ProvisionError({
      code: "KUMA_OTHER_MACHINE",
      message: `The agent on ${facts.label} was copied while it reports to two servers, and its tokens of ${config.config.secondServer.url} are those of the other machine.`,
      hint: "take the agent away here with kuma agent uninstall, and install it again",
    });
}

/** The checks of the agent that nobody has named: each needs a monitor that belongs to this machine. */
export function checksOfMachine(
  facts: HostFacts,
  { machine }: AgentRequest,
  named: readonly Watchable[],
): readonly CheckDefinition[] {
  if (machine === undefined || installedOn(facts).manifest === undefined) return [];
  const names = new Set(named.map((check) => checkNameOf(check)));
  return changedChecks(facts, [{ change: (definition) => definition }]).filter(({ name }) => !names.has(name));
}

/** Checks that no install has brought go on with the tokens that lie there. */
export function notesOfMachine(facts: HostFacts, { machine }: AgentRequest): readonly string[] {
  const { manifest, config } = installedOn(facts);
  if (machine !== "copy" || config.kind !== "valid") return [];
  const ours = new Set((manifest?.checks ?? []).map(({ name }) => name));
  const others = [...config.config.checks, ...config.dropIns.map(({ check }) => check)].filter(
    ({ name }) => !ours.has(name),
  );
  if (others.length === 0) return [];
  const names = others.map(({ name }) => name).join(", ");
  return [
    `No install has brought ${names}: from now on these checks push again with the tokens that lie here. Give them tokens of monitors that no other machine reports to.`,
  ];
}
