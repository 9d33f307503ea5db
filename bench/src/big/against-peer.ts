import type { Benchmark } from "../benchmark.ts";
import { bigServer, type BigServer } from "./big-server.ts";
import { findPeer } from "./peer.ts";
import { ownSteps, type Steps, type TimedStep } from "./steps.ts";

interface Pair {
  readonly peer: Steps;
  readonly client: Steps;
}

/** Measured once for all benchmarks of this page. */
let measured: Promise<Pair> | undefined;

/** The peer is first, so that the client is the one that finds more monitors there. */
async function measure(server: BigServer, note: (line: string) => void): Promise<Pair> {
  using peer = await findPeer(server, note);
  note(`the peer is ${peer.name}`);
  return { peer: await peer.steps(server, server.bulk), client: await ownSteps("client", server, server.bulk) };
}

function againstPeer(name: string, steps: readonly TimedStep[], summary: string): Benchmark {
  return {
    name: `peer-${name}`,
    summary,
    unit: "x",
    limit: 1,
    isOnRequest: true,
    async measure(note) {
      const server = await bigServer(note);
      measured ??= measure(server, note);
      const pair = await measured;
      const timeOf = (taken: Steps): number => steps.reduce((sum, step) => sum + taken[step], 0);
      const [client, peer] = [timeOf(pair.client), timeOf(pair.peer)];
      note(`peer ${peer.toFixed(0)} ms, client ${client.toFixed(0)} ms (one run)`);
      return client / peer;
    },
  };
}

/** The client against the newest of the family `uptime-kuma-api` on PyPI that works with the server, doing the same. */
export const againstPeers: readonly Benchmark[] = [
  againstPeer("login", ["logIn"], "the log-in at a big server against the newest working `uptime-kuma-api` of PyPI"),
  againstPeer("list", ["logIn", "list"], "the log-in with the list of 2,000 monitors (200 on the npm release)"),
  againstPeer("create", ["create"], "one push monitor created there"),
  againstPeer("create-many", ["createMany"], "500 push monitors (40 on the npm release)"),
];
