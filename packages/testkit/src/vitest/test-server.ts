import { inject } from "vitest";

/** A server that the tests run against. */
export interface TestServer {
  /** For test titles, e.g. `npm 2.0.0-dev.0`. */
  readonly label: string;
  /** Without a slash at the end. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

declare module "vitest" {
  interface ProvidedContext {
    /** One set for each file that runs at the same time. */
    kumaServers: readonly (readonly TestServer[])[];
  }
}

/** The servers that the global setup found or started for the tests. */
export type TestServers = readonly TestServer[];

/** The servers that this file has for itself: no other file talks to them meanwhile. */
export function kumaServers(): TestServers {
  const servers = inject("kumaServers")[Number(process.env["VITEST_POOL_ID"]) - 1];
  if (servers === undefined) throw new Error("more files run at the same time than there are servers for");
  return servers;
}
