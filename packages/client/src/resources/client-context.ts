import type { EventHub } from "../live-state/event-hub.ts";
import type { LiveState } from "../live-state/live-state.ts";
import type { ServerInfo } from "../server-version/server-info.ts";
import type { Transport } from "../transport/transport.ts";

/** What the resources of one client share. */
export interface ClientContext {
  readonly transport: Transport;
  readonly live: LiveState;
  readonly events: EventHub;
  readonly server: ServerInfo;
  /** The session token, if there is one. */
  readonly token: string | undefined;
}
