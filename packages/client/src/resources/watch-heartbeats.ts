import { isKumaError } from "../errors/is-kuma-error.ts";
import type { Heartbeat } from "../model/heartbeat.ts";
import { heartbeatSchema } from "../protocol/heartbeat-schema.ts";
import type { Transport } from "../transport/transport.ts";
import { BoundedQueue } from "../live-state/bounded-queue.ts";
import type { WatchOptions } from "./monitors.ts";

/** Follows the live heartbeats of one monitor; see {@link Monitors.watch}. Listens from the moment of the call. */
export function watchHeartbeats(
  transport: Transport,
  monitorId: number,
  options: WatchOptions = {},
): AsyncIterableIterator<Heartbeat> {
  const { logger } = transport.settings;
  const stops: (() => void)[] = [];
  const queue = new BoundedQueue<Heartbeat>({
    onEnd: () => {
      for (const stop of stops) stop();
    },
    onDrop: () => logger.warn(`the heartbeats of the monitor ${monitorId} are read too slowly; the oldest was dropped`),
  });
  const end = (): void => queue.end();
  stops.push(
    transport.on("heartbeat", (payload) => {
      const beat = heartbeatSchema.safeParse(payload);
      if (!beat.success) logger.warn("a heartbeat came in an unknown shape");
      else if (beat.data.monitorId === monitorId) queue.push(beat.data);
    }),
    transport.onLoss((error, isFinal) => {
      if (isFinal) queue.end(isKumaError(error) && error.code === "KUMA_CONNECTION_CLOSED" ? undefined : error);
    }),
    () => options.signal?.removeEventListener("abort", end),
  );
  options.signal?.addEventListener("abort", end, { once: true });
  if (transport.isClosed || options.signal?.aborted === true) end();
  return queue;
}
