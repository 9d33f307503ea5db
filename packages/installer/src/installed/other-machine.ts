import type { HostFacts } from "../facts/host-facts.ts";
import { pathsOf } from "../install-paths.ts";

/** Whether the agent was installed on another machine, as far as a file beside its config says: it pushes nothing then. */
export function isFromOtherMachine(facts: HostFacts): boolean {
  const meant = machineMeant(facts);
  return facts.isMachineIdKept && /^[0-9a-f]{32}$/.test(meant) && meant !== facts.machineId;
}

/** Whether anything says for which machine the agent's tokens are. Installs of before did not. */
export function namesMachine(facts: HostFacts): boolean {
  return machineMeant(facts) !== "";
}

function machineMeant(facts: HostFacts): string {
  return (facts.files[pathsOf(facts).machine]?.content ?? "").trim();
}
