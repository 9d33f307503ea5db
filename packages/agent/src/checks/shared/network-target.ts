import { isIPv6 } from "node:net";
import { bareHost } from "./bare-host.ts";

/** Where something listens. */
export type NetworkTarget =
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  | { readonly kind: "socket"; readonly path: string };

/** A TCP target; brackets around an IPv6 address are taken off. */
export function tcpTarget(host: string, port: number): NetworkTarget {
  return { kind: "tcp", host: bareHost(host), port };
}

/** How messages call it: `db.example:5432`, `[::1]:22` or the socket's path. */
export function placeOf(target: NetworkTarget): string {
  if (target.kind === "socket") return target.path;
  return `${isIPv6(target.host) ? `[${target.host}]` : target.host}:${target.port}`;
}
