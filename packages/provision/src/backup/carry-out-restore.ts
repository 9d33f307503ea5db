import { KumaConnectionError, KumaTimeoutError, type KumaClient } from "@kumakit/client";

import { severalAtOnce } from "../agent/several-at-once.ts";
import { backupKinds } from "./backup.ts";
import { makeThing } from "./make-thing.ts";
import { NewIds } from "./new-ids.ts";
import type { RestorePlan, RestoreStep } from "./plan-restore.ts";

/** A step of a restore that failed. */
export interface FailedStep {
  /** The kind of the thing, or `setting`. */
  readonly kind: RestoreStep["kind"] | "setting";
  /** The name of the thing or setting. */
  readonly name: string;
  /** A KumaError or ProvisionError, unless there is a bug. */
  readonly error: unknown;
}

/** How a restore ended. */
export interface RestoreOutcome {
  /** What was made. */
  readonly made: readonly RestoreStep[];
  /** The settings that were set. */
  readonly settings: readonly string[];
  /** What could not be made. The same restore, run again, makes what is missing. */
  readonly failed: readonly FailedStep[];
}

/** How to carry out a restore. */
export interface RestoreOptions {
  /** Stops it before the next thing; what was made stays. */
  readonly signal?: AbortSignal | undefined;
  /** Is called before each thing. */
  readonly on?: ((step: RestoreStep) => void) | undefined;
}

/**
 * Carries out a restore. A thing that the server refuses does not stop the others, except those that refer to it: a monitor is
 * never made without a notification that it had.
 *
 * @throws the reason of the signal; KumaError when the server goes away meanwhile: the same restore makes the rest later
 */
export async function carryOutRestore(
  client: KumaClient,
  plan: RestorePlan,
  { signal, on }: RestoreOptions = {},
): Promise<RestoreOutcome> {
  const made: RestoreStep[] = [];
  const failed: FailedStep[] = [];
  const ids = new NewIds(plan.steps);
  const fail = (step: FailedStep): void => {
    // Nothing that follows could be made either, and each would wait as long.
    if (step.error instanceof KumaConnectionError || step.error instanceof KumaTimeoutError) throw step.error;
    failed.push(step);
  };
  const make = async (step: RestoreStep): Promise<void> => {
    signal?.throwIfAborted();
    const { kind, thing } = step;
    on?.(step);
    try {
      ids.learn(kind, thing.id, await makeThing(client, step, ids));
      made.push(step);
    } catch (error) {
      signal?.throwIfAborted();
      fail({ kind, name: thing.name, error });
    }
  };
  // First: a server that has monitors keeps its settings, also when the rest of this is made later.
  const settings: string[] = [];
  for (const [name, value] of Object.entries(plan.settings)) {
    signal?.throwIfAborted();
    await client.settings.update({ [name]: value }).then(
      () => settings.push(name),
      (error: unknown) => fail({ kind: "setting", name, error }),
    );
  }
  for (const kind of backupKinds)
    for (const wave of inWaves(plan.steps.filter((step) => step.kind === kind && step.present === undefined)))
      await severalAtOnce(wave, make);
  return { made, settings, failed };
}

/** A group comes before the monitors in it. */
function inWaves(steps: readonly RestoreStep[]): readonly (readonly RestoreStep[])[] {
  const waves: (readonly RestoreStep[])[] = [];
  let waiting = steps;
  while (waiting.length > 0) {
    const later = new Set(waiting.map(({ thing }) => thing.id));
    const ready = waiting.filter(({ kind, thing }) => kind !== "monitor" || !later.has(Number(thing.input["parent"])));
    // Groups in a circle are in no backup, but may be in a file: the server refuses them.
    const wave = ready.length === 0 ? waiting : ready;
    waves.push(wave);
    waiting = waiting.filter((step) => !wave.includes(step));
  }
  return waves;
}
