import { randomUUID } from "node:crypto";
import { checkFilledText } from "../arguments/check-text.ts";
import { KumaNotFoundError } from "../errors/kuma-errors.ts";
import { askHttp } from "../http/ask-http.ts";
import { publicPageQuestion } from "../http/public-status-page.ts";
import { readJson } from "../http/read-json.ts";
import type { PlacedStatusPageGroup, StatusPage, StatusPageSummary } from "../model/status-page.ts";
import { fieldOf, readAck } from "../protocol/ack.ts";
import { parsePayload } from "../protocol/parse-payload.ts";
import { placedGroupsSchema } from "../protocol/public-status-page-schema.ts";
import { serverSaid } from "../protocol/server-words.ts";
import { statusPageMapSchema, statusPageSchema } from "../protocol/status-page-schema.ts";
import type { CallOptions } from "./call-options.ts";
import type { ClientContext } from "./client-context.ts";
import { fetchMonitors } from "./monitors/fetch-list.ts";
import { payloadFromLogin } from "./payload-from-login.ts";

/** Runs a call about one page, and turns the server's ways of saying "unknown slug" into an error that says so. */
export async function aboutStatusPage<T>(slug: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (serverSaid(error, "unknownStatusPage")) throw new KumaNotFoundError("status page", slug, { cause: error });
    throw error;
  }
}

/**
 * Checks the slug of a page that should be there. A page of old may have one that a new page could not.
 *
 * @throws {@link KumaValidationError}
 */
export function checkSlug(slug: unknown): void {
  // status_page.slug is VARCHAR(255)
  checkFilledText(slug, "slug", 255);
}

/**
 * Reads all pages, by id. The server sends the list only after a log-in, and not again when a page changes, so that
 * this takes a log-in (by the session token, which the server does not count).
 */
export function fetchStatusPageRows(
  context: ClientContext,
  options?: CallOptions,
): Promise<readonly StatusPageSummary[]> {
  const what = "The list of status pages";
  const take = (payload: unknown): readonly StatusPageSummary[] => parsePayload(what, statusPageMapSchema, payload);
  return payloadFromLogin(context, { event: "statusPageList", what, take }, options);
}

/**
 * Reads a page's settings.
 *
 * @throws {@link KumaNotFoundError}
 */
export async function fetchStatusPageSummary(
  context: ClientContext,
  slug: string,
  options?: CallOptions,
): Promise<StatusPageSummary> {
  checkSlug(slug);
  return aboutStatusPage(slug, async () => {
    const answer = await context.transport.call("getStatusPage", [slug], options);
    return fieldOf(readAck(answer, { what: `The status page "${slug}"` }), "config", statusPageSchema);
  });
}

/** The addresses of links that are the monitors' own: sent back, they would stay when the monitor's address changes. */
async function withoutOwnUrls(
  context: ClientContext,
  groups: readonly PlacedStatusPageGroup[],
  options?: CallOptions,
): Promise<readonly PlacedStatusPageGroup[]> {
  if (!groups.some(({ monitors }) => monitors.some(({ url }) => typeof url === "string"))) return groups;
  const own = new Map((await fetchMonitors(context, options)).map(({ id, raw }) => [id, raw["url"]]));
  return groups.map((group) => {
    const monitors = group.monitors.map((monitor) => {
      return { ...monitor, url: own.get(monitor.id) === monitor.url ? null : (monitor.url ?? null) };
    });
    return { ...group, monitors };
  });
}

/** The public JSON of a page that is there, as it is at this moment. The server's own page takes it for editing, too. */
export async function freshPublicPage(
  context: ClientContext,
  slug: string,
  options: CallOptions = {},
): Promise<unknown> {
  const { headers, timeouts, tls, url } = context.transport.settings;
  // The server keeps its answer for 5 minutes, by the whole address.
  const question = publicPageQuestion(url.href, slug, `?fresh=${randomUUID()}`);
  const timeout = options.timeout ?? timeouts.call;
  return readJson(await askHttp(question, { headers, tls, timeout, signal: options.signal }), question);
}

/**
 * Reads a page with its groups.
 *
 * @throws {@link KumaNotFoundError}
 */
export async function fetchStatusPage(
  context: ClientContext,
  slug: string,
  options?: CallOptions,
): Promise<StatusPage> {
  // First whether it exists: a server before 2.0 never answers the second question about one that does not.
  const summary = await fetchStatusPageSummary(context, slug, options);
  // No event brings the groups.
  const body = await freshPublicPage(context, slug, options);
  const sent = parsePayload(`The status page "${slug}"`, placedGroupsSchema, body);
  const page: StatusPage = { ...summary, raw: summary.raw, groups: await withoutOwnUrls(context, sent, options) };
  Object.defineProperty(page, "raw", { enumerable: false });
  return Object.freeze(page);
}
