import type { AgentOptions, ClientRequest } from "node:http";
import { BlockList, isIP } from "node:net";
import type { HttpProxyAgent } from "http-proxy-agent";
import type { HttpsProxyAgent } from "https-proxy-agent";
import { getProxyForUrl } from "proxy-from-env";
import { AgentFileError } from "../files/agent-file-error.ts";
import { connectTimeoutMs, limitWaiting, noConnection, whenConnected } from "./connection-limits.ts";

/** Used instead of a file's name in errors. */
const place = "HTTPS_PROXY, HTTP_PROXY or ALL_PROXY of the environment";

/** The proxy that the config names. */
export interface ConfiguredProxy {
  /** http or https; no credentials in it. */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
}

/** A proxy between the agent and a server. */
export interface Proxy {
  /** Without credentials. */
  readonly url: URL;
  /** The value of `Proxy-Authorization`; secret. */
  readonly authorization?: string;
}

/** The connection between the agent and the proxy failed; nothing is known of the server behind it. */
export class ProxyError extends Error {
  /** The class's name. */
  override readonly name = "ProxyError";
  /** Host and port. */
  readonly proxy: string;
  readonly hostname: string;
  /** The proxy's answer to the request for a way to the server; undefined when it did not answer. */
  readonly status: number | undefined;

  /**
   * @param proxy - its URL; only host and port are kept
   * @param options - `cause` is the error below, `status` the proxy's answer
   */
  constructor(proxy: URL, { cause, status }: { readonly cause?: unknown; readonly status?: number }) {
    super("the proxy did not make the connection", { cause });
    this.proxy = proxy.host;
    this.hostname = proxy.hostname;
    this.status = status;
  }
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, "utf8").toString("base64")}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function fromEnvironment(text: string): Proxy {
  if (!URL.canParse(text)) throw new AgentFileError("the proxy is not a URL such as http://proxy:3128", place);
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new AgentFileError(`the proxy must start with http:// or https://, not ${url.protocol}//`, place);
  }
  const { username, password } = url;
  url.username = "";
  url.password = "";
  return { url, ...(username === "" ? {} : { authorization: basic(decoded(username), decoded(password)) }) };
}

/** Whether NO_PROXY names a network such as `10.0.0.0/8` with the server's address in it, which curl understands too. */
function isInNetworkWithoutProxy(serverUrl: string): boolean {
  const address = new URL(serverUrl).hostname.replace(/^\[|\]$/g, "");
  const version = isIP(address);
  if (version === 0) return false;
  const family = version === 4 ? "ipv4" : "ipv6";
  const networks = new BlockList();
  const { no_proxy: small, NO_PROXY: capital } = process.env;
  for (const entry of (small || capital || "").split(/[,\s]+/)) {
    const [, network = "", bits = ""] = /^\[?([^/\]]+)\]?\/(\d{1,3})$/.exec(entry) ?? [];
    const isNetwork = isIP(network) === version && Number(bits) <= (version === 4 ? 32 : 128);
    if (isNetwork) networks.addSubnet(network, Number(bits), family);
  }
  return networks.check(address, family);
}

/**
 * The proxy to take for a server: that of the config, or that of the environment (`HTTPS_PROXY` or `HTTP_PROXY` by the
 * server's scheme, `ALL_PROXY`, and `NO_PROXY`; small letters count as well).
 *
 * @param serverUrl - the server
 * @param configured - the config's setting
 * @throws {@link AgentFileError} when the environment names something other than an HTTP proxy
 */
export function proxyFor(serverUrl: string, configured: ConfiguredProxy | undefined): Proxy | undefined {
  if (configured !== undefined) {
    const { url, username, password = "" } = configured;
    return { url: new URL(url), ...(username === undefined ? {} : { authorization: basic(username, password) }) };
  }
  const text = getProxyForUrl(serverUrl);
  return text === "" || isInNetworkWithoutProxy(serverUrl) ? undefined : fromEnvironment(text);
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
export async function createProxyAgents(
  proxy: Proxy,
  options: AgentOptions & { readonly ca?: string },
): Promise<ProxyAgents> {
  // Loaded only with a proxy: they take some MB.
  const [{ HttpProxyAgent: ForHttp }, { HttpsProxyAgent: ForHttps }] = await Promise.all([
    import("http-proxy-agent"),
    import("https-proxy-agent"),
  ]);
  const headers = proxy.authorization === undefined ? {} : { "Proxy-Authorization": proxy.authorization };
  const http = new ForHttp(proxy.url, { ...options, headers });
  const https = new ForHttps(proxy.url, { ...options, headers });
  limitTunnels(https);
  return { http, https };
}

/**
 * By itself the library waits for ever, and keeps the socket, when a proxy never answers. The end of the request does not
 * end that.
 */
function limitTunnels(agent: HttpsProxyAgent<string>): void {
  const connect = agent.connect.bind(agent);
  agent.connect = async (request, options) => {
    const giveUp = new AbortController();
    const timer = setTimeout(() => giveUp.abort(noConnection("the proxy did not answer")), connectTimeoutMs);
    const usual = agent.connectOpts;
    // The call below reads it before it first waits.
    agent.connectOpts = { ...usual, signal: giveUp.signal };
    try {
      const connecting = connect(request, options);
      agent.connectOpts = usual;
      return await connecting;
    } finally {
      clearTimeout(timer);
    }
  };
}

/**
 * Separates failures on the way to the server from failures of the server.
 *
 * @param outgoing - the request that goes through the proxy
 * @param proxy - named in the error
 * @param fail - called with the error; may be called more than once
 */
export function watchProxy(outgoing: ClientRequest, { url }: Proxy, fail: (error: unknown) => void): void {
  const connected = limitWaiting(outgoing);
  let isBehind = false;
  outgoing.once("proxyConnect", ({ statusCode = 200 }: { readonly statusCode?: number }) => {
    isBehind = true;
    if (statusCode === 200) return;
    fail(new ProxyError(url, { status: statusCode }));
    outgoing.destroy();
  });
  outgoing.on("socket", (socket) => {
    isBehind = true;
    whenConnected(socket, connected);
  });
  outgoing.on("error", (cause) => {
    fail(isBehind ? cause : new ProxyError(url, { cause }));
  });
}
