import type { TestProject } from "vitest/node";
import type { KumaAdmin } from "../kuma/kuma-server.ts";
import { startKumaDouble } from "../kuma-double/start-kuma-double.ts";
import { startKuma } from "../kuma/start-kuma.ts";
import { listedAdmin, listedServers, type ListedServer } from "./listed-servers.ts";
import { useRunningServer } from "./running-server.ts";
import type { TestServer } from "./test-server.ts";

/**
 * Vitest's global setup of the integration tests: starts the npm release of Uptime Kuma and the double of a 2.5 server,
 * both once for each file that runs at the same time, and every checkout of `KUMA_TEST_SERVERS`, and takes its URLs as
 * they are. Tests get them by `kumaServers()`.
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
    const listed = listedServers(process.env["KUMA_TEST_SERVERS"]);
    // A server of somebody else is one, however many files would like to have it for themselves.
    const workers = listed.length > 0 ? 1 : project.config.maxWorkers;
    const sets = await Promise.all(Array.from({ length: workers }, () => startOwnServers(started)));
    const [first = []] = sets;
    for (const one of listed) first.push(await provideListed(one, admin, started));
    project.provide("kumaServers", sets);
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startOwnServers(started: OwnServer[]): Promise<TestServer[]> {
  const double = provide(await startKumaDouble(), started);
  return [provide(await startKuma(), started), double];
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
