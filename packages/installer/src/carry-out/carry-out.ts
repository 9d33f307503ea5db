import type { Host } from "../hosts/host.ts";
import { InstallerError, isInstallerError } from "../installer-error.ts";
import type { Manifest } from "../installed/manifest.ts";
import type { InstallPlan, InstallStep } from "../plan/install-plan.ts";
import { broughtBy } from "./brought-by.ts";
import { lockInstall, type InstallLock } from "./install-lock.ts";
import type { CarryOutContext } from "./step-handler.ts";
import { applyStep, isStepDone } from "./step-handlers.ts";
import { wayBack } from "./way-back.ts";

/** How to carry a plan out. */
export interface CarryOutOptions {
  /** What earlier installs brought. */
  readonly manifest?: Manifest | undefined;
  /** A lock that is held already; one is taken for the time it takes otherwise. */
  readonly lock?: InstallLock;
  /** Told of each step before it is done; steps with nothing to do are left out. */
  readonly onStep?: (step: InstallStep) => void;
  /** Stops between and within steps, and puts everything back. */
  readonly signal?: AbortSignal;
}

/** What came of it. */
export interface CarryOutResult {
  /** False when everything was true already. */
  readonly changed: boolean;
  /** Things that did not work, and that the install can do without; sentences. */
  readonly warnings: readonly string[];
  /**
   * Puts everything back as it was.
   *
   * @throws {@link InstallerError} `INSTALLER_UNDO_INCOMPLETE`
   */
  undo(): Promise<void>;
}

/**
 * Makes a plan true on a host. What is true already is not touched. When a step fails or `signal` aborts, everything
 * done so far is put back, and the error says what failed.
 *
 * @throws {@link InstallerError}; `INSTALLER_ABORTED` when `signal` aborted
 */
export async function carryOut(plan: InstallPlan, host: Host, options: CarryOutOptions = {}): Promise<CarryOutResult> {
  const lock = options.lock ?? (await lockInstall(host, plan.lock));
  try {
    return await applyAll(await contextOf(plan, host, options), options);
  } finally {
    if (options.lock === undefined) await lock.release();
  }
}

async function applyAll(context: CarryOutContext, { signal, onStep }: CarryOutOptions): Promise<CarryOutResult> {
  let changed = false;
  try {
    for (const step of context.plan.steps) {
      signal?.throwIfAborted();
      if (await isStepDone(step, context)) continue;
      changed = true;
      onStep?.(step);
      await applyStep(step, context);
    }
    signal?.throwIfAborted();
  } catch (error) {
    throw await putBack(error, context);
  }
  return { changed, warnings: context.warnings, undo: () => context.wayBack.go() };
}

/** The steps that {@link carryOut} would do now, in order; changes nothing. */
export async function pendingSteps(
  plan: InstallPlan,
  host: Host,
  options: Pick<CarryOutOptions, "manifest"> = {},
): Promise<readonly InstallStep[]> {
  const context = await contextOf(plan, host, options);
  const pending: InstallStep[] = [];
  for (const step of plan.steps) {
    if (await isStepDone(step, context)) continue;
    if (step.kind === "file") context.changedParts.add(step.part);
    pending.push(step);
  }
  return pending;
}

async function contextOf(plan: InstallPlan, host: Host, options: CarryOutOptions): Promise<CarryOutContext> {
  return {
    host,
    plan,
    wayBack: wayBack(),
    signal: options.signal,
    brought: await broughtBy(plan, host, options.manifest),
    changedParts: new Set(),
    warnings: [],
  };
}

async function putBack(error: unknown, context: CarryOutContext): Promise<unknown> {
  try {
    await context.wayBack.go();
  } catch (undoError) {
    if (!isInstallerError(undoError)) throw undoError;
    return new InstallerError({
      code: undoError.code,
      layer: undoError.layer,
      message: `${error instanceof Error ? error.message : String(error)}\n${undoError.message}`,
      ...(undoError.hint === undefined ? {} : { hint: undoError.hint }),
      cause: error,
    });
  }
  if (context.signal?.aborted !== true) return error;
  return new InstallerError({
    code: "INSTALLER_ABORTED",
    layer: "usage",
    message: "Interrupted; everything was put back.",
    cause: error,
  });
}
