import { checkCallOptions } from "../arguments/check-call-options.ts";
import { KumaValidationError } from "../errors/kuma-errors.ts";
import { BoundedQueue } from "../live-state/bounded-queue.ts";
import type { KumaEvent } from "../model/kuma-event.ts";
import type { ClientContext } from "./client-context.ts";
import type { Watch, WatchOptions } from "./watch-options.ts";

/** The reader's choice for a watch. */
interface Choice<T> {
  /** Whether it cares for the heartbeats of a monitor. */
  readonly wants: (monitorId: number) => boolean;
  /** Takes an event, or leaves it. */
  readonly pick: (event: KumaEvent) => { readonly item: T; readonly key?: string | undefined } | undefined;
  /** What stands for events that were dropped. */
  readonly overflowItem?: (dropped: number) => T;
}

const defaultCapacity = 1_000;

/** Subscribes to what happens and queues it for a reader. */
export function openWatch<T>(context: ClientContext, options: WatchOptions, choice: Choice<T>): Watch<T> {
  checkCallOptions(options);
  const { transport, events } = context;
  const { capacity = defaultCapacity } = options;
  if (!(Number.isInteger(capacity) && capacity > 0))
    throw new KumaValidationError("capacity", "must be a whole number above 0");
  const stops: (() => void)[] = [];
  const queue = new BoundedQueue<T>({
    capacity,
    onEnd: () => {
      for (const stop of stops) stop();
    },
    onDrop: (dropped) => {
      // Once for each time that the reader falls behind.
      if (dropped === 1) transport.settings.logger.warn("a watch is read too slowly: the oldest is dropped");
    },
    overflowItem: choice.overflowItem,
  });
  const end = (): void => queue.end();
  if (transport.isClosed || options.signal?.aborted === true) {
    end();
    return queue;
  }
  stops.push(
    events.subscribe({
      wants: choice.wants,
      onEvent: (event) => {
        const picked = choice.pick(event);
        if (picked !== undefined) queue.push(picked.item, picked.key);
      },
      onEnd: (error) => queue.end(error),
    }),
    () => options.signal?.removeEventListener("abort", end),
  );
  options.signal?.addEventListener("abort", end, { once: true });
  return queue;
}
