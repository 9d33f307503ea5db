import * as z from "zod";
import { httpFetch } from "./http-fetch.ts";
import { readBody } from "./read-body.ts";
import type { TransportSettings } from "./transport-settings.ts";

/** The result of a plain HTTP request to an address where no socket could be opened. */
export type EntryPage =
  | { readonly kind: "kuma" }
  | { readonly kind: "database-wizard" }
  | {
      readonly kind: "other";
      readonly status: number;
      readonly contentType: string;
      readonly location: string | undefined;
      /** Another host, to which a request for any page is sent to log in; `undefined` when there is none. */
      readonly portal: string | undefined;
    }
  | { readonly kind: "failed"; readonly error: unknown };

/** Every version answers with some hundred bytes; another server may say anything. */
export const mostBytesOfEntryPage = 65_536;

const entryPageSchema = z.object({ type: z.string() });
/** How long to wait for the page, in milliseconds. */
export const probeTimeout = 3_000;

/** Where a redirect of the entry page leads: as the URL of a server, or to a portal. */
function redirectOf(response: Response, base: string): { readonly location?: string; readonly portal?: string } {
  const location = response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
  if (location === null || !URL.canParse(location, base)) return {};
  const { origin, host, pathname } = new URL(location, base);
  const server = pathname.replace(/\/api\/entry-page$/, "");
  // A server that has moved keeps the path; a portal has one page for all.
  const isPortal = host !== new URL(base).host && server === pathname;
  return { location: `${origin}${server.replace(/\/$/, "")}`, ...(isPortal ? { portal: host } : {}) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readKind(response: Response, base: string, signal: AbortSignal): Promise<EntryPage> {
  const contentType = response.headers.get("content-type") ?? "";
  const { location, portal } = redirectOf(response, base);
  const other: EntryPage = { kind: "other", status: response.status, contentType, location, portal };
  if (!contentType.includes("json")) {
    await response.body?.cancel();
    return other;
  }
  // One that is too long, or too slow, is not what an Uptime Kuma says.
  const text = await readBody(response, mostBytesOfEntryPage, signal).catch(() => "");
  const page = entryPageSchema.safeParse(parse(text));
  if (!page.success) return other;
  return { kind: page.data.type === "setup-database" ? "database-wizard" : "kuma" };
}

/**
 * Asks `GET <base>/api/entry-page`, which every version answers without a log-in, to explain why no socket could be
 * opened. Never throws.
 *
 * @param base - Address and base path, no slash at the end.
 * @param settings - Headers and signal of the connection.
 * @param wait - How long to wait at most, in milliseconds.
 */
export async function probeEntryPage(base: string, settings: TransportSettings, wait: number): Promise<EntryPage> {
  // Not AbortSignal.any: on Node 20 a combined signal can be garbage collected and then never fires.
  const controller = new AbortController();
  const giveUp = (): void => controller.abort();
  const timer = setTimeout(giveUp, Math.min(probeTimeout, wait));
  if (settings.signal?.aborted) giveUp();
  settings.signal?.addEventListener("abort", giveUp);
  try {
    const { signal } = controller;
    return await readKind(await httpFetch(settings)(`${base}/api/entry-page`, { signal }), base, signal);
  } catch (error) {
    return { kind: "failed", error };
  } finally {
    clearTimeout(timer);
    settings.signal?.removeEventListener("abort", giveUp);
  }
}
