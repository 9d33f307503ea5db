import { startBenchServer, type BenchServer } from "../bench-server.ts";

/** A server with many monitors, each with 100 heartbeats. */
export interface BigServer extends BenchServer {
  readonly monitors: number;
  /** How many monitors are made at once where that is measured. */
  readonly bulk: number;
}

const beats = 100;

let started: Promise<BigServer> | undefined;

async function start(note: (line: string) => void): Promise<BigServer> {
  const server = await startBenchServer(note);
  const [monitors, bulk] = server.isChosen ? [2_000, 500] : [200, 40];
  await server.fill(monitors, beats);
  note(`with ${monitors} monitors, and ${beats} heartbeats of each`);
  return { ...server, monitors, bulk };
}

/** The one server of all benchmarks that need a big one: to fill it takes longer than most of them. */
export function bigServer(note: (line: string) => void): Promise<BigServer> {
  started ??= start(note);
  return started;
}

/** Ends it, if it was started. */
export async function endBigServer(): Promise<void> {
  const server = await started?.catch(() => undefined);
  await server?.[Symbol.asyncDispose]();
}
