import { connect, sessionTokenAuth } from "../../src/index.ts";
import type { KumaClient } from "../../src/index.ts";

// Arguments: URL, session token, calls, clients, reconnects of each. Prints `up`, and for each part the heap before and after.
const [url = "", token = "", calls = "0", clients = "0", reconnects = "0"] = process.argv.slice(2);

async function heap(): Promise<number> {
  for (let turn = 0; turn < 4; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    globalThis.gc?.();
  }
  return process.memoryUsage().heapUsed;
}

async function makeCalls(client: KumaClient, count: number): Promise<void> {
  const stop = new AbortController();
  for (let done = 0; done < count; done += 10) {
    const watch = client.monitors.watch("all", { signal: stop.signal });
    await Promise.all(Array.from({ length: 9 }, () => client.tags.list({ signal: stop.signal })));
    // One in ten is stopped by its caller.
    await client.monitors.get(1, { signal: AbortSignal.timeout(1) }).catch(() => undefined);
    await watch.return();
  }
}

/** The server cuts the connection whenever it is asked for monitor 2. */
async function loseConnections(count: number): Promise<void> {
  await using client = await connect({ url, auth: sessionTokenAuth(token) });
  await using events = client.events();
  for (let done = 0; done < count; done += 1) {
    await client.monitors.get(2).catch(() => undefined);
    for await (const { type } of events) if (type === "connectionRestored") break;
    if (done === 0) continue;
    await client.tags.list();
  }
}

const client = await connect({ url, auth: sessionTokenAuth(token) });
await makeCalls(client, 1_000);
const beforeCalls = await heap();
await makeCalls(client, Number(calls));
const afterCalls = await heap();
await client.close();

const everybody = (count: number): Promise<unknown> =>
  Promise.all(Array.from({ length: Number(clients) }, () => loseConnections(count)));
await everybody(2);
const beforeLosses = await heap();
await everybody(Number(reconnects));
const afterLosses = await heap();
process.stdout.write(`${JSON.stringify({ beforeCalls, afterCalls, beforeLosses, afterLosses })}\n`);
