import { isUnclear } from "../errors/is-unclear.ts";
import { KumaRejectedError } from "../errors/kuma-rejected-error.ts";
import type { Monitor } from "../model/monitor.ts";
import { readAck } from "../protocol/ack.ts";
import type { CallOptions } from "./call-options.ts";
import type { ClientContext } from "./client-context.ts";
import { deleteArguments } from "./delete-monitor.ts";
import { fetchMonitors } from "./fetch-monitor.ts";

type Wire = Readonly<Record<string, unknown>>;

/** Keeps apart what several `add`s at once have made, so that no two of them take the same monitor for theirs. */
export class Additions {
  #running = 0;
  readonly #claimed = new Set<number>();

  /** One begins. */
  begin(): void {
    this.#running += 1;
  }

  /** One is over. */
  end(): void {
    this.#running -= 1;
    if (this.#running === 0) this.#claimed.clear();
  }

  /** A monitor belongs to one of them. */
  claim(id: number): void {
    this.#claimed.add(id);
  }

  /** Whether it belongs to one already. */
  isClaimed(id: number): boolean {
    return this.#claimed.has(id);
  }
}

/** An `add` that went wrong. */
export interface FailedAdd {
  readonly wire: Wire;
  readonly error: unknown;
  /** The highest id that was there before it. */
  readonly before: number;
  readonly additions: Additions;
  readonly options: CallOptions | undefined;
}

/**
 * The monitor that a request of unknown or bad outcome has left behind: the one with its push token; of another type the
 * only one that was not there before and is called and placed like it.
 */
async function findMade(
  context: ClientContext,
  { wire, before, additions, options }: FailedAdd,
): Promise<Monitor | undefined> {
  const monitors = await fetchMonitors(context, options);
  const token = wire["pushToken"];
  if (typeof token === "string") return monitors.find(({ pushToken }) => pushToken === token);
  const parent = wire["parent"] ?? null;
  const candidates = monitors.filter(
    (monitor) =>
      monitor.id > before &&
      !additions.isClaimed(monitor.id) &&
      monitor.name === wire["name"] &&
      monitor.type === wire["type"] &&
      monitor.parent === parent,
  );
  return candidates.length === 1 ? candidates[0] : undefined;
}

/**
 * Finds out what became of an `add`: gives back what it made when only the answer was lost, and removes what it left
 * half-made when the server refused it.
 *
 * @throws what the `add` failed with.
 */
export async function settleAdd(context: ClientContext, failed: FailedAdd): Promise<Monitor> {
  const { error, additions, options } = failed;
  if (!isUnclear(error) && !(error instanceof KumaRejectedError)) throw error;
  const made = await findMade(context, failed).catch(() => undefined);
  if (made === undefined) throw error;
  additions.claim(made.id);
  if (isUnclear(error)) return made;
  // Refused, but stored: the server writes the row before it links the notifications.
  readAck(await context.transport.call("deleteMonitor", deleteArguments(context, made.id), options), {
    what: "Removing the half-made monitor",
  });
  throw error;
}
