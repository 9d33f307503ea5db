import type * as z from "zod";
import { KumaNotFoundError } from "../errors/kuma-errors.ts";
import type { PublicHeartbeats, PublicStatusPage } from "../model/public-status-page.ts";
import { validate } from "../monitor-types/validate.ts";
import { parsePayload } from "../protocol/parse-payload.ts";
import { publicHeartbeatsSchema, publicStatusPageSchema } from "../protocol/public-status-page-schema.ts";
import { slugSchema } from "../status-pages/slug-schema.ts";
import { askHttp } from "./ask-http.ts";
import type { HttpQuestion } from "./ask-http.ts";
import type { HttpOptions } from "./http-options.ts";
import { readJson } from "./read-json.ts";

/** A question about a status page. */
interface PageQuestion<T> {
  readonly question: HttpQuestion;
  readonly slug: string;
  readonly schema: z.ZodType<T>;
}

async function ask<T>(asked: PageQuestion<T>, options: HttpOptions | undefined): Promise<T> {
  const { question, slug, schema } = asked;
  const answer = await askHttp(question, options);
  if (answer.status === 404) throw new KumaNotFoundError("status page", slug);
  return parsePayload(question.what, schema, readJson(answer, question));
}

/**
 * Fetches a status page as everybody sees it. Needs no log-in. The server's answer is up to 5 minutes old.
 *
 * @param server - The server's address.
 * @param slug - The page's place.
 * @throws {@link KumaNotFoundError} when there is no such page; a server before 2.0 never answers then, and this ends with
 * {@link KumaTimeoutError}.
 * @throws {@link KumaConnectionError}, {@link KumaAbortedError}
 */
export function fetchPublicStatusPage(
  server: string | URL,
  slug: string,
  options?: HttpOptions,
): Promise<PublicStatusPage> {
  const question = publicPageQuestion(server, validate(slugSchema, slug));
  return ask({ question, slug, schema: publicStatusPageSchema }, options);
}

/** The request for a page; `suffix` makes the address another one, so that no old answer is given. */
export function publicPageQuestion(server: string | URL, slug: string, suffix = ""): HttpQuestion {
  return {
    server,
    path: `api/status-page/${slug}${suffix}`,
    what: `The status page "${slug}"`,
    silenceHint: `A server before 2.0 never answers when it has no page "${slug}": check the slug.`,
  };
}

/**
 * Fetches the heartbeats and the uptime of the monitors on a status page. Needs no log-in. The server's answer is up to
 * a minute old. For a page that does not exist the server gives an empty list.
 *
 * @param server - The server's address.
 * @param slug - The page's place.
 * @throws {@link KumaConnectionError}, {@link KumaTimeoutError}, {@link KumaAbortedError}
 */
export function fetchPublicHeartbeats(
  server: string | URL,
  slug: string,
  options?: HttpOptions,
): Promise<readonly PublicHeartbeats[]> {
  const path = `api/status-page/heartbeat/${validate(slugSchema, slug)}`;
  const question = { server, path, what: `The heartbeats of the status page "${slug}"` };
  return ask({ question, slug, schema: publicHeartbeatsSchema }, options);
}
