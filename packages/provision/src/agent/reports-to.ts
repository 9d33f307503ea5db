import type { KumaClient } from "@kumakit/client";

import { ProvisionError } from "../errors/provision-error.ts";
import type { AgentWish, GivenToken, ReportsTo } from "./agent-wish.ts";
import type { NotificationTests } from "./notification-tests.ts";

/** Where agents report, for all hosts of a run. */
export type Destination =
  | { readonly kind: "token"; readonly given: GivenToken }
  | { readonly kind: "login"; readonly client: Connect; readonly tests: NotificationTests };

/** Gives the connected client. */
export type Connect = () => Promise<KumaClient>;

/**
 * Where agents report, with one log-in for all hosts.
 *
 * @throws ProvisionError `KUMA_TOKEN_SHARED` when a token would serve several monitors
 */
export function destinationOf(to: ReportsTo, { units = [], checks = [], hosts = [] }: AgentWish): Destination {
  if (typeof to === "function" || !("token" in to)) return { kind: "login", client: connectOnce(to), tests: new Map() };
  if (new Set(units).size + checks.length > 1 || hosts.length > 1) throw sharedToken();
  return { kind: "token", given: to };
}

/** Connects when it is first asked to, and only then. */
export function connectOnce(client: KumaClient | Connect): Connect {
  let connected: Promise<KumaClient> | undefined;
  return () => (connected ??= typeof client === "function" ? client() : Promise.resolve(client));
}

function sharedToken(): ProvisionError {
  return new ProvisionError({
    code: "KUMA_TOKEN_SHARED",
    message: "A push token belongs to one monitor: it serves one check on one host",
  });
}
