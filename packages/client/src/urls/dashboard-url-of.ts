import { checkId } from "../arguments/check-id.ts";
import { parseServerUrl } from "./server-url.ts";

/**
 * The page of a monitor in the server's web interface.
 *
 * @param serverUrl - The server's address, with its base path if it has one.
 * @param monitorId - The monitor's id.
 */
export function dashboardUrlOf(serverUrl: string | URL, monitorId: number): string {
  checkId(monitorId, "monitorId");
  return `${parseServerUrl(serverUrl).href}/dashboard/${monitorId}`;
}
