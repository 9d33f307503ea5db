import type { KumaAdmin } from "../kuma/kuma-server.ts";

/** One entry of `KUMA_TEST_SERVERS`. */
export type ListedServer = { readonly url: string } | { readonly checkout: string };

/** Reads `KUMA_TEST_SERVERS`: a comma-separated list of URLs and checkout folders. */
export function listedServers(list: string | undefined): readonly ListedServer[] {
  return (list ?? "")
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "")
    .map((entry) => (/^https?:\/\//u.test(entry) ? { url: entry.replace(/\/+$/u, "") } : { checkout: entry }));
}

/**
 * Reads `KUMA_TEST_USERNAME` and `KUMA_TEST_PASSWORD`.
 *
 * @throws Error when only one of them is set.
 */
export function listedAdmin(env: NodeJS.ProcessEnv): KumaAdmin | undefined {
  const username = env["KUMA_TEST_USERNAME"];
  const password = env["KUMA_TEST_PASSWORD"];
  if (!username && !password) return undefined;
  if (!username || !password) throw new Error("KUMA_TEST_USERNAME and KUMA_TEST_PASSWORD go together: set both");
  return { username, password };
}
