import { KumaValidationError } from "../errors/kuma-errors.ts";
import { checkObject } from "./check-object.ts";
import { checkText } from "./check-text.ts";

function checkHeaders(headers: unknown): void {
  for (const [name, value] of Object.entries(checkObject(headers, "headers"))) checkText(value, `headers.${name}`);
}

function checkTls(tls: unknown): void {
  const { ca, rejectUnauthorized } = checkObject(tls, "tls");
  if (ca !== undefined) checkText(ca, "tls.ca", 10_000_000);
  if (rejectUnauthorized !== undefined && typeof rejectUnauthorized !== "boolean")
    throw new KumaValidationError("tls.rejectUnauthorized", "must be true or false");
}

/**
 * Checks what says how to reach a server, but for its address and the proxy.
 *
 * @throws {@link KumaValidationError}
 */
export function checkRoute(route: { readonly headers?: unknown; readonly tls?: unknown }): void {
  if (route.headers !== undefined) checkHeaders(route.headers);
  if (route.tls !== undefined) checkTls(route.tls);
}
