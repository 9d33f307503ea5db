import { setTimeout as sleep } from "node:timers/promises";
import { KumaSocket } from "./kuma-socket.ts";

/** The answer of `GET /api/entry-page`: the cheapest sign of life of a server. */
export interface EntryPage {
  readonly type: string;
}

/**
 * Asks a server for its entry page.
 *
 * @throws Error when nothing answers, or something that is no Uptime Kuma.
 */
export async function entryPage(url: string): Promise<EntryPage> {
  // Without `close`, the page that a server shows while it migrates would be asked for ever on the same connection.
  const response = await fetch(`${url}/api/entry-page`, {
    headers: { connection: "close" },
    signal: AbortSignal.timeout(5000),
  });
  const text = await response.text();
  try {
    return JSON.parse(text) as EntryPage;
  } catch {
    throw new Error(`${url}/api/entry-page answered ${response.status} with something that is no JSON`);
  }
}

/** How to wait for a server. */
export interface Patience {
  /** In ms. */
  readonly timeout: number;
  /** Asked again and again; when it is false there is no use in waiting on. */
  readonly isAlive: () => boolean;
}

/**
 * Waits until a server takes requests and socket calls.
 *
 * @throws Error when it died or took too long.
 */
export async function waitUntilReady(url: string, { timeout, isAlive }: Patience): Promise<void> {
  const end = Date.now() + timeout;
  let lastError: unknown;
  while (isAlive() && Date.now() < end) {
    try {
      const page = await entryPage(url);
      if (page.type === "setup-database") throw new Error("it shows the wizard that asks for a database");
      const socket = await KumaSocket.open(url, 5000);
      socket.close();
      return;
    } catch (error) {
      lastError = error;
    }
    await sleep(40);
  }
  const why = isAlive() ? `was not ready after ${timeout / 1000} s` : "ended while it started";
  throw new Error(`Uptime Kuma at ${url} ${why}`, { cause: lastError });
}
