import { KumaUnsupportedError, KumaValidationError } from "../errors/kuma-errors.ts";
import { has } from "../server-version/monitor-fields.ts";
import type { ServerInfo } from "../server-version/server-info.ts";

function checkInterval(interval: unknown, server: ServerInfo): void {
  const { shortestInterval, longestInterval } = server.capabilities;
  if (typeof interval !== "number") return;
  if (interval < shortestInterval) {
    const hint = `Uptime Kuma ${server.version} takes ${shortestInterval} s or more; shorter ones need 2.1.`;
    throw new KumaValidationError("interval", `must be at least ${shortestInterval} s`, { hint });
  }
  if (longestInterval !== null && interval > longestInterval)
    throw new KumaValidationError("interval", `must not be longer than ${longestInterval} s (24 days)`);
}

/**
 * Checks what depends on the server's version: the interval (`validate()` in server/model/monitor.js) and the length of
 * the push token's column.
 *
 * @param wire - The fields that would be sent; others are not looked at.
 * @throws {@link KumaValidationError}
 */
export function checkLimits(wire: Readonly<Record<string, unknown>>, server: ServerInfo): void {
  checkInterval(wire["interval"], server);
  const { longestPushToken } = server.capabilities;
  const token = wire["pushToken"];
  if (typeof token === "string" && token.length > longestPushToken) {
    throw new KumaValidationError("pushToken", `must not be longer than ${longestPushToken} characters`);
  }
}

/**
 * Refuses a monitor type that came after the server.
 *
 * @throws {@link KumaUnsupportedError}
 */
export function checkTypeIsKnown(
  definition: { readonly type: string; readonly since: string },
  server: ServerInfo,
): void {
  if (has(server.capabilities.line, definition.since)) return;
  throw new KumaUnsupportedError(`The monitor type "${definition.type}"`, {
    needs: definition.since,
    serverVersion: server.version,
  });
}
