import {
  requireReady,
  resolveUnits,
  surveyAndLock,
  surveyHost,
  type HostFacts,
  type LockedSurvey,
  type SurveyQuestion,
} from "@kumakit/installer";

import type { AgentRequest } from "./agent-wish.ts";
import { changedChecks } from "./change-checks.ts";
import { checksOfMachine, notesOfMachine, requireKnownMachine } from "./machine-of-agent.ts";
import { requireDistinctNames } from "./monitor-name.ts";
import { requireInterval } from "./intervals.ts";
import { calledOf, unitsNamedBy, type Watchable } from "./watchable.ts";

/** A host, and what is to be watched there. */
export interface SeenHost {
  readonly facts: HostFacts;
  readonly checks: readonly Watchable[];
  /** Things that a person should know before they rely on these checks. */
  readonly notes: readonly string[];
}

/**
 * Looks at the host alone: nothing is asked of the server for a unit that does not exist.
 *
 * @throws ProvisionError, InstallerError
 */
export async function lookAtHost(request: AgentRequest, signal: AbortSignal): Promise<SeenHost> {
  requireInterval(request.interval);
  return seenHost(await surveyHost(request.host, questionOf(request), { signal }), request);
}

/**
 * The same, under the lock of the host where that can be had at once.
 *
 * @throws ProvisionError, InstallerError
 */
export async function lockAndLook(request: AgentRequest, signal: AbortSignal): Promise<LockedSurvey> {
  requireInterval(request.interval);
  return await surveyAndLock(request.host, questionOf(request), { signal });
}

function questionOf({ scope, units, checks }: AgentRequest): SurveyQuestion {
  return { scope, units: [...units, ...unitsNamedBy(checks)] };
}

/**
 * The checks of a wish on a host that is known from facts.
 *
 * @throws ProvisionError, InstallerError
 */
export function seenHost(facts: HostFacts, request: AgentRequest): SeenHost {
  requireInterval(request.interval);
  const { units: names, checks: definitions, nameTemplate } = request;
  requireReady(facts);
  requireKnownMachine(facts, request.machine);
  const units = resolveUnits(facts, names);
  const all = [...definitions, ...changedChecks(facts, request.changes)];
  const named: readonly Watchable[] = [...units, ...all.map((definition) => ({ definition }))];
  const others = checksOfMachine(facts, request, named);
  const checks = [...named, ...others.map((definition) => ({ definition }))];
  requireDistinctNames(nameTemplate, checks.map(calledOf));
  const notes = [...units, ...resolveUnits(facts, unitsNamedBy(definitions))].flatMap((unit) => unit.notes);
  notes.push(...notesOfMachine(facts, request));
  return { facts, checks, notes };
}
