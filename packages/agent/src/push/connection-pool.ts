import { Agent, request, type RequestOptions as HttpOptions } from "node:http";
import type { RequestOptions as HttpsOptions } from "node:https";
import type { Socket } from "node:net";
import { limitWaiting, whenConnected } from "./connection-limits.ts";
import { createProxyAgents, type Proxy } from "./proxy.ts";

/** How to reach the server. */
export interface TransportOptions {
  /** PEM text of the authorities to trust instead of the usual ones. */
  readonly ca?: string;
  /** Accept any certificate. */
  readonly insecure?: boolean;
  /** Between the agent and the server. */
  readonly proxy?: Proxy;
}

/** Kept connections of one protocol, and what uses them. */
export interface ConnectionPool {
  readonly request: (options: HttpOptions & HttpsOptions) => ReturnType<typeof request>;
  readonly agent: Agent;
  /** Of every request. */
  readonly tls: Pick<HttpsOptions, "ca" | "rejectUnauthorized">;
}

// Without a limit of connections: a server of version 2 holds the push of a change until everybody was notified, and a
// heartbeat that waits behind such pushes comes too late. There are never more than monitors: each pushes one beat at a time.
const kept = { keepAlive: true, maxFreeSockets: 4, scheduling: "lifo" } as const;

/**
 * Opens the connections of one protocol. TLS is loaded only when it is needed: it takes some MB.
 *
 * @param protocol - `http:` or `https:`
 * @param options - which certificates to trust, and the proxy
 */
export async function openConnectionPool(
  protocol: string,
  { ca, insecure, proxy }: TransportOptions,
): Promise<ConnectionPool> {
  const isHttps = protocol === "https:";
  const tls = { ...(ca === undefined ? {} : { ca }), rejectUnauthorized: insecure !== true };
  const https = isHttps ? await import("node:https") : undefined;
  const options = { ...kept, ...tls };
  const used = { request: https?.request ?? request, tls: isHttps ? tls : {} };
  if (proxy !== undefined) {
    const agent = (await createProxyAgents(proxy, options))[isHttps ? "https" : "http"];
    keepIdle(agent);
    return { ...used, agent };
  }
  const agent = https === undefined ? new Agent(kept) : new https.Agent(options);
  // All requests go to one server: a name for each server would be made several times for each request.
  agent.getName = () => "server";
  keepIdle(agent);
  limitConnecting(agent);
  return { ...used, agent };
}

/** Keeps connections for the next request. */
function keepIdle(agent: Agent): void {
  // By itself an agent sets its own time limit whenever a connection is given back. Here each has its own: see limitIdle.
  agent.keepSocketAlive = (socket) => {
    (socket as Socket).unref();
    return true;
  };
}

/** Once for each connection: it serves many requests. */
function limitConnecting(agent: Agent): void {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, onCreate) => {
    const socket = connect(options, onCreate) as Socket;
    whenConnected(socket, limitWaiting(socket));
    return socket;
  };
}
