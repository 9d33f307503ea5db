import { KumaAbortedError } from "../../errors/kuma-aborted-error.ts";
import type { BulkOutcome } from "../../errors/kuma-partial-error.ts";
import type { Monitor } from "../../model/monitor.ts";
import type { CreateManyOptions } from "./create-many.ts";
import { addMonitor } from "./create-monitor.ts";
import type { CreateContext } from "./create-monitor.ts";

type Wire = Readonly<Record<string, unknown>>;

/** One call of {@link Monitors.createMany}: takes the inputs one after the other, and keeps what became of each. */
export class CreateManyRun {
  /** What became of each input. */
  readonly outcomes: BulkOutcome[];
  readonly #context: CreateContext;
  readonly #options: CreateManyOptions;
  readonly #wires: readonly (Wire | undefined)[];
  #next = 0;
  #done = 0;
  #failure: { readonly error: unknown } | undefined;

  /** Takes what is to be sent, or the monitor that is there already, for each input. */
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
    try {
      this.#options.onProgress?.(progress);
    } catch (error) {
      // The others still come to their end, so that it is known what is there.
      this.#failure ??= { error };
    }
  }
}

function isMonitor(item: Wire | Monitor): item is Monitor {
  return typeof item["id"] === "number";
}
