import { validateHeaderName, validateHeaderValue } from "node:http";
import type { ConnectionPool } from "./connection-pool.ts";
import { directConnector } from "./direct-connector.ts";
import { PlainConnections } from "./plain-connections.ts";

/** Headers that are about the connection or the body. */
const hopHeaders = ["connection", "content-length", "expect", "te", "trailer", "transfer-encoding", "upgrade"];

function canBeSent([name, value]: readonly [string, string]): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

/**
 * Prepares the connections for heartbeats to a server that nothing of ours stands before.
 *
 * @param server - with the headers of every request, their names in small letters
 * @param tls - which certificates to trust
 * @returns undefined when a header cannot be sent, which node:http tells, or changes how answers come
 */
export async function openPlainConnections(
  { url, headers }: { readonly url: URL; readonly headers: Readonly<Record<string, string>> },
  tls: ConnectionPool["tls"],
): Promise<PlainConnections | undefined> {
  const lines = Object.entries({ host: url.host, connection: "keep-alive", ...headers });
  if (!lines.every((line) => canBeSent(line)) || hopHeaders.some((name) => name in headers)) return undefined;
  return new PlainConnections({
    connect: await directConnector(url, tls),
    headers: lines.map(([name, value]) => `${name}: ${value}\r\n`).join(""),
  });
}
