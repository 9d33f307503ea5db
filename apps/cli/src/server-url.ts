import { usageError } from "./cli-error.ts";

const EXAMPLE = "write it like http://kuma.example:3001";

/**
 * Brings the address of a server into the one form that is stored and compared: http or https, no trailing slash, a base
 * path kept. A pasted page of the dashboard is cut back to the server.
 *
 * @throws CliError (exit 2) when it is not such an address, or when it carries a password, which is not repeated
 */
export function normaliseServerUrl(text: string): string {
  const trimmed = text.trim();
  if (!/^[a-z][a-z\d+.-]*:\/\//i.test(trimmed)) {
    const guess = /^[\w.-]+(?::\d+)?(?:\/[\w./-]*)?$/.test(trimmed) ? `http://${trimmed}` : undefined;
    throw usageError(
      "The server's address lacks http:// or https://",
      guess === undefined ? EXAMPLE : `${guess} (or https)`,
    );
  }
  const url = parse(trimmed);
  if (url.username !== "" || url.password !== "")
    throw usageError(
      "The server's address must not carry a user name or password",
      `${url.protocol}//${url.host}, and log in with "kuma login"`,
    );
  const path = url.pathname.replace(/\/(?:dashboard(?:\/.*)?|add|settings(?:\/.*)?|setup)\/?$/, "").replace(/\/+$/, "");
  return `${url.protocol}//${url.host}${path}`;
}

/**
 * The same for an address that a person types: without a scheme it is taken for http:// with a port or an IP address, as
 * Uptime Kuma listens, and for https:// else.
 *
 * @throws CliError (exit 2) as {@link normaliseServerUrl}
 */
export function readTypedServer(text: string): string {
  const trimmed = text.trim();
  const [, host = "", port] = /^([\w.-]+|\[[\da-fA-F:.]+\])(:\d+)?(?:\/\S*)?$/.exec(trimmed) ?? [];
  if (host === "") return normaliseServerUrl(trimmed);
  const isPlain = port !== undefined || host === "localhost" || host.startsWith("[") || /^[\d.]+$/.test(host);
  return normaliseServerUrl(`${isPlain ? "http" : "https"}://${trimmed}`);
}

/** An address as it was typed, and the log-in of something in front of it that stood in it. */
export interface TypedAddress {
  readonly address: string;
  /** The value of an `Authorization` header; secret. */
  readonly authorization?: string;
}

/** Takes `USER:PASSWORD@` out of an address: it is meant for a proxy in front, as Uptime Kuma knows no such log-in. */
export function splitAddress(text: string): TypedAddress {
  const [, scheme = "", login, rest = ""] = /^([a-z][a-z\d+.-]*:\/\/)?([^/?#\s]*)@(.*)$/i.exec(text.trim()) ?? [];
  if (login === undefined) return { address: text };
  const [user = "", ...password] = login.split(":");
  const pair = `${decoded(user)}:${decoded(password.join(":"))}`;
  return { address: `${scheme}${rest}`, authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}

/** A sentence on what is wrong with an address that was typed; undefined for a good one. */
export function problemOfServer(answer: string): string | undefined {
  try {
    readTypedServer(splitAddress(answer).address);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : "That is not an address";
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function parse(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.hostname === "")
    throw usageError("The server's address is not an http:// or https:// URL", EXAMPLE);
  return url;
}
