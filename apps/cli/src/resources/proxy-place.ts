import type { ProxyInput, ProxyProtocol } from "@kumakit/client";

import { usageError } from "../cli-error.ts";

const PROTOCOLS: readonly ProxyProtocol[] = ["http", "https", "socks", "socks4", "socks5", "socks5h"];

/**
 * The place of a proxy, from its address as people write it.
 *
 * @throws CliError (exit 2) for a text that is no such address, never repeating a password
 */
export function placeOfProxy(text: string): Pick<ProxyInput, "protocol" | "host" | "port"> {
  const [, scheme = "", login, host = "", port = ""] =
    /^([a-z0-9]+):\/\/([^@/]*@)?([^:/@]+|\[[^\]]+\]):(\d+)\/?$/.exec(text) ?? [];
  if (login !== undefined)
    throw usageError(
      "The address holds a log-in, and others can read a command line",
      "--username NAME --password-file FILE",
    );
  const protocol = PROTOCOLS.find((known) => known === scheme);
  if (protocol === undefined)
    throw usageError("The address of a proxy looks like http://HOST:PORT", `with one of ${PROTOCOLS.join(", ")}`);
  return { protocol, host, port: Number(port) };
}
