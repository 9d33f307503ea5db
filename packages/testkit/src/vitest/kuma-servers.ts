import type { TestProject } from "vitest/node";
import type { KumaAdmin, KumaServer } from "../kuma/kuma-server.ts";
import { startKuma } from "../kuma/start-kuma.ts";
import { listedAdmin, listedServers, type ListedServer } from "./listed-servers.ts";
import { useRunningServer } from "./running-server.ts";
import type { TestServer } from "./test-server.ts";

/**
 * Vitest's global setup of the integration tests: starts the npm release of Uptime Kuma and every checkout of
 * `KUMA_TEST_SERVERS`, takes its URLs as they are, and provides them all as `inject("kumaServers")`.
 *
 * @returns what ends the started servers.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const admin = listedAdmin(process.env);
  const started: KumaServer[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((server) => server[Symbol.asyncDispose]()));
  };
  try {
    const servers = [await start({}, started)];
    for (const listed of listedServers(process.env["KUMA_TEST_SERVERS"])) {
      servers.push(await provideListed(listed, admin, started));
    }
    project.provide("kumaServers", servers);
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

async function provideListed(
  listed: ListedServer,
  admin: KumaAdmin | undefined,
  started: KumaServer[],
): Promise<TestServer> {
  if ("url" in listed) return await useRunningServer(listed.url, admin);
  return await start({ checkout: listed.checkout, ...(admin === undefined ? {} : { admin }) }, started);
}

async function start(options: { checkout?: string; admin?: KumaAdmin }, started: KumaServer[]): Promise<TestServer> {
  const server = await startKuma(options);
  started.push(server);
  if (server.admin === undefined) throw new Error(`${server.label} has no admin`);
  return { label: server.label, url: server.url, ...server.admin };
}
