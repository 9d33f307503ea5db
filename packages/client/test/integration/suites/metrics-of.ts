import { fetchMetrics, type KumaClient, type Metrics } from "../../../src/index.ts";
import { type ServerUnderTest, uniqueName } from "./test-bench.ts";

/**
 * The metrics, by a new API key. A server on which a key was ever made takes no password, and tests of other
 * files make keys on the same server.
 */
export async function metricsOf({ url }: ServerUnderTest, client: KumaClient): Promise<Metrics> {
  const { id, key } = await client.apiKeys.create({ name: uniqueName("metrics") });
  try {
    return await fetchMetrics(url, { apiKey: key });
  } finally {
    await client.apiKeys.delete(id);
  }
}
