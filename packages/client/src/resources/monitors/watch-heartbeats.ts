import { checkId } from "../../arguments/check-id.ts";
import type { Heartbeat } from "../../model/heartbeat.ts";
import type { KumaEvent } from "../../model/kuma-event.ts";
import type { ClientContext } from "../client-context.ts";
import { openWatch } from "../open-watch.ts";
import type { Watch, WatchOptions } from "../watch-options.ts";

/** Whose heartbeats to follow: one monitor's, several ones', or everybody's. */
export type WatchedMonitors = number | readonly number[] | "all";

function wishOf(monitors: WatchedMonitors): (monitorId: number) => boolean {
  if (monitors === "all") return () => true;
  const ids = new Set(Array.isArray(monitors) ? (monitors as readonly number[]) : [monitors as number]);
  for (const id of ids) checkId(id, "monitors");
  return (id) => ids.has(id);
}

/** Follows live heartbeats; see {@link Monitors.watch}. */
export function watchHeartbeats(
  context: ClientContext,
  monitors: WatchedMonitors,
  options: WatchOptions = {},
): Watch<Heartbeat> {
  const { logger } = context.transport.settings;
  const wants = wishOf(monitors);
  return openWatch<Heartbeat>(context, options, {
    wants,
    pick: (event: KumaEvent) => {
      if (event.type === "heartbeat" && wants(event.heartbeat.monitorId)) return { item: event.heartbeat };
      if (event.type === "heartbeatGap" && wants(event.monitorId))
        logger.warn(`heartbeats of the monitor ${event.monitorId} from before a lost connection could not be read`);
      return undefined;
    },
  });
}
