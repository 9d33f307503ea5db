import type { ProvidedContext } from "vitest";

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
    kumaServers: readonly TestServer[];
  }
}

/** What `inject("kumaServers")` gives: every server that the global setup found or started. */
export type TestServers = ProvidedContext["kumaServers"];
