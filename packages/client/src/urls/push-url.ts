import { checkFilledText } from "../arguments/check-text.ts";
import { parseServerUrl } from "./server-url.ts";

/** A push URL, taken apart. */
export interface PushUrl {
  /** The server's address, with its base path if it has one. */
  readonly server: string;
  /** As it stands in the URL. Secret. */
  readonly token: string;
}

/**
 * Reads the URL of a push monitor, with or without its query.
 *
 * @returns undefined for a text that is not a push URL
 */
export function parsePushUrl(text: string): PushUrl | undefined {
  const { href } = URL.canParse(text) ? new URL(text) : { href: "" };
  const [, server, token] = /^(https?:\/\/[^?#]*)\/api\/push\/([^/?#]+)(?:[?#]|$)/i.exec(href) ?? [];
  return server === undefined || token === undefined ? undefined : { server, token };
}

/**
 * The URL that a push monitor is fed through. Keep it secret: its token is all that a push needs.
 *
 * @param serverUrl - The server's address, with its base path if it has one.
 * @param pushToken - The monitor's token.
 */
export function pushUrlOf(serverUrl: string | URL, pushToken: string): string {
  checkFilledText(pushToken, "pushToken", 1_000);
  return `${parseServerUrl(serverUrl).href}/api/push/${encodeURIComponent(pushToken)}`;
}
