import type { ClientRequest } from "node:http";
import { limitWaiting, whenConnected } from "./limit-connecting.ts";
import { ProxyError } from "./proxy-error.ts";
import type { Proxy } from "./proxy-for.ts";

/**
 * Tells what goes wrong before there is a way to the server from what goes wrong with the server.
 *
 * @param outgoing - the request that goes through the proxy
 * @param proxy - named in what went wrong
 * @param fail - told what it was; may be called more than once
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
