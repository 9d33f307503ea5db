import type { AuthOutcome } from "./auth/auth-strategy.ts";
import { hide } from "./protocol/hide.ts";
import { MonitorsOverSocket } from "./resources/monitors-over-socket.ts";
import type { Monitors } from "./resources/monitors.ts";
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
import { TagsOverSocket } from "./resources/tags.ts";
import type { Tags } from "./resources/tags.ts";
import type { ClientContext } from "./resources/client-context.ts";
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
  /** The proxies that monitors go through. */
  readonly proxies: Proxies;
  /** The Docker daemons that monitors of containers ask. */
  readonly dockerHosts: DockerHosts;
  /** The browsers elsewhere that monitors use; 2.0 and later. */
  readonly remoteBrowsers: RemoteBrowsers;
  /** The keys that open `/metrics`. */
  readonly apiKeys: ApiKeys;
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
  readonly proxies: Proxies;
  readonly dockerHosts: DockerHosts;
  readonly remoteBrowsers: RemoteBrowsers;
  readonly apiKeys: ApiKeys;
  readonly #context: ClientContext;

  /** Takes an open connection and what its log-in brought. */
  constructor(context: ClientContext, outcome: AuthOutcome) {
    this.#context = context;
    this.server = context.server;
    this.session = sessionOf(outcome);
    const notifications = new NotificationsOverSocket({ ...context, monitors: () => this.monitors });
    this.notifications = notifications;
    this.monitors = new MonitorsOverSocket({ ...context, notifications: (options) => notifications.list(options) });
    this.tags = new TagsOverSocket(context);
    this.proxies = new ProxiesOverSocket(context);
    this.dockerHosts = new DockerHostsOverSocket(context);
    this.remoteBrowsers = new RemoteBrowsersOverSocket(context);
    this.apiKeys = new ApiKeysOverSocket(context);
  }

  close(): Promise<void> {
    return this.#context.transport.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
