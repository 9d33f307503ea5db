import type { KumaEvent } from "../model/kuma-event.ts";
import type { ClientContext } from "./client-context.ts";
import { openWatch } from "./open-watch.ts";
import type { Watch, WatchOptions } from "./watch-options.ts";

/** A later event of the same key makes the earlier one superfluous. */
function keyOf(event: KumaEvent): string | undefined {
  switch (event.type) {
    case "monitorChanged":
      return `monitor ${event.monitor.id}`;
    case "listChanged":
      return event.list;
    case "uptime":
      return `uptime ${event.monitorId} ${event.period}`;
    case "averagePing":
    case "certificate":
      return `${event.type} ${event.monitorId}`;
    default:
      // Each of these says something new.
      return undefined;
  }
}

/** Follows everything that happens; see {@link KumaClient.events}. */
export function watchEvents(context: ClientContext, options: WatchOptions = {}): Watch<KumaEvent> {
  return openWatch<KumaEvent>(context, options, {
    wants: () => true,
    pick: (event) => ({ item: event, key: keyOf(event) }),
    overflowItem: (dropped) => ({ type: "overflow", dropped }),
  });
}
