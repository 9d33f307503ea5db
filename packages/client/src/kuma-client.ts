import type { KumaEvent } from "./model/kuma-event.ts";
import { AccountOverHttp } from "./resources/account-over-http.ts";
import { AccountOverSocket } from "./resources/account.ts";
import type { Account } from "./resources/account.ts";
import { DatabaseOverSocket } from "./resources/database.ts";
import type { Database } from "./resources/database.ts";
import { MaintenancesOverSocket } from "./resources/maintenances.ts";
import type { Maintenances } from "./resources/maintenances.ts";
import { MonitorsOverSocket } from "./resources/monitors/monitors-over-socket.ts";
import type { Monitors } from "./resources/monitors/monitors.ts";
import { ApiKeysOverSocket } from "./resources/api-keys.ts";
import type { ApiKeys } from "./resources/api-keys.ts";
import { DockerHostsOverSocket } from "./resources/docker-hosts.ts";
import type { DockerHosts } from "./resources/docker-hosts.ts";
import { NotificationsOverSocket } from "./resources/notifications-over-socket.ts";
import type { Notifications } from "./resources/notifications.ts";
import { ProxiesOverSocket } from "./resources/proxies.ts";
import type { Proxies } from "./resources/proxies.ts";
import { RemoteBrowsersOverSocket } from "./resources/remote-browsers.ts";
import type { RemoteBrowsers } from "./resources/remote-browsers.ts";
import { SettingsOverSocket } from "./resources/settings.ts";
import type { Settings } from "./resources/settings.ts";
import { StatusPagesOverSocket } from "./resources/status-pages.ts";
import type { StatusPages } from "./resources/status-pages.ts";
import { SystemOverSocket } from "./resources/system.ts";
import type { System } from "./resources/system.ts";
import { TagsOverSocket } from "./resources/tags.ts";
import type { Tags } from "./resources/tags.ts";
import { checkParent } from "./resources/monitors/check-references.ts";
import type { CreateContext } from "./resources/monitors/create-monitor.ts";
import { relinkMonitor } from "./resources/monitors/update-monitor.ts";
import type { ClientContext } from "./resources/client-context.ts";
import { rawCall, type RawCallOptions } from "./resources/raw-call.ts";
import { watchEvents } from "./resources/watch-events.ts";
import type { Watch, WatchOptions } from "./resources/watch-options.ts";
import type { KumaSession } from "./session.ts";
import type { ServerInfo } from "./server-version/server-info.ts";

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
  /** Who is logged in; keep its token for the next time. A changed password brings another one. */
  readonly session: KumaSession;
  /** The monitors. */
  readonly monitors: Monitors;
  /** The ways to alert somebody. */
  readonly notifications: Notifications;
  /** The tags. */
  readonly tags: Tags;
  /** The proxies that monitors go through. */
  readonly proxies: Proxies;
  /** The Docker daemons that monitors of containers ask. */
  readonly dockerHosts: DockerHosts;
  /** The browsers elsewhere that monitors use; 2.0 and later. */
  readonly remoteBrowsers: RemoteBrowsers;
  /** The keys that open `/metrics`. */
  readonly apiKeys: ApiKeys;
  /** The times in which monitors alert nobody. */
  readonly maintenance: Maintenances;
  /** The status pages, with their incidents. */
  readonly statusPages: StatusPages;
  /** The server's settings. */
  readonly settings: Settings;
  /** The server's database. */
  readonly database: Database;
  /** The password and the two-factor authentication of the account. */
  readonly account: Account;
  /** What the server says of itself, and what it can look up. */
  readonly system: System;
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
  /**
   * Sends an event as it is, for what this package has no method for. Nothing is checked beforehand, and nothing is taken
   * out of the answer: it may hold secrets. The server never answers an event that it does not know, or that lacks an
   * argument.
   *
   * @param event - Its name.
   * @param args - Every argument that the server's handler takes, with `null` for none; values that JSON can hold.
   * @returns The answer, or the payload of the event that `receive` names: a list where that has several parts.
   * @throws {@link KumaRejectedError} when the answer says no, {@link KumaTimeoutError} when there is no answer.
   * @example
   * ```ts
   * const answer = await client.call("getTags", []);
   * const monitors = await client.call("getMonitorList", [], { receive: "monitorList" });
   * ```
   */
  call(event: string, args: readonly unknown[], options?: RawCallOptions): Promise<unknown>;
  /** Closes the connection. Calls that are under way fail; watches end. May be called twice. */
  close(): Promise<void>;
}

/** {@link KumaClient} over a socket. */
export class ConnectedClient implements KumaClient {
  readonly server: ServerInfo;
  readonly monitors: Monitors;
  readonly notifications: Notifications;
  readonly tags: Tags;
  readonly proxies: Proxies;
  readonly dockerHosts: DockerHosts;
  readonly remoteBrowsers: RemoteBrowsers;
  readonly apiKeys: ApiKeys;
  readonly maintenance: Maintenances;
  readonly statusPages: StatusPages;
  readonly settings: Settings;
  readonly database: Database;
  readonly account: Account;
  readonly system: System;
  readonly #context: ClientContext;

  /** Takes an open connection that is logged in. */
  constructor(context: ClientContext) {
    this.#context = context;
    this.server = context.server;
    const createContext: CreateContext = {
      ...context,
      notifications: (options) => notifications.list(options),
      notification: (id, options) => notifications.get(id, options),
      checkParent: (id, options) => checkParent(context, id, options),
    };
    const notifications = new NotificationsOverSocket({
      ...context,
      monitors: () => this.monitors,
      relink: (monitorId, request) => relinkMonitor(createContext, monitorId, request),
    });
    this.notifications = notifications;
    const monitors = new MonitorsOverSocket(createContext);
    this.monitors = monitors;
    context.events.follow(context.transport, (id, hours) => monitors.recordedHeartbeats(id, { hours }));
    this.tags = new TagsOverSocket(context);
    this.proxies = new ProxiesOverSocket(context);
    this.dockerHosts = new DockerHostsOverSocket(context);
    this.remoteBrowsers = new RemoteBrowsersOverSocket(context);
    this.apiKeys = new ApiKeysOverSocket(context);
    this.maintenance = new MaintenancesOverSocket(context);
    this.statusPages = new StatusPagesOverSocket(context);
    this.settings = new SettingsOverSocket(context);
    this.database = new DatabaseOverSocket(context);
    const { hasCookieSessions } = context.server.capabilities;
    this.account = hasCookieSessions ? new AccountOverHttp(context) : new AccountOverSocket(context);
    this.system = new SystemOverSocket(context);
  }

  get session(): KumaSession {
    return this.#context.session.current;
  }

  events(options?: WatchOptions): Watch<KumaEvent> {
    return watchEvents(this.#context, options);
  }

  call(event: string, args: readonly unknown[], options?: RawCallOptions): Promise<unknown> {
    return rawCall(this.#context.transport, { event, args }, options);
  }

  close(): Promise<void> {
    return this.#context.transport.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
