import type { AgentOptions, ClientRequest } from "node:http";
import type { Socket } from "node:net";
import { HttpProxyAgent } from "http-proxy-agent";
import { HttpsProxyAgent } from "https-proxy-agent";
import type { Proxy } from "./proxy-for.ts";

type TunnelOptions = Parameters<HttpsProxyAgent<string>["connect"]>[1];

/** How long a proxy may take to make a connection, in ms. */
const tunnelTimeoutMs = 10_000;

/**
 * Tunnels to https servers. By itself the library waits for ever, and keeps the socket, when a proxy never answers; a
 * request that is given up meanwhile does not end that.
 */
class TunnelAgent extends HttpsProxyAgent<string> {
  override async connect(request: ClientRequest, options: TunnelOptions): Promise<Socket> {
    const giveUp = new AbortController();
    const timer = setTimeout(() => {
      giveUp.abort(Object.assign(new Error("the proxy did not answer"), { code: "ETIMEDOUT" }));
    }, tunnelTimeoutMs);
    const usual = this.connectOpts;
    // Read by the call below before it first waits.
    this.connectOpts = { ...usual, signal: giveUp.signal };
    try {
      const connecting = super.connect(request, options);
      this.connectOpts = usual;
      return await connecting;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** The agents that go through a proxy. */
export interface ProxyAgents {
  readonly http: HttpProxyAgent<string>;
  readonly https: HttpsProxyAgent<string>;
}

/**
 * Makes agents for node:http that keep their connections through a proxy.
 *
 * @param proxy - where it is
 * @param options - of the connection to the proxy, with its TLS settings
 */
export function createProxyAgents(proxy: Proxy, options: AgentOptions & { ca?: string }): ProxyAgents {
  const headers = proxy.authorization === undefined ? {} : { "Proxy-Authorization": proxy.authorization };
  const http = new HttpProxyAgent(proxy.url, { ...options, headers });
  const https = new TunnelAgent(proxy.url, { ...options, headers });
  return { http, https };
}
