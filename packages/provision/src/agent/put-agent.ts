import {
  carryOut,
  planInstall,
  type CarriedOut,
  type PlannedRuntime,
  type HostFacts,
  type HostLock,
  type InstallWish,
} from "@kumakit/installer";

import type { UndoStack } from "../undo/undo-stack.ts";
import type { AgentRequest } from "./agent-wish.ts";
import type { OldJob } from "./old-jobs.ts";
import type { Voice } from "./provision-event.ts";
import type { Watchable } from "./watchable.ts";

/** All that is known once the host was looked at under its lock, before anything is changed. */
export interface InstallContext {
  readonly request: AgentRequest;
  readonly facts: HostFacts;
  readonly checks: readonly Watchable[];
  /** Jobs of cron whose place checks of units take. */
  readonly oldJobs: readonly OldJob[];
  readonly lock: HostLock;
  readonly voice: Voice;
  /** Takes the way back from what other hosts may use by now. */
  readonly shared: UndoStack;
}

/** An agent that is there now. */
export interface PutAgent extends CarriedOut {
  /** Its form, and the reason for it. */
  readonly runtime: PlannedRuntime;
}

/** Makes sure that an agent with these checks runs on the host. @throws InstallerError, with everything put back */
export async function putAgent(
  { request: { host }, facts, lock, voice }: InstallContext,
  wish: InstallWish,
): Promise<PutAgent> {
  const { plan, secrets } = planInstall(facts, wish);
  const { emit, warn, signal } = voice;
  const result = await carryOut(host, plan, {
    lock,
    secrets,
    signal,
    onStep: (step) => emit({ kind: "host-step", host: host.label, step }),
  });
  for (const warning of result.warnings) warn("host", warning);
  return { ...result, runtime: plan.runtime };
}
