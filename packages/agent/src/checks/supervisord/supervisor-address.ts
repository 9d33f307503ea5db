/** Where supervisord's interface is unless the config says otherwise. */
const usualSockets = [
  "/run/supervisor.sock",
  "/var/run/supervisor.sock",
  // Of Fedora and EPEL.
  "/run/supervisor/supervisor.sock",
  "/var/run/supervisor/supervisor.sock",
] as const;

/** Where supervisord can be asked. */
export type SupervisorAddress =
  | { readonly kind: "socket"; readonly paths: readonly [string, ...string[]] }
  | { readonly kind: "tcp"; readonly host: string; readonly port: number };

/** The address of a socket; its path is the first group. */
export const socketUrl = /^unix:\/\/(\/[^\p{Cc}]{1,106})$/u;

/** The address of a port; undefined when it is something else. */
export function tcpUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === "http:" && `${url.username}${url.password}${url.search}${url.hash}` === "" ? url : undefined;
}

/**
 * Reads a `serverUrl`.
 *
 * @param url - as `supervisorUrl` accepts it; the usual sockets when it is left out
 */
export function supervisorAddress(url: string | undefined): SupervisorAddress {
  if (url === undefined) return { kind: "socket", paths: usualSockets };
  const path = socketUrl.exec(url)?.[1];
  if (path !== undefined) return { kind: "socket", paths: [path] };
  const { hostname, port } = new URL(url);
  return { kind: "tcp", host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || 80) };
}
