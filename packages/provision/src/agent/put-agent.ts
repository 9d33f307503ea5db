import {
  carryOut,
  planInstall,
  type CarriedOut,
  type HostLock,
  type PlannedSteps,
  type ServerSettings,
  type WantedCheck,
  type WishedCheck,
} from "@kumakit/installer";

import type { AgentTarget } from "./agent-target.ts";
import type { InstallVoice } from "./install-request.ts";

/** A check that is to be on the host, with the token that it pushes with. */
export interface TokenedCheck extends WantedCheck {
  /** Secret. */
  readonly token: string;
}

/** A check of a plan; its token is null as long as its monitor is yet to be made. */
export interface PlannedCheck extends WantedCheck {
  /** Secret. */
  readonly token: string | null;
}

/** What an agent is put on a host from. */
export interface AgentOrder<Check extends PlannedCheck = TokenedCheck> {
  /** As it is under the lock. */
  readonly target: AgentTarget;
  readonly settings: ServerSettings;
  readonly checks: readonly Check[];
  readonly program: string;
  /** Have the agent look and push at once even when nothing on the host has changed. */
  readonly restart?: boolean;
}

/** Plans an agent with these checks, beside those that are there. @throws InstallerError when they do not go together */
export function planAgent(order: AgentOrder<PlannedCheck>): PlannedSteps {
  const { target, settings, program, restart = false } = order;
  const checks = order.checks.map(({ token, ...check }): WishedCheck => (token === null ? check : { ...check, token }));
  return planInstall(target.facts, { settings, checks, program, restart });
}

/** Makes sure that an agent with these checks runs on the host. @throws InstallerError, with everything put back */
export async function putAgent(
  order: AgentOrder,
  { voice, lock }: { readonly voice: InstallVoice; readonly lock: HostLock },
): Promise<CarriedOut> {
  const { plan, secrets } = planAgent(order);
  const result = await carryOut(order.target.host, plan, {
    lock,
    secrets,
    signal: voice.signal,
    onStep: ({ kind }) => voice.progress(kind === "service" ? "Starting the agent" : "Putting the agent on this host"),
  });
  for (const warning of result.warnings) voice.warn(warning);
  return result;
}
