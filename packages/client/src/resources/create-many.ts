import { KumaAbortedError } from "../errors/kuma-aborted-error.ts";
import { KumaPartialError } from "../errors/kuma-partial-error.ts";
import type { BulkOutcome } from "../errors/kuma-partial-error.ts";
import { KumaValidationError } from "../errors/kuma-validation-error.ts";
import type { Monitor } from "../model/monitor.ts";
import type { MonitorInput } from "../monitor-types/registry.ts";
import type { CallOptions } from "./call-options.ts";
import { checkParent } from "./check-references.ts";
import { addMonitor, wireOf } from "./create-monitor.ts";
import type { CreateContext } from "./create-monitor.ts";
import { fetchMonitors } from "./fetch-monitor.ts";

/** How far {@link Monitors.createMany} is. */
export interface CreateManyProgress {
  /** How many are there by now. */
  readonly done: number;
  /** How many there will be. */
  readonly total: number;
  /** The place of the newest one among the inputs. */
  readonly index: number;
  /** The newest one. */
  readonly monitor: Monitor;
  /** Whether it was there before. */
  readonly isExisting: boolean;
}

/** What {@link Monitors.createMany} can be told. */
export interface CreateManyOptions extends CallOptions {
  /**
   * How many requests are under way at once.
   *
   * @defaultValue `32`; `4` for servers before 2.0, which send the whole list to everybody after each change
   */
  readonly concurrency?: number | undefined;
  /**
   * Takes a monitor that is there already for the one that an input asks for, and leaves it as it is: the one with the same
   * push token when the input gives one, else the one with the same type, name and group. To go on after a call that was
   * stopped or failed, make the same call with this.
   *
   * @defaultValue `false`
   */
  readonly skipExisting?: boolean | undefined;
  /** Called after each monitor. */
  readonly onProgress?: ((progress: CreateManyProgress) => void) | undefined;
}

type Wire = Readonly<Record<string, unknown>>;
interface Named {
  readonly type: unknown;
  readonly name: unknown;
  readonly parent?: unknown;
}

const placeOf = ({ type, name, parent }: Named): string => JSON.stringify([type, name, parent ?? null]);
const tokenOf = (token: unknown): string => JSON.stringify(["push token", token]);
const keyOf = (input: MonitorInput): string => {
  const token: unknown = Reflect.get(input, "pushToken");
  return typeof token === "string" ? tokenOf(token) : placeOf(input);
};

function checkKeys(inputs: readonly MonitorInput[]): void {
  const seen = new Set<string>();
  for (const [index, input] of inputs.entries()) {
    const key = keyOf(input);
    if (seen.has(key)) throw new KumaValidationError(`${index}.name`, `"${input.name}" is asked for twice`);
    seen.add(key);
  }
}

async function existingByKey(
  context: CreateContext,
  options: CreateManyOptions,
): Promise<ReadonlyMap<string, Monitor>> {
  if (options.skipExisting !== true) return new Map();
  const monitors = await fetchMonitors(context, options);
  return new Map(
    monitors
      // Of several, the oldest.
      .toReversed()
      .flatMap((monitor) => [
        [placeOf(monitor), monitor] as const,
        ...(monitor.pushToken == null ? [] : [[tokenOf(monitor.pushToken), monitor] as const]),
      ]),
  );
}

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

class Run {
  readonly outcomes: BulkOutcome[];
  readonly #context: CreateContext;
  readonly #options: CreateManyOptions;
  readonly #wires: readonly (Wire | undefined)[];
  #next = 0;
  #done = 0;
  #failure: { readonly error: unknown } | undefined;

  constructor(context: CreateContext, plan: readonly (Wire | Monitor)[], options: CreateManyOptions) {
    this.#context = context;
    this.#options = options;
    this.#wires = plan.map((item) => (isMonitor(item) ? undefined : item));
    this.outcomes = plan.map((item) =>
      isMonitor(item) ? { status: "existing", monitor: item } : { status: "notStarted" },
    );
  }

  /** Takes one input after the other, until there are no more or something goes wrong. */
  async work(): Promise<void> {
    while (this.#next < this.#wires.length && this.#failure === undefined && this.#options.signal?.aborted !== true) {
      const index = this.#next++;
      const wire = this.#wires[index];
      if (wire !== undefined) await this.#make(index, wire);
      this.#tell(index);
    }
  }

  /** Why not everything is done. */
  get failure(): { readonly error: unknown } | undefined {
    if (this.#failure !== undefined) return this.#failure;
    if (!this.outcomes.some(({ status }) => status === "notStarted")) return undefined;
    return { error: new KumaAbortedError("Creating the monitors", { cause: this.#options.signal?.reason }) };
  }

  async #make(index: number, wire: Wire): Promise<void> {
    // Without the signal: what is sent is waited for, so that it is known what is there.
    const { timeout } = this.#options;
    try {
      this.outcomes[index] = { status: "created", monitor: await addMonitor(this.#context, wire, { timeout }) };
    } catch (error) {
      this.outcomes[index] = { status: "failed", error };
      this.#failure ??= { error };
    }
  }

  #tell(index: number): void {
    const outcome = this.outcomes[index];
    if (outcome?.status !== "created" && outcome?.status !== "existing") return;
    this.#done += 1;
    const { monitor, status } = outcome;
    const progress = {
      done: this.#done,
      total: this.outcomes.length,
      index,
      monitor,
      isExisting: status === "existing",
    };
    this.#options.onProgress?.(progress);
  }
}

function isMonitor(item: Wire | Monitor): item is Monitor {
  return typeof item["id"] === "number";
}

function partial(outcomes: readonly BulkOutcome[], error: unknown): KumaPartialError {
  const done = outcomes.filter(({ status }) => status === "created" || status === "existing").length;
  const reason = error instanceof Error ? error.message : "unknown reason";
  return new KumaPartialError(`${done} of ${outcomes.length} monitors are there: ${reason}`, outcomes, {
    cause: error,
  });
}

/** Creates many monitors; see {@link Monitors.createMany}. */
export async function createMany(
  given: CreateContext,
  inputs: readonly MonitorInput[],
  options: CreateManyOptions = {},
): Promise<readonly Monitor[]> {
  const concurrency = options.concurrency ?? (given.server.capabilities.sendsSingleMonitors ? 32 : 4);
  if (!(Number.isInteger(concurrency) && concurrency > 0))
    throw new KumaValidationError("concurrency", "must be a whole number above 0");
  if (options.skipExisting === true) checkKeys(inputs);
  const context = rememberingLookUps(given);
  const existing = await existingByKey(context, options);
  const plan: (Wire | Monitor)[] = [];
  for (const input of inputs) plan.push(existing.get(keyOf(input)) ?? (await wireOf(context, input, options)));
  const run = new Run(context, plan, options);
  await Promise.all(Array.from({ length: Math.min(concurrency, inputs.length) }, () => run.work()));
  const { failure, outcomes } = run;
  if (failure !== undefined) throw partial(outcomes, failure.error);
  return outcomes.flatMap((outcome) => ("monitor" in outcome ? [outcome.monitor] : []));
}
