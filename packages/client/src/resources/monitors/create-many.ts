import { checkCallOptions } from "../../arguments/check-call-options.ts";
import { checkFunctions } from "../../arguments/check-functions.ts";
import { checkObject } from "../../arguments/check-object.ts";
import {
  type BulkOutcome,
  KumaNotFoundError,
  KumaPartialError,
  KumaValidationError,
} from "../../errors/kuma-errors.ts";
import type { Monitor } from "../../model/monitor.ts";
import type { MonitorInput } from "../../monitor-types/registry.ts";
import type { AddOptions } from "./add-mark.ts";
import { despiteCuts, longestAbsence } from "./after-cut.ts";
import { checkParent } from "./check-references.ts";
import { CreateManyRun } from "./create-many-run.ts";
import type { CreateManyOptions } from "./create-many-run.ts";
import { wireOf } from "./create-monitor.ts";
import type { CreateContext } from "./create-monitor.ts";
import { deleteMonitor } from "./delete-monitor.ts";
import { reportedMonitors } from "./reported-monitors.ts";
import { removeTwins } from "./remove-twins.ts";
import { checkKeys, keyOf, monitorsByKey } from "./monitor-keys.ts";

type Wire = Readonly<Record<string, unknown>>;

const mostAtOnce = 256;

/** Looks things up once for all inputs. */
function rememberingLookUps(context: CreateContext): CreateContext {
  let notifications: ReturnType<CreateContext["notifications"]> | undefined;
  const parents = new Map<number, Promise<void>>();
  return {
    ...context,
    notifications: (options) => (notifications ??= context.notifications(options)),
    checkParent: (id, options) => {
      const check = parents.get(id) ?? checkParent(context, id, options);
      parents.set(id, check);
      return check;
    },
  };
}

function partial(outcomes: readonly BulkOutcome[], error: unknown): KumaPartialError {
  const done = outcomes.filter(({ status }) => status === "created" || status === "existing").length;
  const reason = error instanceof Error ? error.message : "unknown reason";
  return new KumaPartialError(`${done} of ${outcomes.length} monitors are there: ${reason}`, outcomes, {
    cause: error,
  });
}

/** How long a server may stay away, and what ends the wait. */
function patienceOf({ signal, timeout }: CreateManyOptions): AddOptions {
  return { timeout, patience: longestAbsence, stop: signal };
}

function readAll(context: CreateContext, options: CreateManyOptions): Promise<readonly Monitor[]> {
  const { signal, timeout } = options;
  return despiteCuts(context, () => reportedMonitors(context, { signal, timeout }), patienceOf(options));
}

/** A deletion whose answer was lost finds nothing the second time. */
function unlessGone(error: unknown): void {
  if (!(error instanceof KumaNotFoundError)) throw error;
}

/** Checks all inputs and looks up what they refer to, before the first is sent. */
async function planOf(
  context: CreateContext,
  inputs: readonly MonitorInput[],
  options: CreateManyOptions,
): Promise<readonly (Wire | Monitor)[]> {
  for (const [index, input] of inputs.entries()) checkObject(input, String(index));
  if (options.skipExisting === true) checkKeys(inputs);
  const existing =
    options.skipExisting === true ? monitorsByKey(await readAll(context, options)) : new Map<string, Monitor>();
  const plan: (Wire | Monitor)[] = [];
  for (const [index, input] of inputs.entries()) {
    const known: Monitor | undefined = existing.get(keyOf(input));
    plan.push(known ?? (await wireAt(index, () => wireOf(context, input, options))));
  }
  return plan;
}

/** Says which input is wrong. */
async function wireAt(index: number, make: () => Promise<Wire>): Promise<Wire> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof KumaValidationError)) throw error;
    throw new KumaValidationError(`${index}.${error.field}`, error.problem, { hint: error.hint });
  }
}

/**
 * Takes back what another client has made, too, between the look at the list and now: the oldest stays. Both clients come
 * to the same conclusion, and each deletes only what it has made itself in this very call.
 */
async function settleRace(
  context: CreateContext,
  inputs: readonly MonitorInput[],
  request: { readonly outcomes: BulkOutcome[]; readonly timeout: number | undefined },
): Promise<void> {
  const { outcomes, timeout } = request;
  if (!outcomes.some(({ status }) => status === "created")) return;
  const oldest = monitorsByKey(await readAll(context, { timeout }));
  for (const [index, input] of inputs.entries()) {
    const outcome = outcomes[index];
    const first = oldest.get(keyOf(input));
    if (outcome?.status !== "created" || first === undefined || first.id >= outcome.monitor.id) continue;
    const { id } = outcome.monitor;
    await despiteCuts(context, () => deleteMonitor(context, id, { timeout }), patienceOf({ timeout })).catch(
      unlessGone,
    );
    outcomes[index] = { status: "existing", monitor: first };
  }
}

function checkOptions(inputs: unknown, options: CreateManyOptions, concurrency: number): void {
  if (!Array.isArray(inputs)) throw new KumaValidationError("inputs", "must be a list of monitors");
  if (!(Number.isInteger(concurrency) && concurrency > 0 && concurrency <= mostAtOnce))
    throw new KumaValidationError("concurrency", `must be a whole number from 1 to ${mostAtOnce}`);
  if (options.onProgress !== undefined) checkFunctions(options, "options", "onProgress");
}

/** Creates many monitors; see {@link Monitors.createMany}. */
export async function createMany(
  given: CreateContext,
  inputs: readonly MonitorInput[],
  options: CreateManyOptions = {},
): Promise<readonly Monitor[]> {
  checkCallOptions(options);
  const concurrency = options.concurrency ?? (given.server.capabilities.sendsSingleMonitors ? 64 : 4);
  checkOptions(inputs, options, concurrency);
  const context = rememberingLookUps(given);
  const run = new CreateManyRun(context, await planOf(context, inputs, options), { ...options, concurrency });
  await Promise.all(Array.from({ length: Math.min(concurrency, inputs.length) }, () => run.work()));
  const { failure, outcomes } = run;
  let error = failure;
  const made = outcomes.flatMap((outcome) => (outcome.status === "created" ? [outcome.monitor] : []));
  await removeTwins(context, made, patienceOf(options)).catch((reason: unknown) => {
    error ??= { error: reason };
  });
  if (options.skipExisting === true) {
    const { timeout } = options;
    await settleRace(context, inputs, { outcomes, timeout }).catch((reason: unknown) => {
      error ??= { error: reason };
    });
  }
  if (error !== undefined) throw partial(outcomes, error.error);
  return outcomes.flatMap((outcome) => ("monitor" in outcome ? [outcome.monitor] : []));
}
