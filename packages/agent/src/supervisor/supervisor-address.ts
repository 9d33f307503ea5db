import * as z from "zod";

/** Where supervisord's interface is unless the config says otherwise. */
const usualSockets = ["/run/supervisor.sock", "/var/run/supervisor.sock"] as const;

/** Where supervisord can be asked. */
export type SupervisorAddress =
  | { readonly kind: "socket"; readonly paths: readonly [string, ...string[]] }
  | { readonly kind: "tcp"; readonly host: string; readonly port: number };

const socketUrl = /^unix:\/\/(\/[^\p{Cc}]{1,106})$/u;

function tcpUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === "http:" && `${url.username}${url.password}${url.search}${url.hash}` === "" ? url : undefined;
}

/** The schema of `serverUrl`: as `serverurl` in the section [supervisorctl] of supervisord's own config. */
export const supervisorUrl = z
  .string()
  .max(500, "must be at most 500 characters")
  .refine(
    (text) => socketUrl.test(text) || tcpUrl(text) !== undefined,
    "must be unix:///path/of/the.sock or http://host:port, without a user or password in it",
  );

/**
 * Reads a `serverUrl`.
 *
 * @param url - as {@link supervisorUrl} accepts it; the usual sockets when it is left out
 */
export function supervisorAddress(url: string | undefined): SupervisorAddress {
  if (url === undefined) return { kind: "socket", paths: usualSockets };
  const path = socketUrl.exec(url)?.[1];
  if (path !== undefined) return { kind: "socket", paths: [path] };
  const { hostname, port } = new URL(url);
  return { kind: "tcp", host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || 80) };
}
