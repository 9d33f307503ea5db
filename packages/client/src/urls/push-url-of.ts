import { checkFilledText } from "../arguments/check-text.ts";
import { parseServerUrl } from "./server-url.ts";

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
