import * as z from "zod";
import { parsePayload } from "../protocol/parse-payload.ts";
import { mostBytesOfEntryPage } from "../transport/probe-entry-page.ts";
import { askHttp } from "./ask-http.ts";
import type { HttpOptions } from "./http-options.ts";
import { readJson } from "./read-json.ts";

/** The page at a server's root. */
export type EntryPage =
  /** Its dashboard. */
  | { readonly kind: "dashboard" }
  /** A status page: by its setting, or because the host name belongs to that page. */
  | { readonly kind: "status-page"; readonly slug: string; readonly isByDomain: boolean }
  /** The page on which its database is chosen: it was never set up. */
  | { readonly kind: "database-setup" };

const schema = z.looseObject({
  type: z.string(),
  entryPage: z.string().nullish(),
  statusPageSlug: z.string().nullish(),
});

const statusPagePrefix = "statusPage-";

/**
 * Asks which page a server shows at its root. Every version answers without a log-in, also while it still waits for its
 * database: the cheapest way to find an Uptime Kuma.
 *
 * @param server - The server's address.
 * @throws {@link KumaConnectionError} when there is no Uptime Kuma.
 * @throws {@link KumaTimeoutError}, {@link KumaAbortedError}
 */
export async function fetchEntryPage(server: string | URL, options?: HttpOptions): Promise<EntryPage> {
  const question = { server, path: "api/entry-page", what: "The entry page", mostBytes: mostBytesOfEntryPage };
  const body = readJson(await askHttp(question, options), question);
  const page = parsePayload("The entry page", schema, body);
  if (page.type === "setup-database") return { kind: "database-setup" };
  if (page.type === "statusPageMatchedDomain")
    return { kind: "status-page", slug: page.statusPageSlug ?? "", isByDomain: true };
  const entry = page.entryPage ?? "";
  if (!entry.startsWith(statusPagePrefix)) return { kind: "dashboard" };
  return { kind: "status-page", slug: entry.slice(statusPagePrefix.length), isByDomain: false };
}
