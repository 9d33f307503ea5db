import { InstallerError, isInstallerError } from "../installer-error.ts";
import type { Host } from "../hosts/host.ts";
import type { HostPlan, HostStep, PlanSecrets } from "../steps/host-plan.ts";
import { sha256Of } from "../sha256.ts";
import { stepsProgram } from "../scripts/steps-program.ts";
import { encodeSteps } from "./encode-steps.ts";
import type { HostLock } from "./lock-host.ts";
import { failureOf } from "./step-failure.ts";
import { StepsReader } from "./steps-reader.ts";
import { undoOn, type Journal } from "./undo-on.ts";

/** How to carry a plan out. */
export interface CarryOutOptions {
  /** From before the survey that the plan was made from, so that the host is still as it was. */
  readonly lock: HostLock;
  /** The secrets that the plan names. */
  readonly secrets?: PlanSecrets;
  /** Is given each step before it is done. */
  readonly onStep?: (step: HostStep) => void;
  /** Stops between and within steps, and puts everything back. */
  readonly signal?: AbortSignal;
}

/** The outcome. */
export interface CarriedOut {
  /** False when there was nothing to do. */
  readonly changed: boolean;
  /** Things that did not work, and that the agent can do without; sentences. */
  readonly warnings: readonly string[];
  /**
   * Puts everything back as it was, as long as the lock is held; the second time does nothing.
   *
   * @throws {@link InstallerError} `INSTALLER_UNDO_INCOMPLETE`, with `leftBehind`
   */
  undo(): Promise<void>;
}

/**
 * Carries a plan out by one script, which notes how to put each thing back before it changes any. When a step fails or
 * `signal` aborts, the script puts everything back. When the host or the connection dies, the next {@link lockHost} does.
 *
 * @throws {@link InstallerError} of the step that failed; `INSTALLER_ABORTED` when `signal` aborted. `leftBehind` says
 * what could not be put back.
 */
export async function carryOut(host: Host, plan: HostPlan, options: CarryOutOptions): Promise<CarriedOut> {
  const { lock, secrets = new Map<string, string>(), onStep, signal } = options;
  if (isAborted(signal)) throw aborted([]);
  const { warnings } = plan;
  if (plan.steps.length === 0) return { changed: false, warnings, undo: async () => undefined };
  const { input, stepsEnd } = encodeSteps(plan, secrets);
  const reader = new StepsReader(plan, onStep);
  const journal = { journal: lock.journal, scope: plan.scope, plan };
  try {
    const { complaint } = await host.runScript({
      program: stepsProgram,
      args: ["apply", lock.journal, plan.scope, String(input.length), sha256Of(input), String(stepsEnd)],
      input,
      onLine: (line) => reader.read(line),
      ...(signal === undefined ? {} : { signal }),
    });
    if (reader.ending !== "done") {
      // A script that ended without a last word was killed: what it had done is put back from here.
      const left = reader.ending === "" ? await wayBack(host, { ...journal, plan: undefined }) : reader.left;
      throw isAborted(signal) ? aborted(left) : withLeft(failureOf(host, reader, complaint), left);
    }
    const undo = undoOnce(host, journal);
    if (!isAborted(signal)) return { changed: true, warnings: [...warnings, ...reader.warnings], undo };
    throw aborted(await wayBack(host, journal));
  } catch (error) {
    throw isConnectionLost(error) ? withLeft(error, [halfDone(host, plan, reader)]) : error;
  }
}

/** As {@link undoOn}. A way back that is barred is one more thing that is left: it does not hide why it was needed. */
async function wayBack(host: Host, journal: Journal): Promise<readonly string[]> {
  return await undoOn(host, journal).catch((error: unknown) => {
    if (!isInstallerError(error)) throw error;
    return [`could not put ${host.label} back as it was (${error.message})`];
  });
}

function isConnectionLost(error: unknown): error is InstallerError {
  return error instanceof InstallerError && error.code === "INSTALLER_CONNECTION_LOST";
}

function halfDone({ label }: Host, { steps }: HostPlan, { reached }: StepsReader): string {
  return `${label} was left at step ${reached} of ${steps.length}: it puts that back by itself, or the next run does so first`;
}

/** A function, because it changes while the script runs. */
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

function undoOnce(host: Host, journal: Journal): () => Promise<void> {
  let isDone = false;
  return async () => {
    if (isDone) return;
    isDone = true;
    const left = await undoOn(host, journal);
    if (left.length > 0) throw incomplete(left);
  };
}

function incomplete(leftBehind: readonly string[]): InstallerError {
  return new InstallerError({
    code: "INSTALLER_UNDO_INCOMPLETE",
    layer: "files",
    message: `Not everything was put back:\n${leftBehind.map((line) => `  - ${line}`).join("\n")}`,
    hint: "put these back by hand",
    leftBehind,
  });
}

function aborted(leftBehind: readonly string[]): InstallerError {
  const message = leftBehind.length === 0 ? "Interrupted; everything was put back." : "Interrupted.";
  return new InstallerError({ code: "INSTALLER_ABORTED", layer: "usage", message, leftBehind });
}

function withLeft(error: InstallerError, leftBehind: readonly string[]): InstallerError {
  if (leftBehind.length === 0) return error;
  const { code, layer, message, hint, host, cause } = error;
  const also = { ...(hint === undefined ? {} : { hint }), ...(host === undefined ? {} : { host }) };
  return new InstallerError({ code, layer, message, ...also, cause, leftBehind });
}
