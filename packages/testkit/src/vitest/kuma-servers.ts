import type { TestProject } from "vitest/node";
import type { KumaAdmin } from "../kuma/kuma-server.ts";
import { startKumaDouble } from "../kuma-double/start-kuma-double.ts";
import { startKuma } from "../kuma/start-kuma.ts";
import { listedAdmin, listedServers, type ListedServer } from "./listed-servers.ts";
import { useRunningServer } from "./running-server.ts";
import type { TestServer } from "./test-server.ts";

/**
 * Vitest's global setup of the integration tests: starts the npm release of Uptime Kuma, the double of a 2.5
 * server, and every checkout of `KUMA_TEST_SERVERS`, takes its URLs as they are, and provides them all as `inject("kumaServers")`.
 *
 * @returns what ends the started servers.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const admin = listedAdmin(process.env);
  const started: OwnServer[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((server) => server[Symbol.asyncDispose]()));
  };
  try {
    const double = provide(await startKumaDouble(), started);
    const servers: TestServer[] = [provide(await startKuma(), started), double];
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
  started: OwnServer[],
): Promise<TestServer> {
  if ("url" in listed) return await useRunningServer(listed.url, admin);
  const options = { checkout: listed.checkout, ...(admin === undefined ? {} : { admin }) };
  return provide(await startKuma(options), started);
}

/** A server that the tests started, and end. */
interface OwnServer extends AsyncDisposable {
  readonly label: string;
  readonly url: string;
  readonly admin: KumaAdmin | undefined;
}

function provide(server: OwnServer, started: OwnServer[]): TestServer {
  started.push(server);
  if (server.admin === undefined) throw new Error(`${server.label} has no admin`);
  return { label: server.label, url: server.url, ...server.admin };
}
