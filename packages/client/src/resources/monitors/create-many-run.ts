import { type BulkOutcome, KumaAbortedError } from "../../errors/kuma-errors.ts";
import type { Monitor } from "../../model/monitor.ts";
import type { CallOptions } from "../call-options.ts";
import { longestAbsence } from "./after-cut.ts";
import { addMonitor } from "./create-monitor.ts";
import { SendWindow } from "./send-window.ts";
import type { CreateContext } from "./create-monitor.ts";

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

/** Options of {@link Monitors.createMany}. */
export interface CreateManyOptions extends CallOptions {
  /**
   * How many requests are under way at once, from 1 to 256.
   *
   * @defaultValue `64`; `4` for servers before 2.0, which send the whole list to everybody after each change
   */
  readonly concurrency?: number | undefined;
  /**
   * Takes a monitor that is there already for the one that an input asks for, and leaves it as it is: the one with the same
   * push token when the input gives one, else the one with the same type, name and group. To go on after a call that was
   * stopped or failed, make the same call with this. Several clients may do so at the same time: what two of them have made
   * at once is taken back at the end by the one who came second, so that each monitor is there once.
   *
   * @defaultValue `false`
   */
  readonly skipExisting?: boolean | undefined;
  /** Called after each monitor. An error in it stops the call, just like a failure. */
  readonly onProgress?: ((progress: CreateManyProgress) => void) | undefined;
}

/** The options of a run, with how many requests are under way at once. */
type BulkOptions = CreateManyOptions & { readonly concurrency: number };

type Wire = Readonly<Record<string, unknown>>;

/** One call of {@link Monitors.createMany}: takes the inputs one after the other, and keeps what became of each. */
export class CreateManyRun {
  /** What became of each input. */
  readonly outcomes: BulkOutcome[];
  readonly #context: CreateContext;
  readonly #options: CreateManyOptions;
  readonly #wires: readonly (Wire | undefined)[];
  readonly #window: SendWindow;
  #next = 0;
  #done = 0;
  #isRefused = false;
  #failure: { readonly error: unknown } | undefined;

  /** Takes what is to be sent, or the monitor that is there already, for each input. */
  constructor(context: CreateContext, plan: readonly (Wire | Monitor)[], options: BulkOptions) {
    this.#context = context;
    this.#options = options;
    this.#window = new SendWindow(options.concurrency);
    this.#wires = plan.map((item) => (isMonitor(item) ? undefined : item));
    this.outcomes = plan.map((item) =>
      isMonitor(item) ? { status: "existing", monitor: item } : { status: "notStarted" },
    );
  }

  /** Takes one input after the other, until there are no more or something goes wrong. */
  async work(): Promise<void> {
    while (this.#next < this.#wires.length && this.#mayGoOn && this.#options.signal?.aborted !== true) {
      const index = this.#next++;
      const wire = this.#wires[index];
      if (wire !== undefined) await this.#make(index, wire);
      this.#tell(index);
    }
  }

  get #mayGoOn(): boolean {
    return this.#failure === undefined && !this.#isRefused;
  }

  /** Why not everything is done. */
  get failure(): { readonly error: unknown } | undefined {
    if (this.#failure !== undefined) return this.#failure;
    if (!this.outcomes.some(({ status }) => status === "notStarted")) return undefined;
    return { error: new KumaAbortedError("Creating the monitors", { cause: this.#options.signal?.reason }) };
  }

  async #make(index: number, wire: Wire): Promise<void> {
    // Without the signal: what is sent is waited for, so that it is known what is there.
    const { signal: stop, timeout } = this.#options;
    const patience = longestAbsence;
    const onRefusal = (): void => {
      this.#isRefused = true;
    };
    try {
      const monitor = await addMonitor(this.#context, wire, {
        timeout,
        stop,
        onRefusal,
        patience,
        window: this.#window,
      });
      this.outcomes[index] = { status: "created", monitor };
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
