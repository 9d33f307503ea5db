import { getProxyForUrl } from "proxy-from-env";
import { AgentFileError } from "../secrets/agent-file-error.ts";

/** Stands in the place of a file's name. */
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
  if (!URL.canParse(text)) throw new AgentFileError("the proxy is not a URL, as in http://proxy:3128", place);
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new AgentFileError(`the proxy must start with http:// or https://, not ${url.protocol}//`, place);
  }
  const { username, password } = url;
  url.username = "";
  url.password = "";
  return { url, ...(username === "" ? {} : { authorization: basic(decoded(username), decoded(password)) }) };
}

/**
 * The proxy to take for a server: that of the config, or that of the environment (`HTTPS_PROXY` or `HTTP_PROXY` by the
 * server's scheme, `ALL_PROXY`, and `NO_PROXY`; small letters count as well).
 *
 * @param serverUrl - the server
 * @param configured - what the config says
 * @throws AgentFileError when the environment names something that is no such proxy
 */
export function proxyFor(serverUrl: string, configured: ConfiguredProxy | undefined): Proxy | undefined {
  if (configured !== undefined) {
    const { url, username, password = "" } = configured;
    return { url: new URL(url), ...(username === undefined ? {} : { authorization: basic(username, password) }) };
  }
  const text = getProxyForUrl(serverUrl);
  return text === "" ? undefined : fromEnvironment(text);
}
