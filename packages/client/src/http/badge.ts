import { checkObject } from "../arguments/check-object.ts";
import { checkId } from "../arguments/check-id.ts";
import { KumaConnectionError, KumaValidationError } from "../errors/kuma-errors.ts";
import { parseServerUrl } from "../urls/server-url.ts";
import { askHttp } from "./ask-http.ts";
import type { HttpOptions } from "./http-options.ts";
import { readJson } from "./read-json.ts";

/** The subject of a badge. */
export type BadgeKind = "status" | "uptime" | "ping" | "avg-response" | "cert-exp" | "response";

/** A badge of a monitor. */
export interface Badge {
  /** What it shows. */
  readonly kind: BadgeKind;
  /** Over how many hours, for `uptime`, `ping` and `avg-response`. @defaultValue 24 */
  readonly hours?: number | undefined;
  /** How it is drawn, such as `flat` or `for-the-badge`. @defaultValue `flat` */
  readonly style?: "flat" | "flat-square" | "plastic" | "for-the-badge" | "social" | undefined;
  /** What stands on its left. */
  readonly label?: string | undefined;
  /** Further settings of the server, such as `upColor` or `suffix`. */
  readonly parameters?: Readonly<Record<string, string>> | undefined;
}

const kinds: readonly BadgeKind[] = ["status", "uptime", "ping", "avg-response", "cert-exp", "response"];
const kindsWithHours: readonly BadgeKind[] = ["uptime", "ping", "avg-response"];

function checkHours({ hours, kind }: Badge): void {
  if (hours === undefined) return;
  if (!kindsWithHours.includes(kind))
    throw new KumaValidationError("hours", `a badge of the kind ${kind} shows no period`);
  // 720: what every version can look back.
  if (!(Number.isInteger(hours) && hours >= 1 && hours <= 720))
    throw new KumaValidationError("hours", "must be a whole number from 1 to 720");
}

function pathOf(monitorId: number, badge: Badge): string {
  checkId(monitorId, "monitorId");
  checkObject(badge, "badge");
  const { kind, hours, style, label } = badge;
  if (!kinds.includes(kind)) throw new KumaValidationError("kind", `must be one of ${kinds.join(", ")}`);
  checkHours(badge);
  const query = new URLSearchParams(badge.parameters);
  if (style !== undefined) query.set("style", style);
  if (label !== undefined) query.set("label", label);
  const period = hours === undefined ? "" : `/${hours}`;
  const text = query.toString();
  return `api/badge/${monitorId}/${kind}${period}${text === "" ? "" : `?${text}`}`;
}

/**
 * The address of a badge, for a README or a web page. The server shows the truth only of monitors that are on a status page,
 * and keeps each picture for 5 minutes.
 *
 * @param serverUrl - The server's address, with its base path if it has one.
 * @param monitorId - The monitor's id.
 * @param badge - What it shows.
 * @throws {@link KumaValidationError}
 */
export function badgeUrlOf(serverUrl: string | URL, monitorId: number, badge: Badge): string {
  return `${parseServerUrl(serverUrl).href}/${pathOf(monitorId, badge)}`;
}

/** Which badge of which monitor. */
export interface BadgeQuestion extends Badge {
  /** The monitor's id. */
  readonly monitorId: number;
}

/**
 * Fetches a badge, as SVG. Needs no log-in.
 *
 * @param server - The server's address.
 * @param badge - Which one.
 * @returns The picture; it says `N/A` for a monitor that is on no status page.
 * @throws {@link KumaRejectedError} when the server cannot make it, as for a monitor without a heartbeat.
 * @throws {@link KumaConnectionError}, {@link KumaTimeoutError}, {@link KumaAbortedError}
 */
export async function fetchBadge(server: string | URL, badge: BadgeQuestion, options?: HttpOptions): Promise<string> {
  checkObject(badge, "badge");
  const question = { server, path: pathOf(badge.monitorId, badge), what: "The badge" };
  const answer = await askHttp(question, options);
  if (answer.status === 200 && answer.contentType.startsWith("image/svg")) return answer.text;
  readJson(answer, question);
  throw new KumaConnectionError("KUMA_CONNECTION_NOT_KUMA", "The badge did not come: something else was answered.");
}
