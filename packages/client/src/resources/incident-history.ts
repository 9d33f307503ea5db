import * as z from "zod";
import type { Incident } from "../model/incident.ts";
import { readAck } from "../protocol/ack.ts";
import { incidentSchema } from "../protocol/incident-schema.ts";
import { parsePayload } from "../protocol/parse-payload.ts";
import { needsVersion } from "../server-version/needs-version.ts";
import type { CallOptions } from "./call-options.ts";
import type { ClientContext } from "./client-context.ts";
import { aboutStatusPage, checkSlug } from "./fetch-status-page.ts";

const pageSchema = z.looseObject({
  incidents: z.array(incidentSchema),
  total: z.coerce.number(),
});
type Page = z.infer<typeof pageSchema>;

function fetchPage(
  context: ClientContext,
  slug: string,
  request: { cursor: string | null; options: CallOptions | undefined },
): Promise<Page> {
  return aboutStatusPage(slug, async () => {
    const answer = await context.transport.call("getIncidentHistory", [slug, request.cursor], request.options);
    const what = `The incidents of the status page "${slug}"`;
    return parsePayload(what, pageSchema, readAck(answer, { what }));
  });
}

function secondOf(time: Date): string {
  return time.toISOString().slice(0, 19).replace("T", " ");
}

/**
 * All incidents of a page, newest first, as many at a time as the server gives (2.1 and later). The server's own cursor is
 * the second of the last one, and leaves out whatever else was posted in that second: a fraction behind it brings those again.
 */
export async function* incidentHistory(
  context: ClientContext,
  slug: string,
  options?: CallOptions,
): AsyncGenerator<Incident, void, undefined> {
  checkSlug(slug);
  needsVersion(context.server, "2.1", "The history of incidents");
  const seen = new Set<number>();
  let cursor: string | null = null;
  for (;;) {
    const page: Page = await fetchPage(context, slug, { cursor, options });
    const fresh = page.incidents.filter(({ id }) => !seen.has(id));
    for (const incident of fresh) {
      seen.add(incident.id);
      yield incident;
    }
    const last = page.incidents.at(-1)?.createdAt ?? null;
    if (last === null || seen.size >= page.total) return;
    // Without the fraction only when more were posted in one second than fit an answer: then the server gives no more of them.
    const next = fresh.length > 0 ? `${secondOf(last)}.5` : secondOf(last);
    if (next === cursor) return;
    cursor = next;
  }
}
