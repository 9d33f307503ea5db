import type { AuthOutcome } from "./auth/auth-strategy.ts";
import type { KumaEvent } from "./model/kuma-event.ts";
import { hide } from "./protocol/hide.ts";
import { MonitorsOverSocket } from "./resources/monitors-over-socket.ts";
import type { Monitors } from "./resources/monitors.ts";
import { NotificationsOverSocket } from "./resources/notifications.ts";
import type { Notifications } from "./resources/notifications.ts";
import { TagsOverSocket } from "./resources/tags.ts";
import type { Tags } from "./resources/tags.ts";
import { checkParent } from "./resources/check-references.ts";
import type { ClientContext } from "./resources/client-context.ts";
import { Additions } from "./resources/unclear-add.ts";
import { watchEvents } from "./resources/watch-events.ts";
import type { Watch, WatchOptions } from "./resources/watch-options.ts";
import type { ServerInfo } from "./server-version/server-info.ts";

/** Who is logged in. */
export interface KumaSession {
  /** The user's name, when it is known. */
  readonly username?: string;
  /** The session token, for {@link sessionTokenAuth}. Not enumerable: no JSON, spread or log shows it by accident. */
  readonly token?: string;
}

/**
 * A connection to one Uptime Kuma. It is kept up and logged in until it is closed.
 *
 * @example
 * ```ts
 * await using client = await connect({ url: "http://localhost:3001", auth: sessionTokenAuth(token) });
 * for (const monitor of await client.monitors.list()) console.log(monitor.id, monitor.name);
 * ```
 */
export interface KumaClient extends AsyncDisposable {
  /** The server at the other end. */
  readonly server: ServerInfo;
  /** Who is logged in; keep its token for the next time. */
  readonly session: KumaSession;
  /** The monitors. */
  readonly monitors: Monitors;
  /** The ways to alert somebody. */
  readonly notifications: Notifications;
  /** The tags. */
  readonly tags: Tags;
  /**
   * Everything that happens, from the moment of the call on: heartbeats of all monitors, changes by whomever, the
   * connection. Ends when the loop is left, the signal fires or the client is closed; fails when the client cannot log in
   * again. For a reader who is too slow, of several states of the same thing only the newest is kept; when that is not
   * enough, the oldest events are dropped and an `overflow` event says how many.
   *
   * @example
   * ```ts
   * for await (const event of client.events()) {
   *   if (event.type === "heartbeat" && event.heartbeat.status === "down") console.log(event.heartbeat.message);
   * }
   * ```
   */
  events(options?: WatchOptions): Watch<KumaEvent>;
  /** Closes the connection. Calls that are under way fail; watches end. May be called twice. */
  close(): Promise<void>;
}

function sessionOf(outcome: AuthOutcome): KumaSession {
  const { username, token } = outcome;
  const named = username === undefined ? {} : { username };
  return token === undefined ? named : hide({ ...named, token }, "token");
}

/** {@link KumaClient} over a socket. */
export class ConnectedClient implements KumaClient {
  readonly server: ServerInfo;
  readonly session: KumaSession;
  readonly monitors: Monitors;
  readonly notifications: Notifications;
  readonly tags: Tags;
  readonly #context: ClientContext;

  /** Takes an open connection and what its log-in brought. */
  constructor(context: ClientContext, outcome: AuthOutcome) {
    this.#context = context;
    this.server = context.server;
    this.session = sessionOf(outcome);
    const notifications = new NotificationsOverSocket(context);
    this.notifications = notifications;
    const monitors = new MonitorsOverSocket({
      ...context,
      notifications: (options) => notifications.list(options),
      checkParent: (id, options) => checkParent(context, id, options),
      additions: new Additions(),
    });
    this.monitors = monitors;
    context.events.follow(context.transport, (id, hours) => monitors.recordedHeartbeats(id, { hours }));
    this.tags = new TagsOverSocket(context);
  }

  events(options?: WatchOptions): Watch<KumaEvent> {
    return watchEvents(this.#context, options);
  }

  close(): Promise<void> {
    return this.#context.transport.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
