import { startKuma, type KumaServer } from "@kumakit/testkit";
import { sessionToken } from "./session-token.ts";

/** A server to measure on, and a session on it. */
export interface BenchServer extends AsyncDisposable {
  readonly url: string;
  readonly token: string;
  readonly username: string;
  readonly password: string;
  /** Whether it is a checkout that somebody has asked for: there the full sizes are measured. */
  readonly isChosen: boolean;
  /** Puts monitors with heartbeats straight into its database. */
  fill(monitors: number, beats: number): Promise<void>;
}

/**
 * Starts the last checkout of `KUMA_TEST_SERVERS`, or else the npm release, whose class of servers sends the whole list of
 * monitors after each change, so that only small sizes tell something there.
 */
export async function startBenchServer(note: (line: string) => void): Promise<BenchServer> {
  const checkout = (process.env["KUMA_TEST_SERVERS"] ?? "")
    .split(",")
    .findLast((entry) => entry !== "" && !entry.includes("://"));
  const server: KumaServer = await startKuma(checkout === undefined ? {} : { checkout });
  note(`on ${server.label}`);
  const { admin, url } = server;
  if (admin === undefined) throw new Error("the server has no admin");
  return {
    url,
    ...admin,
    token: await sessionToken(url, admin.username, admin.password),
    isChosen: checkout !== undefined,
    fill: async (monitors, beats) => void (await server.seedMonitors(monitors, { beats })),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
