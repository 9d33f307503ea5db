import { KumaValidationError } from "../errors/kuma-errors.ts";

/** The address of a server, taken apart. */
export interface ServerUrl {
  /** Origin and base path, without a slash at the end. */
  readonly href: string;
  /** Scheme, host and port. */
  readonly origin: string;
  /** Where socket.io is, seen from the origin; ends with a slash. */
  readonly socketPath: string;
}

const shape = "must look like http://kuma.example:3001 or https://example.org/kuma";

/**
 * Reads the address of an Uptime Kuma. A base path (behind a reverse proxy) is kept; query, fragment and slashes at the
 * end are dropped.
 *
 * @param url - What a person typed or configured.
 * @throws {@link KumaValidationError} when it is not an http(s) URL, or carries a username or a password.
 */
export function parseServerUrl(url: string | URL): ServerUrl {
  const text = typeof url === "string" || url instanceof URL ? String(url).trim() : "";
  if (!/^https?:\/\//i.test(text)) {
    throw new KumaValidationError("url", shape, { hint: "Start it with http:// or https://." });
  }
  if (!URL.canParse(text)) throw new KumaValidationError("url", shape);
  const parsed = new URL(text);
  if (parsed.username !== "" || parsed.password !== "") {
    throw new KumaValidationError("url", "must not carry a username or a password", {
      hint: "Give username and password separately; for a proxy in front, give an Authorization header.",
    });
  }
  const basePath = parsed.pathname.replace(/\/{1,64}$/, "");
  return { href: `${parsed.origin}${basePath}`, origin: parsed.origin, socketPath: `${basePath}/socket.io/` };
}
