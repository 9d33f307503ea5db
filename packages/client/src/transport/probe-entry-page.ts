import * as z from "zod";
import type { TransportSettings } from "./transport-settings.ts";

/** What a plain HTTP request found at an address where no socket could be opened. */
export type EntryPage =
  | { readonly kind: "kuma" }
  | { readonly kind: "database-wizard" }
  | { readonly kind: "other"; readonly status: number; readonly contentType: string; readonly url: string }
  | { readonly kind: "failed"; readonly error: unknown };

const entryPageSchema = z.object({ type: z.string() });
/** How long to wait for the page, in milliseconds. */
export const probeTimeout = 3_000;

async function readKind(response: Response): Promise<EntryPage> {
  const contentType = response.headers.get("content-type") ?? "";
  const other: EntryPage = { kind: "other", status: response.status, contentType, url: response.url };
  if (!contentType.includes("json")) {
    await response.body?.cancel();
    return other;
  }
  const page = entryPageSchema.safeParse(await response.json());
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
    return await readKind(await fetch(`${base}/api/entry-page`, { headers: { ...settings.headers }, signal }));
  } catch (error) {
    return { kind: "failed", error };
  } finally {
    clearTimeout(timer);
    settings.signal?.removeEventListener("abort", giveUp);
  }
}
