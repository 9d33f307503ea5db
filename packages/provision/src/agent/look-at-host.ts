import { requireReady, resolveUnits, surveyHost, type HostFacts, type WatchableUnit } from "@kumakit/installer";

import type { AgentRequest } from "./agent-wish.ts";
import { requireDistinctNames } from "./monitor-name.ts";
import { requireInterval } from "./require-interval.ts";

/** A host, and the units on it that are to be watched. */
export interface SeenHost {
  readonly facts: HostFacts;
  readonly units: readonly WatchableUnit[];
}

/**
 * Looks at the host alone: nothing is asked of the server for a unit that does not exist.
 *
 * @throws ProvisionError, InstallerError
 */
export async function lookAtHost(request: AgentRequest, signal: AbortSignal): Promise<SeenHost> {
  requireInterval(request.interval);
  const { host, scope, units: names, nameTemplate } = request;
  const facts = await surveyHost(host, { scope, units: names }, { signal });
  requireReady(facts);
  const units = resolveUnits(facts, names);
  requireDistinctNames(
    nameTemplate,
    units.map(({ unit }) => unit),
  );
  return { facts, units };
}
