import type { EventHub } from "../live-state/event-hub.ts";
import type { KeptStates } from "../live-state/kept-states.ts";
import type { LiveState } from "../live-state/live-state.ts";
import type { KumaSession } from "../session.ts";
import type { ServerInfo } from "../server-version/server-info.ts";
import type { Transport } from "../transport/transport.ts";
import type { WriteQueues } from "./write-queues.ts";

/** The parts that the resources of one client share. */
export interface ClientContext {
  readonly transport: Transport;
  readonly live: LiveState;
  readonly events: EventHub;
  /** What the server sends of every monitor by itself, when it is kept. */
  readonly states: KeptStates | undefined;
  readonly server: ServerInfo;
  /** The order of the writes of this client. */
  readonly writes: WriteQueues;
  /** Who is logged in; a changed password brings a new token. */
  readonly session: { current: KumaSession };
}
