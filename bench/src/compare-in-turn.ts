import { performance } from "node:perf_hooks";

/** Two ways to do the same. */
export interface InTurn {
  readonly subject: (round: number) => Promise<unknown>;
  readonly floor: (round: number) => Promise<unknown>;
  /** Before each of them, not measured: neither may pay for what only the other needs. */
  readonly prepare?: { readonly subject: () => Promise<unknown>; readonly floor: () => Promise<unknown> };
  /** After each of them, not measured. */
  readonly cleanUp?: () => Promise<unknown>;
  readonly rounds: number;
}

async function time(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

const middle = (times: readonly number[]): number =>
  times.toSorted((left, right) => left - right)[Math.floor(times.length / 2)] ?? Number.NaN;

/** Measures two ways in turn in this process, so that other work on the machine hits both; gives the ratio of the medians. */
export async function compareInTurn(
  { subject, floor, prepare, cleanUp, rounds }: InTurn,
  note: (line: string) => void,
): Promise<number> {
  const [subjectTimes, floorTimes]: [number[], number[]] = [[], []];
  // Round 0 warms up and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    const ways = [
      { run: floor, before: prepare?.floor, times: floorTimes },
      { run: subject, before: prepare?.subject, times: subjectTimes },
    ];
    // What the first one leaves to be done, such as a server's clean-up, hits the second: each is first in turn.
    for (const { run, before, times } of round % 2 === 0 ? ways : ways.toReversed()) {
      await before?.();
      const taken = await time(() => run(round));
      await cleanUp?.();
      if (round > 0) times.push(taken);
    }
  }
  const [measured, bare] = [middle(subjectTimes), middle(floorTimes)];
  note(`floor median ${bare.toFixed(1)} ms, measured median ${measured.toFixed(1)} ms, ${rounds} rounds`);
  return measured / bare;
}
