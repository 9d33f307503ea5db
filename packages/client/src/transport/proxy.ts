import type { Agent } from "node:http";
import { getProxyForUrl } from "proxy-from-env";
import { KumaValidationError } from "../errors/kuma-errors.ts";
import type { ServerUrl } from "../urls/server-url.ts";
import type { ProxySettings, Route } from "./transport-settings.ts";

/** The two ways through an HTTP proxy. */
export interface ProxyAgents {
  /** By `CONNECT`: for TLS, and for WebSockets. */
  readonly tunnel: Agent;
  /** By the whole URL in the request line: for plain HTTP, for which many proxies allow no tunnel. */
  readonly plain: Agent;
}

/**
 * Finds out which proxy to go through.
 *
 * @param given - What the caller wants: an address, `false` for none, or `undefined` for what `HTTPS_PROXY`, `HTTP_PROXY`,
 *   `ALL_PROXY` and `NO_PROXY` say (small letters, too).
 * @param server - Where the connection goes.
 * @throws {@link KumaValidationError} when it is no HTTP proxy.
 */
export function proxyFor(given: string | URL | false | undefined, server: ServerUrl): ProxySettings | undefined {
  if (given === false) return undefined;
  const text = given === undefined ? getProxyForUrl(server.origin) : String(given);
  if (text === "") return undefined;
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) {
    throw new KumaValidationError("proxy", "must be an HTTP proxy such as http://proxy.example:3128", {
      hint: "Without the option, it comes from HTTPS_PROXY, HTTP_PROXY or ALL_PROXY; NO_PROXY lists hosts without one.",
    });
  }
  const url = new URL(text);
  return { url, host: url.host };
}

/** Makes the agents for the connection's proxy; `undefined` when there is none. */
export async function proxyAgents(route: Route): Promise<ProxyAgents | undefined> {
  const { proxy, tls } = route;
  if (proxy === undefined) return undefined;
  // Loaded when needed: most have no proxy, and a command-line program pays for every module at each start.
  const [{ HttpsProxyAgent }, { HttpProxyAgent }] = await Promise.all([
    import("https-proxy-agent"),
    import("http-proxy-agent"),
  ]);
  const options = tls.ca === undefined ? {} : { ca: tls.ca };
  return { tunnel: new HttpsProxyAgent(proxy.url, options), plain: new HttpProxyAgent(proxy.url, options) };
}
