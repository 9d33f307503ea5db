import { vi } from "vitest";

import { fetchMetrics, type Metrics } from "../../../src/index.ts";
import type { ServerUnderTest } from "./test-bench.ts";

/**
 * The metrics, by the password. It counts against the 20 log-ins a minute that a server allows to everybody together, and
 * tests of other files log in meanwhile: the server answers 401 until the minute is over.
 */
export async function metricsOf({ url, username, password }: ServerUnderTest): Promise<Metrics> {
  return await vi.waitFor(() => fetchMetrics(url, { username, password }), { timeout: 90_000, interval: 3000 });
}
