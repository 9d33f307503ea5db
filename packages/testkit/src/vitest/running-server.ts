import { checkAdmin, makeFirstAdmin } from "../kuma/first-run.ts";
import type { KumaAdmin } from "../kuma/kuma-server.ts";
import { entryPage } from "../kuma/wait-until-ready.ts";
import type { TestServer } from "./test-server.ts";

/**
 * Makes a server that somebody else runs ready for tests: reaches it, makes its admin when it has none, and tries the
 * account.
 *
 * @throws Error that names the server and what is wrong with it.
 */
export async function useRunningServer(url: string, admin: KumaAdmin | undefined): Promise<TestServer> {
  if (admin === undefined) {
    throw new Error(`KUMA_TEST_SERVERS names ${url}: set KUMA_TEST_USERNAME and KUMA_TEST_PASSWORD to its account`);
  }
  try {
    const page = await entryPage(url);
    if (page.type === "setup-database")
      throw new Error("it shows the wizard that asks for a database: finish it first");
    if (!(await makeFirstAdmin(url, admin))) await checkAdmin(url, admin);
  } catch (error) {
    throw new Error(`KUMA_TEST_SERVERS names ${url}, which cannot be used: ${reasonOf(error)}`, { cause: error });
  }
  return { label: url, url, ...admin };
}

/** fetch hides the reason (refused, unknown host) in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && cause.message !== "" ? `${error.message}: ${cause.message}` : error.message;
}
